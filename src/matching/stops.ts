import type { Order } from './order.ts'

/** A buy stop is reached from below, a sell stop from above. */
export const isReached = ({ side, stop }: Order, lastPrice: number): boolean =>
  side === 'BUY' ? lastPrice >= stop! : lastPrice <= stop!

/** The stops of a book that wait, oldest first. Pure. */
export class Stops {
  readonly #orders = new Map<string, Order>()
  /** No waiting stop is reached between these; so most trades look at none. */
  #lowestBuy = Number.POSITIVE_INFINITY
  #highestSell = Number.NEGATIVE_INFINITY

  get(id: string): Order | undefined {
    return this.#orders.get(id)
  }

  all(): Order[] {
    return [...this.#orders.values()]
  }

  add(order: Order): void {
    this.#orders.set(order.id, order)
    if (order.side === 'BUY') this.#lowestBuy = Math.min(this.#lowestBuy, order.stop!)
    else this.#highestSell = Math.max(this.#highestSell, order.stop!)
  }

  remove(id: string): void {
    this.#orders.delete(id)
  }

  /** Puts an order of the same side and stop at the age of `id`. */
  amend(id: string, order: Order): void {
    const stops = this.all().map((each) => (each.id === id ? order : each))
    this.#orders.clear()
    for (const each of stops) this.#orders.set(each.id, each)
  }

  /** Takes out the stops that the price reached: the one it went farthest beyond first, then the oldest. */
  takeReached(lastPrice: number): Order[] {
    if (lastPrice < this.#lowestBuy && lastPrice > this.#highestSell) return []
    const reached: Order[] = []
    this.#lowestBuy = Number.POSITIVE_INFINITY
    this.#highestSell = Number.NEGATIVE_INFINITY
    for (const order of this.all()) {
      this.#orders.delete(order.id)
      if (isReached(order, lastPrice)) reached.push(order)
      else this.add(order)
    }
    // Stable: equals stay in the order of age.
    return reached.sort((a, b) => Math.abs(b.stop! - lastPrice) - Math.abs(a.stop! - lastPrice))
  }
}
