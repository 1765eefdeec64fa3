import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { MarketKind, MarketStatus } from './market.ts'
import type { DecidedStatus, RulesRecord } from './market-rules.ts'

export interface MarketsTable {
  market_id: GeneratedAlways<number>
  symbol: string
  kind: MarketKind
  status: MarketStatus
  base_asset: string
  quote_asset: string
  tick_size_micros: bigint
  lot_size_units: bigint
  min_notional_micros: bigint
  fee_bps: number
  band_bps: number
  breaker_bps: number
  breaker_window_ms: number
  /** Ticks, as all prices inside a market. */
  reference_price: bigint
  last_price: bigint | null
  created_at: Date
}

/** What was decided of a market: by an administrator, or by the matcher's breaker (no actor). */
export interface MarketChangesTable {
  market_id: number
  /** The inbox number of the command that made the change. */
  number: bigint
  at: Date
  actor_user_id: string | null
  action: string
  status_before: MarketStatus | null
  status: MarketStatus
  note: string | null
  changes: JSONColumnType<{ field: string; before: string | null; after: string | null }[]>
}

export interface MarketInboxesTable {
  market_id: number
  last_number: Generated<bigint>
}

export type InboxKind = 'PLACE' | 'CANCEL' | 'REPLACE' | 'MARKET'

export interface InboxEntriesTable {
  market_id: number
  /** 1, 2, 3 … without gaps, in commit order. */
  number: bigint
  kind: InboxKind
  /** Of PLACE and REPLACE the new order, of CANCEL the one that ends. */
  order_id: Buffer | null
  /** Of CANCEL: why. */
  reason: string | null
  /** Of MARKET: status and rules from here on. */
  rules: JSONColumnType<RulesRecord<DecidedStatus>> | null
  accepted_at: Date
}
