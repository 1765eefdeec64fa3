import type { Side } from '../events/feed.ts'
import { type EntryKind, feeOfFill, feesOwnerOf, holdOf, type LotValue, notionalOf, QUOTE_ASSET } from '../ledger/ledger.ts'
import type { InboxCommand, MarketEvent } from '../matching/market-book.ts'
import type { BookEvent, CancelReason } from '../matching/order.ts'
import { applyFill, FLAT, type Position } from '../positions/average-cost.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { type LiveOrder, liveOrderOf, type StoredOrder } from './live-order.ts'

/** A match and what it cost both; the money is in micro-USDC. */
export interface SettledFill {
  readonly tradeNumber: number
  readonly inboxNumber: number
  readonly at: Date
  /** Ticks. */
  readonly price: number
  readonly lots: number
  readonly notional: bigint
  readonly maker: LiveOrder
  readonly taker: LiveOrder
  readonly makerFee: bigint
  readonly takerFee: bigint
}

/** What an owner has more of, in the smallest unit of the asset; below zero less. */
export interface Moved {
  readonly ownerId: string
  readonly asset: string
  total: bigint
  held: bigint
  readonly entries: Map<EntryKind, bigint>
}

/** What a batch of commands made of a market, for one transaction. */
export interface Settled {
  readonly orders: readonly LiveOrder[]
  readonly fills: readonly SettledFill[]
  readonly moved: readonly Moved[]
  readonly positions: ReadonlyMap<string, Position>
  readonly levels: readonly { readonly side: Side; readonly price: number }[]
}

export interface SettlementStart {
  readonly marketId: number
  readonly baseAsset: string
  readonly lotValue: LotValue
  readonly orders: readonly StoredOrder[]
  readonly positions: ReadonlyMap<string, Position>
  /** Fills of the market so far. */
  readonly tradeCount: number
  /** Orders that came to rest so far. */
  readonly restCount: number
}

/**
 * What a market's events mean for orders, money and positions. An order's hold is what its open part can still cost; a fee is
 * rounded up over all fills of its order; what one owner loses another gains, so that everything moved in an asset sums to zero.
 * It keeps what is open; `take` hands out what changed since it was asked last. Pure. Source: cxpt, "Orders", "Matching".
 */
export class Settlement {
  readonly #feesOwner: string
  readonly #baseAsset: string
  readonly #lotValue: LotValue
  readonly #orders: Map<string, LiveOrder>
  readonly #positions: Map<string, Position>
  #tradeCount: number
  #restCount: number
  #openInterest: bigint
  #touched = new Set<LiveOrder>()
  #fills: SettledFill[] = []
  #moved = new Map<string, Moved>()
  #movedPositions = new Set<string>()
  #levels = new Map<string, { side: Side; price: number }>()

  constructor({ marketId, baseAsset, lotValue, orders, positions, tradeCount, restCount }: SettlementStart) {
    this.#feesOwner = feesOwnerOf(marketId)
    this.#baseAsset = baseAsset
    this.#lotValue = lotValue
    this.#orders = new Map(orders.map((stored) => [stored.orderId, liveOrderOf(stored)]))
    this.#positions = new Map(positions)
    this.#tradeCount = tradeCount
    this.#restCount = restCount
    this.#openInterest = [...positions.values()].reduce((sum, position) => sum + longOf(position), 0n)
  }

  get tradeCount(): number {
    return this.#tradeCount
  }

  get restCount(): number {
    return this.#restCount
  }

  /** Lots of all positions above zero. */
  get openInterest(): bigint {
    return this.#openInterest
  }

  /** Settles what a command caused; `brought` is the order of PLACE and REPLACE. */
  apply(command: InboxCommand, brought: StoredOrder | null, events: readonly MarketEvent[]): void {
    if (brought) this.#orders.set(brought.orderId, liveOrderOf(brought))
    const at = new Date(command.atMs)
    for (const event of events) this.#settle(event, command, at)
  }

  /** What changed since it was taken last. */
  take(): Settled {
    const settled: Settled = {
      orders: [...this.#touched],
      fills: this.#fills,
      moved: [...this.#moved.values()],
      positions: new Map([...this.#movedPositions].map((userId) => [userId, this.#positions.get(userId)!])),
      levels: [...this.#levels.values()],
    }
    this.#touched = new Set()
    this.#fills = []
    this.#moved = new Map()
    this.#movedPositions = new Set()
    this.#levels = new Map()
    return settled
  }

  #settle(event: MarketEvent, command: InboxCommand, at: Date): void {
    if (event.kind === 'PAUSED') return
    if (event.kind === 'TRADED') return this.#trade(event, command.number, at)
    if (event.kind === 'PREVENTED') return this.#prevent(event, at)
    // A cancel of what is not open changes nothing.
    if (event.kind === 'REJECTED' && command.kind === 'CANCEL') return
    const order = this.#get(event.id)
    if (event.kind === 'RESTED') this.#rest(order, event.quantity)
    else if (event.kind === 'TRIGGERED') order.isTriggered = true
    else if (event.kind === 'SHRUNK') this.#cut(order, event.quantity, 'REDUCE_ONLY')
    else if (event.kind === 'AMENDED') this.#amend(order, this.#get(event.from), event.quantity, at)
    else if (event.kind === 'CANCELLED') {
      if (event.reason === 'REPLACED' && command.kind === 'REPLACE') order.replacedBy = command.order.id as Hex
      this.#end(order, event.reason === 'EXPIRED' ? 'EXPIRED' : 'CANCELLED', event.reason)
    } else {
      if (event.reason === 'DUPLICATE_ID') throw new Error(`order ${event.id} came twice`)
      this.#end(order, 'REJECTED', event.reason)
    }
    this.#changed(order, at)
  }

  #get(id: string): LiveOrder {
    const order = this.#orders.get(id)
    if (!order) throw new Error(`order ${id} is not open`)
    return order
  }

  #rest(order: LiveOrder, quantity: number): void {
    if (order.openLots !== quantity) throw new Error(`order ${order.order.id} rests with ${quantity} lots of ${order.openLots}`)
    order.status = order.filledLots > 0 ? 'PARTIALLY_FILLED' : 'OPEN'
    order.priority = BigInt(++this.#restCount)
  }

  #amend(order: LiveOrder, from: LiveOrder, quantity: number, at: Date): void {
    order.openLots = quantity
    order.status = 'OPEN'
    order.priority = from.priority
    order.isTriggered = from.isTriggered
    from.replacedBy = order.order.id as Hex
    this.#end(from, 'CANCELLED', 'REPLACED')
    this.#changed(from, at)
  }

  #end(order: LiveOrder, status: LiveOrder['status'], reason: LiveOrder['reason']): void {
    order.openLots = 0
    order.status = status
    order.reason = reason
  }

  /** Takes off lots that no trade filled. */
  #cut(order: LiveOrder, quantity: number, reason: CancelReason): void {
    order.openLots -= quantity
    order.reason = reason
  }

  #prevent({ maker, taker, quantity }: BookEvent & { kind: 'PREVENTED' }, at: Date): void {
    if (this.#get(taker).order.selfTrade !== 'DECREMENT') return
    for (const order of [this.#get(maker), this.#get(taker)]) {
      // Of one that loses all its lots the book says so.
      if (order.openLots === quantity) continue
      this.#cut(order, quantity, 'SELF_TRADE')
      this.#changed(order, at)
    }
  }

  #trade(event: BookEvent & { kind: 'TRADED' }, inboxNumber: number, at: Date): void {
    const [maker, taker] = [this.#get(event.maker), this.#get(event.taker)]
    const notional = notionalOf(this.#lotValue.lotTickMicros, event.price, event.quantity)
    const makerFee = this.#fill(maker, event.quantity, notional)
    const takerFee = this.#fill(taker, event.quantity, notional)
    this.#move(this.#feesOwner, QUOTE_ASSET, 'FEE', makerFee + takerFee)
    this.#fills.push({
      tradeNumber: ++this.#tradeCount,
      inboxNumber,
      at,
      price: event.price,
      lots: event.quantity,
      notional,
      maker,
      taker,
      makerFee,
      takerFee,
    })
    this.#changed(maker, at)
    this.#changed(taker, at)
  }

  /** One leg of a trade; the fee that it costs. */
  #fill(live: LiveOrder, lots: number, notional: bigint): bigint {
    const { owner, side } = live.order
    const fee = feeOfFill(live.filledNotional, notional, live.feeBps)
    const sign = side === 'BUY' ? 1n : -1n
    live.openLots -= lots
    live.filledLots += lots
    live.filledNotional += notional
    live.fees += fee
    live.status = live.filledLots === live.order.quantity ? 'FILLED' : 'PARTIALLY_FILLED'
    this.#move(owner, QUOTE_ASSET, 'TRADE', -sign * notional)
    this.#move(owner, QUOTE_ASSET, 'FEE', -fee)
    this.#move(owner, this.#baseAsset, 'TRADE', sign * BigInt(lots) * this.#lotValue.lotSizeUnits)
    const position = this.#positions.get(owner) ?? FLAT
    const after = applyFill(position, { side, quantity: BigInt(lots), notional, fee })
    this.#positions.set(owner, after)
    this.#openInterest += longOf(after) - longOf(position)
    this.#movedPositions.add(owner)
    return fee
  }

  /** What follows for hold and status when an order's lots changed. */
  #changed(live: LiveOrder, at: Date): void {
    const { order, openLots, filledNotional, feeBps } = live
    const held = holdOf({ side: order.side, price: order.price, openLots, filledNotional, feeBps }, this.#lotValue)
    this.#movedOf(order.owner, order.side === 'BUY' ? QUOTE_ASSET : this.#baseAsset).held += held - live.held
    live.held = held
    live.updatedAt = at
    if (openLots === 0) {
      // Cut and then filled: the reason of the cut stays.
      if (live.status === 'PARTIALLY_FILLED' || live.status === 'OPEN') live.status = 'CANCELLED'
      this.#orders.delete(order.id)
    }
    this.#touched.add(live)
    this.#levels.set(`${order.side} ${order.price}`, { side: order.side, price: order.price })
  }

  #move(ownerId: string, asset: string, kind: EntryKind, amount: bigint): void {
    const moved = this.#movedOf(ownerId, asset)
    moved.total += amount
    moved.entries.set(kind, (moved.entries.get(kind) ?? 0n) + amount)
  }

  #movedOf(ownerId: string, asset: string): Moved {
    const key = `${ownerId} ${asset}`
    const found = this.#moved.get(key)
    if (found) return found
    const moved: Moved = { ownerId, asset, total: 0n, held: 0n, entries: new Map() }
    this.#moved.set(key, moved)
    return moved
  }
}

const longOf = ({ quantity }: Position): bigint => (quantity > 0n ? quantity : 0n)
