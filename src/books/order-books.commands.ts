import type { FillRecord } from '../fills/fill.ts'
import { lotValueOf } from '../markets/market.ts'
import { listMarkets } from '../markets/markets.sql.ts'
import { carryOut, type InboxItem } from '../matcher/batch.ts'
import type { LiveOrder, StoredOrder } from '../matcher/live-order.ts'
import { type SettledFill, Settlement } from '../matcher/settlement.ts'
import { MarketBook } from '../matching/market-book.ts'
import type { Position } from '../positions/average-cost.ts'
import { untouched } from '../orders/order-record.ts'
import { listMarketPositions } from '../positions/positions.sql.ts'
import type { Report } from './books.commands.ts'
import type { Snapshot } from './books.sql.ts'
import { compare, type Figures, unplayable } from './difference.ts'
import { fillsOf, inboxOf, listMarketEnds, type MarketEnd } from './order-books.sql.ts'

/** Commands that are played together; a market's memory does not grow with its log. */
const TOGETHER = 512

/**
 * Plays the inbox of every market again from its first command, through the book that matches, and holds every order, fill and
 * position against what comes of it.
 */
export async function verifyMarkets(snapshot: Snapshot, report: Report): Promise<{ commands: number; fills: number }> {
  const counted = { commands: 0, fills: 0 }
  for (const end of await listMarketEnds(snapshot)) {
    const fills = fillsOf(snapshot, end.marketId)
    const replay = await startReplay(snapshot, end.marketId)
    let items: InboxItem[] = []
    const play = async () => {
      counted.commands += items.length
      counted.fills += await replay.play(items, fills, report)
      items = []
    }
    for await (const item of inboxOf(snapshot, end)) {
      items.push(item)
      if (items.length === TOGETHER) await play()
    }
    await play()
    await replay.end(snapshot, fills, end, report)
  }
  return counted
}

async function startReplay(snapshot: Snapshot, marketId: number) {
  const [market] = await listMarkets(snapshot, { marketIds: [marketId] })
  const book = new MarketBook()
  const settlement = new Settlement({
    marketId,
    baseAsset: market!.baseAsset,
    lotValue: lotValueOf(market!),
    orders: [],
    positions: new Map(),
    tradeCount: 0,
    restCount: 0,
  })
  /** As they are stored; those that have not ended in the replay. */
  const stored = new Map<string, StoredOrder>()
  const live = new Map<string, LiveOrder>()
  const positions = new Map<string, Position>()
  let position = 0

  function compareOrder(order: LiveOrder, report: Report): void {
    const { order: terms, updatedAt: _, feeBps: __, ...expected } = order
    report(compare('I8', `orders ${terms.id}`, { ...stored.get(terms.id)! } as unknown as Figures, expected))
    stored.delete(terms.id)
  }

  /** Answers how many fills there were. */
  async function play(items: readonly InboxItem[], fills: AsyncGenerator<FillRecord>, report: Report): Promise<number> {
    if (items.length === 0) return 0
    for (const { order } of items) if (order) stored.set(order.orderId, order)
    const fresh = items.map((item) => ({ ...item, order: item.order && asBrought(item.order) }))
    const { settled } = unplayable(
      () => carryOut(book, settlement, position, fresh),
      (difference) => {
        report([difference])
        throw new Error(`the inbox of market ${marketId} cannot be played on`)
      },
      'I8',
      `inbox_entries ${marketId}:${position + 1}`,
    )
    position = items.at(-1)!.number
    for (const fill of settled.fills) report(compareFill(marketId, (await fills.next()).value ?? null, fill))
    for (const [userId, own] of settled.positions) positions.set(userId, own)
    for (const order of settled.orders) {
      if (order.openLots > 0) live.set(order.order.id, order)
      else {
        live.delete(order.order.id)
        compareOrder(order, report)
      }
    }
    return settled.fills.length
  }

  async function end(snapshot: Snapshot, fills: AsyncGenerator<FillRecord>, last: MarketEnd, report: Report): Promise<void> {
    for (const order of live.values()) compareOrder(order, report)
    for await (const { tradeNumber } of fills)
      report([
        {
          invariant: 'I8',
          row: `fills ${marketId}:${tradeNumber}`,
          figure: 'tradeNumber',
          stored: String(tradeNumber),
          expected: 'no such fill',
        },
      ])
    const rows = new Map((await listMarketPositions(snapshot, marketId)).map((row) => [row.userId, row]))
    for (const userId of new Set([...rows.keys(), ...positions.keys()]))
      report(compare('I8', `positions ${marketId} ${userId}`, figuresOf(rows.get(userId)), figuresOf(positions.get(userId))))
    report(compare('I8', `matchers ${marketId}`, { position: last.position }, { position }))
  }

  return { play, end }
}

/** An order as it was when it was accepted: what has become of it since is what the replay finds out. */
const asBrought = (order: StoredOrder): StoredOrder => ({
  ...order,
  ...untouched(order.quantity),
  held: 0n,
})

function compareFill(marketId: number, stored: FillRecord | null, fill: SettledFill) {
  const { tradeNumber, maker, taker, ...expected } = fill
  return compare('I8', `fills ${marketId}:${tradeNumber}`, { ...stored } as unknown as Figures, {
    ...expected,
    tradeNumber,
    makerOrderId: maker.order.id,
    takerOrderId: taker.order.id,
    takerSide: taker.order.side,
  })
}

const figuresOf = (position: Position | undefined): Figures =>
  position
    ? { quantity: position.quantity, costBasis: position.costBasis, realised: position.realised, fees: position.fees }
    : { quantity: null, costBasis: null, realised: null, fees: null }
