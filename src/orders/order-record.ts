import type { Side } from '../events/feed.ts'
import type { OrderType, SelfTradeMode, TimeInForce } from '../matching/order.ts'
import type { Hex } from '../wallets/typed-data.ts'

/** An order as it is stored: what was signed, and what has become of it. Pure. Source: cxpt, "Orders". */
export type OrderStatus = 'PENDING' | 'OPEN' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED' | 'EXPIRED' | 'REJECTED'

export type OrderReason =
  | 'REQUESTED'
  | 'EXPIRED'
  | 'REPLACED'
  | 'UNFILLED'
  | 'SELF_TRADE'
  | 'POST_ONLY_WOULD_TAKE'
  | 'FOK_UNFILLABLE'
  | 'PRICE_BAND'
  | 'REDUCE_ONLY'
  | 'MARKET_NOT_ACTIVE'
  | 'DEAD_MANS_SWITCH'
  | 'UNKNOWN_ORDER'
  | 'ORDER_CHANGED'

export interface OrderRecord {
  /** The EIP-712 hash of what was signed. */
  readonly orderId: Hex
  readonly marketId: number
  readonly userId: string
  readonly wallet: Hex
  /** The wallet itself or one of its session keys. */
  readonly signer: Hex
  readonly signature: Hex
  readonly side: Side
  readonly type: OrderType
  /** Lots. */
  readonly quantity: number
  /** Ticks: the limit, or the worst price. */
  readonly price: number
  readonly stopPrice: number | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly reduceOnly: boolean
  readonly selfTrade: SelfTradeMode
  readonly expiresAt: Date | null
  readonly clientOrderId: string | null
  readonly salt: bigint
  readonly replaces: Hex | null
  /** Open lots of the replaced order when the replace was accepted. */
  readonly replacesOpen: number | null
  readonly replacedBy: Hex | null
  readonly feeBps: number
  readonly status: OrderStatus
  readonly reason: OrderReason | null
  readonly openLots: number
  readonly filledLots: number
  readonly filledNotional: bigint
  readonly fees: bigint
  /** In the smallest unit of what it holds: USDC of a BUY, the base asset of a SELL. */
  readonly held: bigint
  readonly inboxNumber: bigint
  /** The place in the queue of its price; null until it rests. */
  readonly priority: bigint | null
  readonly isTriggered: boolean
  readonly acceptedAt: Date
  readonly updatedAt: Date
  readonly revision: bigint
}

/** What has become of an order of so many lots that was only just accepted. */
export const untouched = (quantity: number) =>
  ({
    replacedBy: null,
    status: 'PENDING',
    reason: null,
    openLots: quantity,
    filledLots: 0,
    filledNotional: 0n,
    fees: 0n,
    priority: null,
    isTriggered: false,
  }) as const satisfies Partial<OrderRecord>

/** What has become of an order, as its matcher decides it. */
export type OrderProgress = Pick<
  OrderRecord,
  | 'replacedBy'
  | 'status'
  | 'reason'
  | 'openLots'
  | 'filledLots'
  | 'filledNotional'
  | 'fees'
  | 'held'
  | 'priority'
  | 'isTriggered'
  | 'updatedAt'
>

/** What a batch of the matcher makes of an order. */
export type OrderChange = OrderProgress & Pick<OrderRecord, 'orderId' | 'revision'>
