import type { BookCommand, BookEvent, CancelReason, Order } from '../../src/matching/order.ts'

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
  #arrivals = 0
  #events: BookEvent[] = []

  apply(command: BookCommand): BookEvent[] {
    this.#events = []
    if (command.kind === 'PLACE') this.#place(command.order)
    if (command.kind === 'CANCEL') this.#end(command.id, command.reason)
    if (command.kind === 'REPLACE') this.#replace(command.id, command.order)
    const queue: Order[] = []
    let next: Order | undefined
    do {
      queue.push(...this.#trigger())
      next = queue.shift()
      if (next) this.#enter(next)
    } while (next)
    return this.#events
  }

  #find = (id: string) => this.open.find(({ order }) => order.id === id)

  #reached = ({ side, stop }: Order) =>
    this.last !== null && stop !== null && (side === 'BUY' ? this.last >= stop : this.last <= stop)

  #place(order: Order): void {
    if (this.#find(order.id)) return void this.#events.push({ kind: 'REJECTED', id: order.id, reason: 'DUPLICATE_ID' })
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
    if (!found) return void this.#events.push({ kind: 'REJECTED', id, reason: 'UNKNOWN_ORDER' })
    this.open = this.open.filter((each) => each !== found)
    this.#events.push({ kind: 'CANCELLED', id, quantity: found.left, reason })
  }

  #replace(id: string, order: Order): void {
    const found = this.#find(id)
    if (!found) return void this.#events.push({ kind: 'REJECTED', id, reason: 'UNKNOWN_ORDER' })
    if (order.id !== id && this.#find(order.id))
      return void this.#events.push({ kind: 'REJECTED', id: order.id, reason: 'DUPLICATE_ID' })
    const fields = ['owner', 'side', 'type', 'price', 'stop', 'postOnly'] as const
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
      if (isOwn && order.selfTrade !== 'EXPIRE_MAKER') break
      if (!isOwn) sum += left
    }
    return sum
  }

  #enter(order: Order): void {
    if (order.postOnly && this.#makers(order).length > 0) {
      return void this.#events.push({ kind: 'REJECTED', id: order.id, reason: 'POST_ONLY_WOULD_TAKE' })
    }
    if (order.timeInForce === 'FOK' && this.#fillable(order) < order.quantity) {
      return void this.#events.push({ kind: 'REJECTED', id: order.id, reason: 'FOK_UNFILLABLE' })
    }
    let left = order.quantity
    while (left > 0) {
      const maker = this.#makers(order)[0]
      if (!maker) break
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
    }
    if (left === 0) return
    if (order.type.endsWith('LIMIT') && ['GTC', 'GTT'].includes(order.timeInForce)) {
      this.open.push({ order, left, arrival: this.#arrivals++, waits: false })
      this.#events.push({ kind: 'RESTED', id: order.id, quantity: left })
    } else this.#events.push({ kind: 'CANCELLED', id: order.id, quantity: left, reason: 'UNFILLED' })
  }

  #trigger(): Order[] {
    const reached = this.open.filter((each) => each.waits && this.#reached(each.order))
    reached.sort((a, b) => Math.abs(b.order.stop! - this.last!) - Math.abs(a.order.stop! - this.last!) || a.arrival - b.arrival)
    this.open = this.open.filter((each) => !reached.includes(each))
    for (const { order } of reached) this.#events.push({ kind: 'TRIGGERED', id: order.id })
    return reached.map(({ order }) => order)
  }
}
