/** What a reader of marketUpdated knows, from what it was told alone; a message that does not join on fails. */
import { expect } from 'vitest'
import { groupOf } from '../../src/market-data/depth.ts'
import type { BookMarket } from './book-market.ts'

export interface MarketMessage {
  kind: 'SNAPSHOT' | 'DELTA' | 'HEARTBEAT'
  sequence: string
  previousSequence: string | null
  bids: { price: string; quantity: string; orders: number }[]
  asks: { price: string; quantity: string; orders: number }[]
  trades: { tradeNumber: string; price: string; quantity: string; takerSide: string }[]
  lastPrice: string | null
  markPrice: string
  status: string
  missed: number
  cursor: string
}

export const MARKET = `subscription ($symbol: ID!, $after: Cursor, $levels: Int, $group: Decimal) {
  marketUpdated(symbol: $symbol, after: $after, levels: $levels, group: $group) {
    kind symbol sequence previousSequence bids { price quantity orders } asks { price quantity orders }
    trades { tradeNumber price quantity takerSide } lastPrice markPrice status missed cursor
  }
}`

type Line = readonly [price: number, quantity: number, orders: number]

/** A book that is kept by messages; it may go on over several connections. */
export class BookKeeper {
  readonly bids = new Map<number, Line>()
  readonly asks = new Map<number, Line>()
  /** Trades told or counted as missed. */
  trades: number
  missed = 0
  snapshots = 0
  sequence: string | null = null
  cursor: string | null = null
  #applied = 0

  /** `trades`: how many there were before. */
  constructor(trades = 0) {
    this.trades = trades
  }

  /** A new connection: its messages are counted from the start. */
  reconnect(): void {
    this.#applied = 0
  }

  /** Takes what is new of a connection's messages. */
  take(messages: readonly MarketMessage[]): this {
    for (const message of messages.slice(this.#applied)) this.#apply(message)
    this.#applied = messages.length
    return this
  }

  #apply({ kind, sequence, previousSequence, bids, asks, trades, missed, cursor }: MarketMessage): void {
    if (kind === 'SNAPSHOT') {
      this.bids.clear()
      this.asks.clear()
      this.snapshots++
      expect(previousSequence).toBeNull()
    } else expect(previousSequence).toBe(this.sequence)
    if (kind === 'HEARTBEAT') expect([bids, asks, trades]).toEqual([[], [], []])
    for (const [levels, side] of [
      [bids, this.bids],
      [asks, this.asks],
    ] as const)
      for (const { price, quantity, orders } of levels)
        if (quantity === '0') side.delete(Number(price))
        else side.set(Number(price), [Number(price), Number(quantity), orders])
    this.trades += missed
    this.missed += missed
    for (const { tradeNumber } of trades) expect(Number(tradeNumber)).toBe(++this.trades)
    this.sequence = sequence
    this.cursor = cursor
    expect(Math.max(...this.bids.keys(), 0)).toBeLessThan(Math.min(...this.asks.keys(), Number.POSITIVE_INFINITY))
  }

  get levels(): { bids: Line[]; asks: Line[] } {
    return {
      bids: [...this.bids.values()].sort(([a], [b]) => b - a),
      asks: [...this.asks.values()].sort(([a], [b]) => a - b),
    }
  }

  has(market: BookMarket, limit = 1_000, group = 1): boolean {
    return JSON.stringify(this.levels) === JSON.stringify(expectedLevels(market, limit, group))
  }
}

/** What a view of the market shows now, from its orders. */
export function expectedLevels(market: BookMarket, limit = 1_000, group = 1): { bids: Line[]; asks: Line[] } {
  const sideOf = (side: 'BUY' | 'SELL') => {
    const levels = new Map<number, Line>()
    for (const { order, left } of market.open()) {
      if (order.side !== side) continue
      const price = groupOf(side, order.price, group)
      const [, quantity, orders] = levels.get(price) ?? [price, 0, 0]
      levels.set(price, [price, quantity + left, orders + 1])
    }
    return [...levels.values()].sort(([a], [b]) => (side === 'BUY' ? b - a : a - b)).slice(0, limit)
  }
  return { bids: sideOf('BUY'), asks: sideOf('SELL') }
}
