import type { Side } from '../events/feed.ts'
import { BookSide, type Resting } from './book-side.ts'
import type { BookCommand, BookEvent, CancelReason, Order, RejectReason } from './order.ts'

/**
 * The book of one market: price, then time. Each command is carried out whole, stops that it triggers included, before
 * the next one is looked at, so the book is never seen crossed. No clock, no chance: the same commands give the same
 * events. Pure; test/model/naive-book.ts is its specification. Source: cxpt, "Matching".
 */
export class OrderBook {
  readonly #sides: Record<Side, BookSide> = { BUY: new BookSide('BUY'), SELL: new BookSide('SELL') }
  readonly #resting = new Map<string, Resting>()
  /** Stops that wait, oldest first. */
  readonly #stops = new Map<string, Order>()
  #lastPrice: number | null = null
  /** The last price at which the waiting stops were looked through: at the same one none is reached. */
  #stopsSeenAt: number | null = null
  #events: BookEvent[] = []

  /** Ticks of the newest trade; null before the first. */
  get lastPrice(): number | null {
    return this.#lastPrice
  }

  depth(side: Side, levels: number) {
    return this.#sides[side].depth(levels)
  }

  /** All open orders with their open lots: bids, offers, waiting stops. */
  open(): { readonly order: Order; readonly left: number }[] {
    const onSide = (side: Side) => [...this.#sides[side].resting()].map(({ order, left }) => ({ order, left }))
    return [...onSide('BUY'), ...onSide('SELL'), ...[...this.#stops.values()].map((order) => ({ order, left: order.quantity }))]
  }

  /** Carries out one command; everything that it caused, in order. */
  apply(command: BookCommand): readonly BookEvent[] {
    this.#events = []
    if (command.kind === 'PLACE') this.#place(command.order)
    else if (command.kind === 'CANCEL') this.#cancelById(command.id, command.reason)
    else this.#replace(command.id, command.order)
    this.#enterTriggered()
    return this.#events
  }

  #place(order: Order): void {
    if (this.#resting.has(order.id) || this.#stops.has(order.id)) return this.#reject(order.id, 'DUPLICATE_ID')
    if (order.stop !== null && !this.#isReached(order)) {
      this.#stops.set(order.id, order)
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: order.quantity })
      return
    }
    if (order.stop !== null) this.#events.push({ kind: 'TRIGGERED', id: order.id })
    this.#enter(order)
  }

  #cancelById(id: string, reason: CancelReason): void {
    const order = this.#stops.get(id)
    if (order) {
      this.#stops.delete(id)
      this.#events.push({ kind: 'CANCELLED', id, quantity: order.quantity, reason })
      return
    }
    const resting = this.#resting.get(id)
    if (resting) this.#cancel(resting, reason)
    else this.#reject(id, 'UNKNOWN_ORDER')
  }

  #replace(id: string, order: Order): void {
    const old = this.#stops.get(id) ?? this.#resting.get(id)?.order
    if (!old) return this.#reject(id, 'UNKNOWN_ORDER')
    if (order.id !== id && (this.#resting.has(order.id) || this.#stops.has(order.id)))
      return this.#reject(order.id, 'DUPLICATE_ID')
    const open = this.#resting.get(id)?.left ?? old.quantity
    if (isSamePlace(old, order) && order.quantity <= open) return this.#amend(id, order)
    this.#cancelById(id, 'REPLACED')
    this.#place(order)
  }

  #amend(id: string, order: Order): void {
    const resting = this.#resting.get(id)
    if (resting) {
      this.#sides[order.side].reduce(resting, resting.left - order.quantity)
      resting.order = order
      this.#resting.delete(id)
      this.#resting.set(order.id, resting)
    } else {
      // The order of the map is the age of the stops: the others keep theirs.
      const stops = [...this.#stops].map(([key, each]) => (key === id ? ([order.id, order] as const) : ([key, each] as const)))
      this.#stops.clear()
      for (const [key, each] of stops) this.#stops.set(key, each)
    }
    this.#events.push({ kind: 'AMENDED', id: order.id, from: id, quantity: order.quantity })
  }

  /** Takes what it may, then rests or ends. */
  #enter(order: Order): void {
    const opposite = this.#sides[order.side === 'BUY' ? 'SELL' : 'BUY']
    const best = opposite.best
    if (order.postOnly && best && crosses(order, best.price)) return this.#reject(order.id, 'POST_ONLY_WOULD_TAKE')
    if (order.timeInForce === 'FOK' && !canFill(order, opposite)) return this.#reject(order.id, 'FOK_UNFILLABLE')
    const left = this.#take(order, opposite)
    if (left === 0) return
    const rests =
      (order.type === 'LIMIT' || order.type === 'STOP_LIMIT') && (order.timeInForce === 'GTC' || order.timeInForce === 'GTT')
    if (rests) {
      this.#resting.set(order.id, this.#sides[order.side].add(order, left))
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: left })
    } else {
      this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'UNFILLED' })
    }
  }

  /** Lots that are left and still live; 0 too where self-trade prevention ended the order. */
  #take(order: Order, opposite: BookSide): number {
    let left = order.quantity
    for (let level = opposite.best; left > 0 && level && crosses(order, level.price); level = opposite.best) {
      const maker = level.first!
      if (maker.order.owner === order.owner && order.selfTrade !== 'NONE') {
        left = this.#prevent(order, left, maker)
        continue
      }
      const quantity = Math.min(left, maker.left)
      left -= quantity
      this.#lastPrice = level.price
      this.#events.push({ kind: 'TRADED', maker: maker.order.id, taker: order.id, price: level.price, quantity })
      if (maker.left === quantity) this.#resting.delete(maker.order.id)
      opposite.reduce(maker, quantity)
    }
    return left
  }

  /** The taker's lots that are still live after it met an order of its own owner. */
  #prevent(taker: Order, left: number, maker: Resting): number {
    const quantity = Math.min(left, maker.left)
    this.#events.push({ kind: 'PREVENTED', maker: maker.order.id, taker: taker.id, quantity })
    if (taker.selfTrade === 'EXPIRE_MAKER' || taker.selfTrade === 'EXPIRE_BOTH') this.#cancel(maker, 'SELF_TRADE')
    if (taker.selfTrade === 'EXPIRE_MAKER') return left
    if (taker.selfTrade !== 'DECREMENT') {
      this.#events.push({ kind: 'CANCELLED', id: taker.id, quantity: left, reason: 'SELF_TRADE' })
      return 0
    }
    if (maker.left === quantity) this.#cancel(maker, 'SELF_TRADE')
    else this.#sides[maker.order.side].reduce(maker, quantity)
    if (left === quantity) this.#events.push({ kind: 'CANCELLED', id: taker.id, quantity, reason: 'SELF_TRADE' })
    return left - quantity
  }

  #cancel(resting: Resting, reason: CancelReason): void {
    const { order, left } = resting
    this.#resting.delete(order.id)
    this.#sides[order.side].remove(resting)
    this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason })
  }

  #reject(id: string, reason: RejectReason): void {
    this.#events.push({ kind: 'REJECTED', id, reason })
  }

  /** A buy stop is reached from below, a sell stop from above. */
  #isReached({ side, stop }: Order): boolean {
    const last = this.#lastPrice
    return last !== null && (side === 'BUY' ? last >= stop! : last <= stop!)
  }

  /** Stops of one move enter when what moved the price is complete: the one it went farthest beyond first, then the oldest. */
  #enterTriggered(): void {
    const waiting: Order[] = []
    for (;;) {
      if (this.#lastPrice !== this.#stopsSeenAt) waiting.push(...this.#takeReached())
      const order = waiting.shift()
      if (!order) return
      this.#enter(order)
    }
  }

  #takeReached(): Order[] {
    const last = this.#lastPrice!
    this.#stopsSeenAt = last
    const reached = [...this.#stops.values()].filter((order) => this.#isReached(order))
    // Stable: equals stay in the order of age.
    reached.sort((a, b) => Math.abs(b.stop! - last) - Math.abs(a.stop! - last))
    for (const { id } of reached) {
      this.#stops.delete(id)
      this.#events.push({ kind: 'TRIGGERED', id })
    }
    return reached
  }
}

const crosses = ({ side, price }: Order, against: number): boolean => (side === 'BUY' ? against <= price : against >= price)

/** Whether an order could be filled whole now; meeting an order of its own owner ends it unless that one is expired. */
function canFill(order: Order, opposite: BookSide): boolean {
  let left = order.quantity
  for (const maker of opposite.resting()) {
    if (!crosses(order, maker.order.price)) return false
    if (maker.order.owner === order.owner && order.selfTrade !== 'NONE') {
      if (order.selfTrade === 'EXPIRE_MAKER') continue
      return false
    }
    left -= maker.left
    if (left <= 0) return true
  }
  return false
}

const isSamePlace = (old: Order, order: Order): boolean =>
  old.owner === order.owner &&
  old.side === order.side &&
  old.type === order.type &&
  old.price === order.price &&
  old.stop === order.stop &&
  old.postOnly === order.postOnly
