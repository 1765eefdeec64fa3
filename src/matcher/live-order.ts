import type { Order } from '../matching/order.ts'
import type { OrderProgress, OrderRecord } from '../orders/order-record.ts'

/** What a matcher reads of a stored order. */
export type StoredOrder = Omit<
  OrderRecord,
  | 'marketId'
  | 'wallet'
  | 'signer'
  | 'signature'
  | 'expiresAt'
  | 'clientOrderId'
  | 'salt'
  | 'inboxNumber'
  | 'acceptedAt'
  | 'revision'
>

/** An open order as its matcher keeps it: what the book knows of it, and what has become of it. Pure. */
export interface LiveOrder extends Pick<StoredOrder, 'feeBps'>, Mutable<OrderProgress> {
  readonly order: Order
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

export const bookOrderOf = (stored: StoredOrder): Order => ({
  id: stored.orderId,
  owner: stored.userId,
  side: stored.side,
  type: stored.type,
  quantity: stored.quantity,
  price: stored.price,
  stop: stored.stopPrice,
  timeInForce: stored.timeInForce,
  postOnly: stored.postOnly,
  reduceOnly: stored.reduceOnly,
  selfTrade: stored.selfTrade,
})

export const liveOrderOf = (stored: StoredOrder): LiveOrder => ({
  order: bookOrderOf(stored),
  feeBps: stored.feeBps,
  replacedBy: stored.replacedBy,
  status: stored.status,
  reason: stored.reason,
  openLots: stored.openLots,
  filledLots: stored.filledLots,
  filledNotional: stored.filledNotional,
  fees: stored.fees,
  held: stored.held,
  priority: stored.priority,
  isTriggered: stored.isTriggered,
  updatedAt: stored.updatedAt,
})
