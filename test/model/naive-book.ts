import {
  ANY_TERMS,
  type BookCommand,
  type BookEvent,
  type CancelReason,
  type Order,
  type Terms,
} from '../../src/matching/order.ts'

/**
 * The book as one would explain it: a list of open orders with their arrival, searched from the front every time. Slow, and
 * the specification of the fast one.
 */
interface Open {
  order: Order
  left: number
  arrival: number
  waits: boolean
}

export class NaiveBook {
  open: Open[] = []
  last: number | null = null
  /** Lots by owner; below zero is short. */
  positions = new Map<string, number>()
  #arrivals = 0
  #terms: Terms = ANY_TERMS
  #events: BookEvent[] = []

  apply(command: BookCommand, terms: Terms = ANY_TERMS): BookEvent[] {
    this.#events = []
    this.#terms = terms
    if (command.kind === 'PLACE') this.#place(command.order)
    if (command.kind === 'CANCEL') this.#end(command.id, command.reason)
    if (command.kind === 'REPLACE') this.#replace(command.id, command.open, command.order)
    const queue: Order[] = []
    let next: Order | undefined
    do {
      queue.push(...this.#trigger())
      next = queue.shift()
      if (next && !this.#admits(next)) this.#reject(next.id, 'MARKET_NOT_ACTIVE')
      else if (next) this.#enter(next)
    } while (next)
    return this.#events
  }

  /** What a book is rebuilt from. */
  stored() {
    const open = [...this.open].sort((a, b) => a.arrival - b.arrival)
    return {
      resting: open.filter((each) => !each.waits),
      stops: open.filter((each) => each.waits).map((each) => each.order),
      positions: this.positions,
    }
  }

  #find = (id: string) => this.open.find(({ order }) => order.id === id)

  #reached = ({ side, stop }: Order) =>
    this.last !== null && stop !== null && (side === 'BUY' ? this.last >= stop : this.last <= stop)

  #reject(id: string, reason: (BookEvent & { kind: 'REJECTED' })['reason']): void {
    this.#events.push({ kind: 'REJECTED', id, reason })
  }

  #admits = ({ postOnly, reduceOnly }: Order): boolean =>
    ({ ALL: true, POST_ONLY: postOnly, REDUCE_ONLY: reduceOnly, NONE: false })[this.#terms.admits]

  #inBand = (price: number): boolean => price >= this.#terms.lowest && price <= this.#terms.highest

  /** Lots that an order of the side could take before its owner's position turns round. */
  #reducible(owner: string, side: Order['side']): number {
    const position = this.positions.get(owner) ?? 0
    return side === 'SELL' ? Math.max(position, 0) : Math.max(-position, 0)
  }

  #place(order: Order): void {
    if (this.#find(order.id)) return this.#reject(order.id, 'DUPLICATE_ID')
    if (!this.#admits(order)) return this.#reject(order.id, 'MARKET_NOT_ACTIVE')
    if (order.stop === null) return this.#enter(order)
    if (this.#reached(order)) {
      this.#events.push({ kind: 'TRIGGERED', id: order.id })
      return this.#enter(order)
    }
    this.open.push({ order, left: order.quantity, arrival: this.#arrivals++, waits: true })
    this.#events.push({ kind: 'RESTED', id: order.id, quantity: order.quantity })
  }

  #end(id: string, reason: CancelReason): void {
    const found = this.#find(id)
    if (!found) return this.#reject(id, 'UNKNOWN_ORDER')
    this.open = this.open.filter((each) => each !== found)
    this.#events.push({ kind: 'CANCELLED', id, quantity: found.left, reason })
  }

  #replace(id: string, expected: number | null, order: Order): void {
    const found = this.#find(id)
    if (!found) return this.#reject(order.id, 'UNKNOWN_ORDER')
    if (order.id !== id && this.#find(order.id)) return this.#reject(order.id, 'DUPLICATE_ID')
    if (!this.#admits(order)) return this.#reject(order.id, 'MARKET_NOT_ACTIVE')
    if (expected !== null && expected !== found.left) return this.#reject(order.id, 'ORDER_CHANGED')
    const fields = ['owner', 'side', 'type', 'price', 'stop', 'postOnly', 'reduceOnly'] as const
    if (fields.every((field) => found.order[field] === order[field]) && order.quantity <= found.left) {
      found.order = order
      found.left = order.quantity
      return void this.#events.push({ kind: 'AMENDED', id: order.id, from: id, quantity: order.quantity })
    }
    this.#end(id, 'REPLACED')
    this.#place(order)
  }

  /** The orders that `order` may meet, best price first, then oldest. */
  #makers(order: Order): Open[] {
    const sign = order.side === 'BUY' ? 1 : -1
    return this.open
      .filter((each) => !each.waits && each.order.side !== order.side && sign * each.order.price <= sign * order.price)
      .sort((a, b) => sign * (a.order.price - b.order.price) || a.arrival - b.arrival)
  }

  #fillable(order: Order): number {
    let sum = 0
    for (const { order: maker, left } of this.#makers(order)) {
      const isOwn = maker.owner === order.owner && order.selfTrade !== 'NONE'
      if (!this.#inBand(maker.price) || (isOwn && order.selfTrade !== 'EXPIRE_MAKER')) break
      if (!isOwn) sum += left
    }
    return sum
  }

  #enter(order: Order): void {
    if (order.postOnly && this.#makers(order).length > 0) return this.#reject(order.id, 'POST_ONLY_WOULD_TAKE')
    const quantity = order.reduceOnly ? Math.min(order.quantity, this.#reducible(order.owner, order.side)) : order.quantity
    if (quantity === 0) return this.#reject(order.id, 'REDUCE_ONLY')
    if (order.timeInForce === 'FOK' && this.#fillable(order) < quantity) return this.#reject(order.id, 'FOK_UNFILLABLE')
    if (quantity < order.quantity) this.#events.push({ kind: 'SHRUNK', id: order.id, quantity: order.quantity - quantity })
    let left = quantity
    while (left > 0) {
      const maker = this.#makers(order)[0]
      if (!maker) break
      if (!this.#inBand(maker.order.price)) {
        return void this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'PRICE_BAND' })
      }
      const quantity = Math.min(left, maker.left)
      if (maker.order.owner === order.owner && order.selfTrade !== 'NONE') {
        this.#events.push({ kind: 'PREVENTED', maker: maker.order.id, taker: order.id, quantity })
        const endsMaker =
          ['EXPIRE_MAKER', 'EXPIRE_BOTH'].includes(order.selfTrade) ||
          (order.selfTrade === 'DECREMENT' && maker.left === quantity)
        if (endsMaker) this.#end(maker.order.id, 'SELF_TRADE')
        else if (order.selfTrade === 'DECREMENT') maker.left -= quantity
        if (order.selfTrade === 'EXPIRE_MAKER') continue
        const gone = order.selfTrade === 'DECREMENT' ? quantity : left
        left -= gone
        if (left === 0) return void this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: gone, reason: 'SELF_TRADE' })
        continue
      }
      this.#events.push({ kind: 'TRADED', maker: maker.order.id, taker: order.id, price: maker.order.price, quantity })
      this.last = maker.order.price
      left -= quantity
      maker.left -= quantity
      this.open = this.open.filter((each) => each.left > 0)
      this.#move(maker.order, quantity)
      this.#move(order, quantity)
      this.#shrink(maker.order.owner)
      this.#shrink(order.owner)
    }
    if (left === 0) return
    if (order.type.endsWith('LIMIT') && ['GTC', 'GTT'].includes(order.timeInForce)) {
      this.open.push({ order, left, arrival: this.#arrivals++, waits: false })
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: left })
    } else this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'UNFILLED' })
  }

  #move({ owner, side }: Order, quantity: number): void {
    this.positions.set(owner, (this.positions.get(owner) ?? 0) + (side === 'BUY' ? quantity : -quantity))
  }

  /** No reduce-only order that rests may have more lots left than its owner has to reduce. */
  #shrink(owner: string): void {
    for (const each of this.open.filter(({ order, waits }) => order.owner === owner && order.reduceOnly && !waits)) {
      const most = this.#reducible(owner, each.order.side)
      if (most === 0) this.#end(each.order.id, 'REDUCE_ONLY')
      else if (most < each.left) {
        this.#events.push({ kind: 'SHRUNK', id: each.order.id, quantity: each.left - most })
        each.left = most
      }
    }
  }

  #trigger(): Order[] {
    const reached = this.open.filter((each) => each.waits && this.#reached(each.order))
    reached.sort((a, b) => Math.abs(b.order.stop! - this.last!) - Math.abs(a.order.stop! - this.last!) || a.arrival - b.arrival)
    this.open = this.open.filter((each) => !reached.includes(each))
    for (const { order } of reached) this.#events.push({ kind: 'TRIGGERED', id: order.id })
    return reached.map(({ order }) => order)
  }
}
