import type { Side } from '../events/feed.ts'
import type { Order } from './order.ts'
import type { Owner } from './owner.ts'

/**
 * One side of a book: price levels, best last, each a queue in the order of time. Finding the best price, taking from the
 * front and cancelling cost the same however deep the book is; a new price level costs one move of an array. Pure.
 */
export interface Resting {
  order: Order
  readonly owner: Owner
  /** Lots that are still open. */
  left: number
  level: Level
  previous: Resting | null
  next: Resting | null
}

export interface Level {
  readonly price: number
  /** Lots of all orders of the level. */
  quantity: number
  orders: number
  first: Resting | null
  last: Resting | null
}

const EMPTY = { quantity: 0, orders: 0 }

export class BookSide {
  readonly #side: Side
  /** Ascending in quality: highest bid, lowest offer last. */
  readonly #levels: Level[] = []

  constructor(side: Side) {
    this.#side = side
  }

  get best(): Level | null {
    return this.#levels[this.#levels.length - 1] ?? null
  }

  /** Levels from the best one on, at most `count`. */
  depth(count: number): { readonly price: number; readonly quantity: number; readonly orders: number }[] {
    const levels = this.#levels.slice(-count).reverse()
    return levels.map(({ price, quantity, orders }) => ({ price, quantity, orders }))
  }

  /** From the best price on, at each price from the oldest on. */
  *resting(): Generator<Resting> {
    for (let index = this.#levels.length - 1; index >= 0; index--) {
      for (let each = this.#levels[index]!.first; each; each = each.next) yield each
    }
  }

  /** Lots and orders at a price; zeros where there is no level. */
  at(price: number): { readonly quantity: number; readonly orders: number } {
    const level = this.#levels[this.#indexOf(price)]
    return level?.price === price ? level : EMPTY
  }

  /** Puts an order at the end of its price's queue. */
  add(order: Order, owner: Owner, left: number): Resting {
    const level = this.#levelOf(order.price)
    const resting: Resting = { order, owner, left, level, previous: level.last, next: null }
    if (level.last) level.last.next = resting
    else level.first = resting
    level.last = resting
    level.quantity += left
    level.orders++
    return resting
  }

  /** Takes lots off an order; one that has none left leaves the book. */
  reduce(resting: Resting, by: number): void {
    resting.left -= by
    resting.level.quantity -= by
    if (resting.left === 0) this.#unlink(resting)
  }

  remove(resting: Resting): void {
    this.reduce(resting, resting.left)
  }

  #unlink(resting: Resting): void {
    const { level, previous, next } = resting
    if (previous) previous.next = next
    else level.first = next
    if (next) next.previous = previous
    else level.last = previous
    level.orders--
    if (level.orders === 0) this.#dropLevel(level)
  }

  #levelOf(price: number): Level {
    const index = this.#indexOf(price)
    const found = this.#levels[index]
    if (found?.price === price) return found
    const level: Level = { price, quantity: 0, orders: 0, first: null, last: null }
    this.#levels.splice(index, 0, level)
    return level
  }

  #dropLevel(level: Level): void {
    if (this.best === level) this.#levels.pop()
    else this.#levels.splice(this.#indexOf(level.price), 1)
  }

  /** Where the price stands or would stand. */
  #indexOf(price: number): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#levels[middle]!.price
      if (this.#side === 'BUY' ? there < price : there > price) low = middle + 1
      else high = middle
    }
    return low
  }
}
