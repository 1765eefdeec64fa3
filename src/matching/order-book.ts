import type { Side } from '../events/feed.ts'
import { BookSide, type Resting } from './book-side.ts'
import {
  ANY_TERMS,
  type BookCommand,
  type BookEvent,
  type CancelReason,
  type Order,
  type RejectReason,
  type Terms,
} from './order.ts'
import { type Owner, reducible } from './owner.ts'
import { isReached, Stops } from './stops.ts'

/** What a book is rebuilt from: bids and offers in the order of their places, stops in that of their age. */
export interface OpenBook {
  readonly resting: readonly { readonly order: Order; readonly left: number }[]
  readonly stops: readonly Order[]
  /** Lots by owner. */
  readonly positions: ReadonlyMap<string, number>
  readonly lastPrice: number | null
}

/**
 * The book of one market: price, then time. Each command is carried out whole, stops that it triggers included, before
 * the next one is looked at, so the book is never seen crossed. No clock, no chance: the same commands give the same
 * events. Pure; test/model/naive-book.ts is its specification. Source: cxpt, "Matching".
 */
export class OrderBook {
  readonly #sides: Record<Side, BookSide> = { BUY: new BookSide('BUY'), SELL: new BookSide('SELL') }
  readonly #resting = new Map<string, Resting>()
  readonly #stops = new Stops()
  readonly #owners = new Map<string, Owner>()
  #lastPrice: number | null = null
  #terms: Terms = ANY_TERMS
  #events: BookEvent[] = []

  static restore({ resting, stops, positions, lastPrice }: OpenBook): OrderBook {
    const book = new OrderBook()
    for (const [id, position] of positions) book.#ownerOf(id).position = position
    for (const { order, left } of resting) book.#rest(order, book.#ownerOf(order.owner), left)
    for (const stop of stops) book.#stops.add(stop)
    book.#lastPrice = lastPrice
    return book
  }

  /** Ticks of the newest trade; null before the first. */
  get lastPrice(): number | null {
    return this.#lastPrice
  }

  depth(side: Side, levels: number) {
    return this.#sides[side].depth(levels)
  }

  /** Lots and orders at a price. */
  at(side: Side, price: number) {
    return this.#sides[side].at(price)
  }

  /** All open orders with their open lots: bids, offers, waiting stops. */
  open(): { readonly order: Order; readonly left: number }[] {
    const onSide = (side: Side) => [...this.#sides[side].resting()].map(({ order, left }) => ({ order, left }))
    return [...onSide('BUY'), ...onSide('SELL'), ...this.#stops.all().map((order) => ({ order, left: order.quantity }))]
  }

  /** Carries out one command on the market's terms; everything that it caused, in order. */
  apply(command: BookCommand, terms: Terms = ANY_TERMS): readonly BookEvent[] {
    this.#events = []
    this.#terms = terms
    if (command.kind === 'PLACE') this.#place(command.order)
    else if (command.kind === 'CANCEL') this.#cancelById(command.id, command.reason)
    else this.#replace(command.id, command.open, command.order)
    this.#enterTriggered()
    return this.#events
  }

  #place(order: Order): void {
    if (this.#isOpen(order.id)) return this.#reject(order.id, 'DUPLICATE_ID')
    if (!this.#admits(order)) return this.#reject(order.id, 'MARKET_NOT_ACTIVE')
    if (order.stop !== null && (this.#lastPrice === null || !isReached(order, this.#lastPrice))) {
      this.#stops.add(order)
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: order.quantity })
      return
    }
    if (order.stop !== null) this.#events.push({ kind: 'TRIGGERED', id: order.id })
    this.#enter(order)
  }

  #cancelById(id: string, reason: CancelReason): void {
    const order = this.#stops.get(id)
    if (order) {
      this.#stops.remove(id)
      this.#events.push({ kind: 'CANCELLED', id, quantity: order.quantity, reason })
      return
    }
    const resting = this.#resting.get(id)
    if (resting) this.#cancel(resting, reason)
    else this.#reject(id, 'UNKNOWN_ORDER')
  }

  #replace(id: string, expected: number | null, order: Order): void {
    const old = this.#stops.get(id) ?? this.#resting.get(id)?.order
    if (!old) return this.#reject(order.id, 'UNKNOWN_ORDER')
    if (order.id !== id && this.#isOpen(order.id)) return this.#reject(order.id, 'DUPLICATE_ID')
    if (!this.#admits(order)) return this.#reject(order.id, 'MARKET_NOT_ACTIVE')
    const open = this.#resting.get(id)?.left ?? old.quantity
    if (expected !== null && expected !== open) return this.#reject(order.id, 'ORDER_CHANGED')
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
    } else this.#stops.amend(id, order)
    this.#events.push({ kind: 'AMENDED', id: order.id, from: id, quantity: order.quantity })
  }

  /** Takes what it may, then rests or ends. */
  #enter(order: Order): void {
    const opposite = this.#sides[opposed(order.side)]
    const best = opposite.best
    if (order.postOnly && best && crosses(order, best.price)) return this.#reject(order.id, 'POST_ONLY_WOULD_TAKE')
    const owner = this.#ownerOf(order.owner)
    const quantity = order.reduceOnly ? Math.min(order.quantity, reducible(owner, order.side)) : order.quantity
    if (quantity === 0) return this.#reject(order.id, 'REDUCE_ONLY')
    if (order.timeInForce === 'FOK' && !this.#canFill(order, quantity, opposite)) return this.#reject(order.id, 'FOK_UNFILLABLE')
    if (quantity < order.quantity) this.#events.push({ kind: 'SHRUNK', id: order.id, quantity: order.quantity - quantity })
    const left = this.#take(order, owner, quantity, opposite)
    if (left === 0) return
    if (restsWhenLeft(order)) {
      this.#rest(order, owner, left)
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: left })
    } else {
      this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'UNFILLED' })
    }
  }

  /** Lots that are left and still live; 0 too where self-trade prevention or the band ended the order. */
  #take(order: Order, owner: Owner, quantity: number, opposite: BookSide): number {
    let left = quantity
    for (let level = opposite.best; left > 0 && level && crosses(order, level.price); level = opposite.best) {
      if (level.price < this.#terms.lowest || level.price > this.#terms.highest) {
        this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'PRICE_BAND' })
        return 0
      }
      const maker = level.first!
      if (maker.owner === owner && order.selfTrade !== 'NONE') left = this.#prevent(order, left, maker)
      else left -= this.#trade(order, owner, left, maker)
    }
    return left
  }

  /** Lots that were traded, at the maker's price. */
  #trade(taker: Order, owner: Owner, left: number, maker: Resting): number {
    const { id, side, price } = maker.order
    const quantity = Math.min(left, maker.left)
    this.#lastPrice = price
    this.#events.push({ kind: 'TRADED', maker: id, taker: taker.id, price, quantity })
    if (maker.left === quantity) this.#leave(maker)
    this.#sides[side].reduce(maker, quantity)
    const bought = side === 'SELL' ? quantity : -quantity
    maker.owner.position -= bought
    owner.position += bought
    if (maker.owner.reducing) this.#shrink(maker.owner)
    if (owner.reducing) this.#shrink(owner)
    return quantity
  }

  /** Keeps every reduce-only order that rests within what its owner still has to reduce. */
  #shrink(owner: Owner): void {
    for (const resting of owner.reducing!) {
      const { order, left } = resting
      const most = reducible(owner, order.side)
      if (most === 0) this.#cancel(resting, 'REDUCE_ONLY')
      else if (left > most) {
        this.#sides[order.side].reduce(resting, left - most)
        this.#events.push({ kind: 'SHRUNK', id: order.id, quantity: left - most })
      }
    }
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

  /** Whether an order could be filled whole now; meeting an order of its own owner ends it unless that one is expired. */
  #canFill(order: Order, quantity: number, opposite: BookSide): boolean {
    let left = quantity
    for (const maker of opposite.resting()) {
      const { price, owner } = maker.order
      if (!crosses(order, price) || price < this.#terms.lowest || price > this.#terms.highest) return false
      if (owner === order.owner && order.selfTrade !== 'NONE') {
        if (order.selfTrade === 'EXPIRE_MAKER') continue
        return false
      }
      left -= maker.left
      if (left <= 0) return true
    }
    return false
  }

  #cancel(resting: Resting, reason: CancelReason): void {
    const { order, left } = resting
    this.#leave(resting)
    this.#sides[order.side].remove(resting)
    this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason })
  }

  #rest(order: Order, owner: Owner, left: number): void {
    const resting = this.#sides[order.side].add(order, owner, left)
    this.#resting.set(order.id, resting)
    if (order.reduceOnly) (owner.reducing ??= new Set()).add(resting)
  }

  #leave(resting: Resting): void {
    this.#resting.delete(resting.order.id)
    const { owner } = resting
    if (owner.reducing?.delete(resting) && owner.reducing.size === 0) owner.reducing = null
  }

  #reject(id: string, reason: RejectReason): void {
    this.#events.push({ kind: 'REJECTED', id, reason })
  }

  #isOpen = (id: string): boolean => this.#resting.has(id) || this.#stops.get(id) !== undefined

  #ownerOf(id: string): Owner {
    const known = this.#owners.get(id)
    if (known) return known
    const owner: Owner = { id, position: 0, reducing: null }
    this.#owners.set(id, owner)
    return owner
  }

  #admits({ postOnly, reduceOnly }: Order): boolean {
    const { admits } = this.#terms
    return admits === 'ALL' || (admits === 'POST_ONLY' && postOnly) || (admits === 'REDUCE_ONLY' && reduceOnly)
  }

  /** Stops of one move enter when what moved the price is complete. */
  #enterTriggered(): void {
    const waiting = this.#takeReached()
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      if (this.#admits(order)) this.#enter(order)
      else this.#reject(order.id, 'MARKET_NOT_ACTIVE')
      waiting.push(...this.#takeReached())
    }
  }

  #takeReached(): Order[] {
    const reached = this.#lastPrice === null ? [] : this.#stops.takeReached(this.#lastPrice)
    for (const { id } of reached) this.#events.push({ kind: 'TRIGGERED', id })
    return reached
  }
}

const opposed = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY')

const crosses = ({ side, price }: Order, against: number): boolean => (side === 'BUY' ? against <= price : against >= price)

const restsWhenLeft = ({ type, timeInForce }: Order): boolean =>
  (type === 'LIMIT' || type === 'STOP_LIMIT') && (timeInForce === 'GTC' || timeInForce === 'GTT')

const isSamePlace = (old: Order, order: Order): boolean =>
  old.owner === order.owner &&
  old.side === order.side &&
  old.type === order.type &&
  old.price === order.price &&
  old.stop === order.stop &&
  old.postOnly === order.postOnly &&
  old.reduceOnly === order.reduceOnly
