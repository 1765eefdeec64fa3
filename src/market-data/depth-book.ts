import type { Side } from '../events/feed.ts'
import type { LevelState } from '../matching/market-feed.ts'

/**
 * A book as it is shown: per side and price the open lots and the number of orders, best price first. Prices are ticks.
 * Finding a level costs the same however deep the book is; a new price costs one move of an array. Pure.
 */
export interface Depth {
  readonly lots: number
  readonly orders: number
}

const NOTHING: Depth = { lots: 0, orders: 0 }

class DepthSide {
  readonly #side: Side
  /** Ascending in quality: highest bid, lowest offer last. */
  readonly #prices: number[] = []
  readonly #levels = new Map<number, Depth>()

  constructor(side: Side) {
    this.#side = side
  }

  get count(): number {
    return this.#prices.length
  }

  /** The price of this rank; 0 is the best. */
  priceAt(rank: number): number | null {
    return this.#prices[this.#prices.length - 1 - rank] ?? null
  }

  at(price: number): Depth {
    return this.#levels.get(price) ?? NOTHING
  }

  set(price: number, lots: number, orders: number): void {
    const isKnown = this.#levels.has(price)
    if (lots > 0) this.#levels.set(price, { lots, orders })
    else this.#levels.delete(price)
    if (isKnown === lots > 0) return
    this.#prices.splice(this.#indexOf(price), isKnown ? 1 : 0, ...(isKnown ? [] : [price]))
  }

  /** Where the price stands or would stand. */
  #indexOf(price: number): number {
    let low = 0
    let high = this.#prices.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#prices[middle]!
      if (this.#side === 'BUY' ? there < price : there > price) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Whether a price is further from the other side than another one. */
export const isWorse = (side: Side, price: number, than: number): boolean => (side === 'BUY' ? price < than : price > than)

export class DepthBook {
  readonly #sides: Record<Side, DepthSide> = { BUY: new DepthSide('BUY'), SELL: new DepthSide('SELL') }

  constructor(levels: Iterable<LevelState> = []) {
    for (const level of levels) this.set(level)
  }

  set({ side, price, lots, orders }: LevelState): void {
    this.#sides[side].set(price, lots, orders)
  }

  at(side: Side, price: number): Depth {
    return this.#sides[side].at(price)
  }

  count(side: Side): number {
    return this.#sides[side].count
  }

  /** The price of this rank, 0 being the best; null where there are not so many. */
  priceAt(side: Side, rank: number): number | null {
    return this.#sides[side].priceAt(rank)
  }

  best(side: Side): number | null {
    return this.priceAt(side, 0)
  }

  /** From the best price on. */
  *levels(side: Side): Generator<LevelState> {
    for (let rank = 0; ; rank++) {
      const price = this.priceAt(side, rank)
      if (price === null) return
      yield { side, price, ...this.at(side, price) }
    }
  }
}
