import type { Generated } from 'kysely'
import type { Micros, Ratio } from '../money/units.ts'
import type { EventStatus } from './event.ts'

export interface EventsTable {
  event_id: string
  name: string
  status: Generated<EventStatus>
  opens_at: Date | null
  closes_at: Date | null
  initial_cash_micros: Generated<Micros>
  min_price_micros: Generated<Micros>
  default_base_price_micros: Generated<Micros>
  slope_micros_per_share: Generated<Micros>
  seed_to_price_ratio: Generated<Ratio>
  transaction_fee_bps: Generated<number>
  investment_to_seed_ratio: Generated<Ratio>
  drift_enabled: Generated<boolean>
  drift_interval_ms: Generated<number>
  drift_max_pct_per_tick_ratio: Generated<Ratio>
  drift_mean_reversion_ratio: Generated<Ratio>
  closing_window_seconds: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface EventFeedsTable {
  event_id: string
  /** Tells the feeds of two databases apart. */
  epoch: Generated<number>
  /** The number of the newest entry: 1, 2, 3 … without gaps, in commit order. */
  position: Generated<bigint>
  /** Rises with every public change that is no feed entry: status, parameters, names, texts. */
  revision: Generated<bigint>
  /** Rises when cash, initial balance or ranking of accounts changes by other means than a trade. */
  accounts_revision: Generated<bigint>
  project_count: Generated<number>
}
