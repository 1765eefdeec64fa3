import type { Side } from '../events/feed.ts'

/**
 * What a book takes and what it tells. Prices are whole ticks, quantities whole lots, both safe integers; the market's grid,
 * holds and fees are not the book's business. Pure. Source: cxpt, "Orders", "Matching".
 */
export const SELF_TRADE_MODES = ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'NONE'] as const
/** What happens, by the taker's choice, where an order would meet one of the same owner. */
export type SelfTradeMode = (typeof SELF_TRADE_MODES)[number]

export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTT'] as const
/** GTT rests like GTC; whoever keeps the clock cancels it with the reason EXPIRED. */
export type TimeInForce = (typeof TIMES_IN_FORCE)[number]

export const ORDER_TYPES = ['LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT'] as const
export type OrderType = (typeof ORDER_TYPES)[number]

export interface Order {
  readonly id: string
  readonly owner: string
  readonly side: Side
  readonly type: OrderType
  /** Lots, above 0. */
  readonly quantity: number
  /** Ticks: the limit; of MARKET and STOP the worst price that is taken. */
  readonly price: number
  /** Ticks: STOP and STOP_LIMIT enter once the last price reaches it; null for the others. */
  readonly stop: number | null
  readonly timeInForce: TimeInForce
  /** Refused if it would take. */
  readonly postOnly: boolean
  /** Takes and rests only as many lots as its owner's position has to give. */
  readonly reduceOnly: boolean
  readonly selfTrade: SelfTradeMode
}

/** Of a cancel: why it was sent. */
export const CANCEL_REASONS = ['REQUESTED', 'EXPIRED', 'DEAD_MANS_SWITCH'] as const
export type CancelCause = (typeof CANCEL_REASONS)[number]

export type CancelReason =
  | CancelCause
  | 'REPLACED'
  /** The rest of IOC and MARKET. */
  | 'UNFILLED'
  | 'SELF_TRADE'
  /** The next match would have been outside the band. */
  | 'PRICE_BAND'
  /** A resting order whose owner has nothing to reduce any more. */
  | 'REDUCE_ONLY'

export type BookCommand =
  | { readonly kind: 'PLACE'; readonly order: Order }
  | { readonly kind: 'CANCEL'; readonly id: string; readonly reason: CancelCause }
  /**
   * `order` takes the place of `id`, of which `open` lots must be left (null: any number); it keeps the place in the queue
   * if only the quantity shrinks.
   */
  | { readonly kind: 'REPLACE'; readonly id: string; readonly open: number | null; readonly order: Order }

/** What the market allows while a command is carried out. */
export interface Terms {
  /** Which orders may enter; cancels always may. */
  readonly admits: 'ALL' | 'POST_ONLY' | 'REDUCE_ONLY' | 'NONE'
  /** Ticks: a match outside is not made. */
  readonly lowest: number
  readonly highest: number
}

export const ANY_TERMS: Terms = { admits: 'ALL', lowest: 0, highest: Number.MAX_SAFE_INTEGER }

export type RejectReason =
  | 'DUPLICATE_ID'
  | 'UNKNOWN_ORDER'
  /** A replaced order is not as far open as its replacement says. */
  | 'ORDER_CHANGED'
  | 'MARKET_NOT_ACTIVE'
  | 'POST_ONLY_WOULD_TAKE'
  | 'REDUCE_ONLY'
  | 'FOK_UNFILLABLE'

/** Everything that a command caused, in order. A trade is at the maker's price. */
export type BookEvent =
  | { readonly kind: 'RESTED'; readonly id: string; readonly quantity: number }
  | { readonly kind: 'TRADED'; readonly maker: string; readonly taker: string; readonly price: number; readonly quantity: number }
  /** Two orders of one owner met: no trade, no volume, no last price. */
  | { readonly kind: 'PREVENTED'; readonly maker: string; readonly taker: string; readonly quantity: number }
  /** A reduce-only order lost lots, because its owner has less to reduce; some are left. */
  | { readonly kind: 'SHRUNK'; readonly id: string; readonly quantity: number }
  | { readonly kind: 'TRIGGERED'; readonly id: string }
  /** Kept its place with another id or a smaller quantity. */
  | { readonly kind: 'AMENDED'; readonly id: string; readonly from: string; readonly quantity: number }
  | { readonly kind: 'CANCELLED'; readonly id: string; readonly quantity: number; readonly reason: CancelReason }
  /** Of PLACE and REPLACE the new order, of CANCEL the one that is not open. */
  | { readonly kind: 'REJECTED'; readonly id: string; readonly reason: RejectReason }
