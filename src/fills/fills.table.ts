import type { Side } from '../events/feed.ts'

const SETTLEMENT_STATES = ['MATCHED', 'SETTLING', 'SETTLED', 'REVERTED'] as const
/** How far a fill is settled on-chain; nothing settles yet. */
export type SettlementState = (typeof SETTLEMENT_STATES)[number]

/** A match of two orders; a market's are numbered 1, 2, 3 … by `trade_number`. */
export interface FillsTable {
  market_id: number
  trade_number: bigint
  inbox_number: bigint
  at: Date
  /** Ticks. */
  price: bigint
  /** Lots. */
  quantity: bigint
  notional_micros: bigint
  taker_side: Side
  maker_order_id: Buffer
  taker_order_id: Buffer
  maker_user_id: string
  taker_user_id: string
  maker_fee_micros: bigint
  taker_fee_micros: bigint
  maker_revision: bigint
  taker_revision: bigint
  settlement: SettlementState
}
