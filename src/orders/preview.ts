import { feeOfFill, holdOf, notionalOf } from '../ledger/ledger.ts'
import { bandOf, lotTickMicros, lotValueOf, type Market, markPriceOf } from '../markets/market.ts'
import type { BookEvent, Order, RejectReason } from '../matching/order.ts'
import { OrderBook } from '../matching/order-book.ts'
import type { GridOrder } from './order-intent.ts'

/** What an order would do now, found by letting it into a copy of the book. Pure. */
export interface PreviewState {
  readonly market: Market
  readonly userId: string
  /** Signed lots of the trader. */
  readonly position: bigint
  /** The resting orders that it could meet, in the order of their places. */
  readonly opposite: readonly { readonly order: Order; readonly left: number }[]
}

export interface Preview {
  /** Lots by price, in ticks, the first that is taken first. */
  readonly levels: readonly { readonly price: number; readonly lots: number }[]
  readonly filledLots: number
  readonly notional: bigint
  readonly fee: bigint
  /** In the smallest unit of what it holds, before anything is filled. */
  readonly held: bigint
  /** Lots that would rest, or wait for the stop price. */
  readonly restingLots: number
  /** Why the matcher would reject it, or cancel what is left. */
  readonly reason: Extract<BookEvent, { kind: 'CANCELLED' }>['reason'] | Exclude<RejectReason, 'DUPLICATE_ID'> | null
}

const PREVIEWED = 'previewed'

export function previewOf({ market, userId, position, opposite }: PreviewState, order: GridOrder): Preview {
  const book = OrderBook.restore({
    resting: opposite,
    stops: [],
    positions: new Map([[userId, Number(position)]]),
    lastPrice: market.lastPrice,
  })
  const { quantity, price, stopPrice } = order
  const placed = { ...order, id: PREVIEWED, owner: userId, stop: stopPrice }
  const events = book.apply({ kind: 'PLACE', order: placed }, { admits: 'ALL', ...bandOf(markPriceOf(market), market.bandBps) })
  const levels = new Map<number, number>()
  for (const event of events) {
    if (event.kind === 'TRADED') levels.set(event.price, (levels.get(event.price) ?? 0) + event.quantity)
  }
  const taken = [...levels].map(([at, lots]) => ({ price: at, lots }))
  const notional = taken.reduce((sum, level) => sum + notionalOf(lotTickMicros(market), level.price, level.lots), 0n)
  const hold = { side: order.side, price, openLots: quantity, filledNotional: 0n, feeBps: market.feeBps }
  return {
    levels: taken,
    filledLots: taken.reduce((sum, { lots }) => sum + lots, 0),
    notional,
    fee: feeOfFill(0n, notional, market.feeBps),
    held: holdOf(hold, lotValueOf(market)),
    restingLots: events.reduce((lots, event) => (isOwn(event, 'RESTED') ? lots + event.quantity : lots), 0),
    reason: reasonOf(events),
  }
}

const isOwn = <Kind extends BookEvent['kind']>(
  event: BookEvent,
  kind: Kind,
): event is Extract<BookEvent, { kind: Kind; id: string }> => event.kind === kind && 'id' in event && event.id === PREVIEWED

function reasonOf(events: readonly BookEvent[]): Preview['reason'] {
  for (const event of events) {
    if (isOwn(event, 'CANCELLED')) return event.reason
    if (isOwn(event, 'REJECTED') && event.reason !== 'DUPLICATE_ID') return event.reason
  }
  return null
}
