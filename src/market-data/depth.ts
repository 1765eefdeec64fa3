import type { Side } from '../events/feed.ts'
import type { LevelState } from '../matching/market-feed.ts'
import type { DepthBook } from './depth-book.ts'

/** What is read off a book: grouped levels, and how much stands near its middle. Ticks and lots. Pure. */

/** The price under which a level is shown: bids rounded down to a multiple of the group, offers up. groupOf('BUY', 107, 10) = 100. */
export const groupOf = (side: Side, price: number, group: number): number =>
  (side === 'BUY' ? Math.floor(price / group) : Math.ceil(price / group)) * group

/** The best `limit` levels of a side, those of one group as one, from the best on. */
export function groupedLevels(book: DepthBook, side: Side, limit: number, group: number): LevelState[] {
  const levels: { side: Side; price: number; lots: number; orders: number }[] = []
  for (const { price, lots, orders } of book.levels(side)) {
    const shown = groupOf(side, price, group)
    const last = levels.at(-1)
    if (last?.price === shown) {
      last.lots += lots
      last.orders += orders
    } else if (levels.length === limit) break
    else levels.push({ side, price: shown, lots, orders })
  }
  return levels
}

/** Twice the middle between best bid and best offer; null where a side is empty. */
export function twiceMid(book: DepthBook): bigint | null {
  const bid = book.best('BUY')
  const ask = book.best('SELL')
  return bid === null || ask === null ? null : BigInt(bid) + BigInt(ask)
}

export interface NearMid {
  readonly bid: bigint
  readonly ask: bigint
}

/** Lots of bids and of offers at prices within so many basis points of the middle, that distance included; none without a middle. */
export function nearMid(book: DepthBook, basisPoints: number): NearMid {
  const twice = twiceMid(book)
  if (twice === null) return { bid: 0n, ask: 0n }
  const lots = (side: Side) => {
    const edge = twice * BigInt(side === 'BUY' ? 10_000 - basisPoints : 10_000 + basisPoints)
    let sum = 0n
    for (const level of book.levels(side)) {
      const price = BigInt(level.price) * 20_000n
      if (side === 'BUY' ? price < edge : price > edge) break
      sum += BigInt(level.lots)
    }
    return sum
  }
  return { bid: lots('BUY'), ask: lots('SELL') }
}
