import { type Side, SIDES } from '../events/feed.ts'
import type { LevelState } from '../matching/market-feed.ts'
import { groupedLevels, groupOf } from './depth.ts'
import { DepthBook, isWorse } from './depth-book.ts'

/**
 * A book as one group of readers sees it: the best `limit` levels of each side, by price group. Told what changes in the
 * book, it says what changes in the view, at a cost that depends on the changes and not on the book. A level that others
 * push out of the view is gone, one that moves up into it is new: who applies all changes has exactly the view. Pure.
 */
export interface LevelChange extends LevelState {
  readonly lotsBefore: number
  readonly ordersBefore: number
}

interface Touched {
  readonly side: Side
  readonly price: number
  readonly existed: boolean
}

export class DepthView {
  readonly #limit: number
  readonly #group: number
  /** By group; the book itself where every tick is a group of its own. */
  readonly #levels: DepthBook
  /** The worst price shown; null: all are. */
  #edges: Record<Side, number | null>

  constructor(book: DepthBook, limit: number, group: number) {
    this.#limit = limit
    this.#group = group
    this.#levels =
      group === 1 ? book : new DepthBook(SIDES.flatMap((side) => groupedLevels(book, side, Number.POSITIVE_INFINITY, group)))
    this.#edges = this.#edgesNow()
  }

  /** Levels of a side from the best on. */
  levels(side: Side): LevelState[] {
    return groupedLevels(this.#levels, side, this.#limit, 1)
  }

  /** The book has changed so: what is new in the view, bids before offers, each from the best on. */
  apply(changes: readonly LevelChange[]): LevelState[] {
    const touched = this.#group === 1 ? changes.map(asTouched) : this.#regroup(changes)
    const before = this.#edges
    this.#edges = this.#edgesNow()
    const shown = new Map<string, LevelState>()
    const show = (side: Side, price: number) => {
      const isInside = this.#isInside(side, price, this.#edges[side])
      shown.set(`${side} ${price}`, { side, price, ...(isInside ? this.#levels.at(side, price) : { lots: 0, orders: 0 }) })
    }
    for (const { side, price, existed } of touched) {
      const wasShown = existed && this.#isInside(side, price, before[side])
      const isShown = this.#levels.at(side, price).lots > 0 && this.#isInside(side, price, this.#edges[side])
      if (wasShown || isShown) show(side, price)
    }
    const isTouched = new Set(touched.map(({ side, price }) => `${side} ${price}`))
    for (const side of SIDES) {
      for (const price of this.#crossed(side, before[side])) if (!isTouched.has(`${side} ${price}`)) show(side, price)
    }
    return [...shown.values()].sort(
      (a, b) => (a.side === b.side ? 0 : a.side === 'BUY' ? -1 : 1) || (a.side === 'BUY' ? b.price - a.price : a.price - b.price),
    )
  }

  #regroup(changes: readonly LevelChange[]): Touched[] {
    const touched = new Map<string, Touched>()
    for (const { side, price, lots, orders, lotsBefore, ordersBefore } of changes) {
      const shown = groupOf(side, price, this.#group)
      const level = this.#levels.at(side, shown)
      const key = `${side} ${shown}`
      if (!touched.has(key)) touched.set(key, { side, price: shown, existed: level.lots > 0 })
      this.#levels.set({
        side,
        price: shown,
        lots: level.lots + lots - lotsBefore,
        orders: level.orders + orders - ordersBefore,
      })
    }
    return [...touched.values()]
  }

  /** Prices of levels between the edge before and the edge now: they have come into the view, or left it. */
  *#crossed(side: Side, before: number | null): Generator<number> {
    const now = this.#edges[side]
    if (before === now) return
    const isWider = before !== null && (now === null || isWorse(side, now, before))
    // Wider: upwards from the last level shown. Narrower: downwards from the first one that is not.
    for (let rank = isWider ? Math.min(this.#limit, this.#levels.count(side)) - 1 : this.#limit; ; rank += isWider ? -1 : 1) {
      const price = this.#levels.priceAt(side, rank)
      if (price === null || this.#isInside(side, price, before) === isWider) return
      yield price
    }
  }

  #isInside(side: Side, price: number, edge: number | null): boolean {
    return edge === null || !isWorse(side, price, edge)
  }

  #edgesNow(): Record<Side, number | null> {
    const edge = (side: Side) => (this.#levels.count(side) > this.#limit ? this.#levels.priceAt(side, this.#limit - 1) : null)
    return { BUY: edge('BUY'), SELL: edge('SELL') }
  }
}

const asTouched = ({ side, price, lotsBefore }: LevelChange): Touched => ({ side, price, existed: lotsBefore > 0 })
