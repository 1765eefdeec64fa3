import type { Generated } from 'kysely'
import type { Side } from '../events/feed.ts'
import type { OrderType, SelfTradeMode, TimeInForce } from '../matching/order.ts'
import type { OrderReason, OrderStatus } from './order-record.ts'

export interface OrdersTable {
  /** The EIP-712 hash of the signed order. */
  order_id: Buffer
  market_id: number
  user_id: string
  wallet: Buffer
  /** The wallet itself or one of its session keys. */
  signer: Buffer
  signature: Buffer
  side: Side
  type: OrderType
  /** Lots. */
  quantity: bigint
  /** Ticks: the limit, or the worst price. */
  price: bigint
  stop_price: bigint | null
  time_in_force: TimeInForce
  post_only: boolean
  reduce_only: boolean
  self_trade: SelfTradeMode
  expires_at: Date | null
  client_order_id: string | null
  salt: string
  replaces: Buffer | null
  /** Open lots of the replaced order when the replace was accepted. */
  replaces_open: bigint | null
  replaced_by: Buffer | null
  fee_bps: number
  status: OrderStatus
  reason: OrderReason | null
  open_quantity: bigint
  filled_quantity: Generated<bigint>
  filled_notional_micros: Generated<bigint>
  fees_micros: Generated<bigint>
  /** In the smallest unit of what it holds: USDC of a BUY, the base asset of a SELL. */
  held: bigint
  inbox_number: bigint
  /** The place in the queue of its price: rises with every order that comes to rest. */
  priority: bigint | null
  is_triggered: Generated<boolean>
  accepted_at: Date
  updated_at: Date
  revision: bigint
}
