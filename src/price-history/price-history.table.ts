import type { Generated } from 'kysely'
import type { PriceSource } from '../events/feed.ts'
import type { Micros, ShareUnits } from '../money/units.ts'

export interface PricePointsTable {
  event_id: string
  project_id: string
  sequence: number
  position: bigint
  at: Date
  price_before_micros: Micros
  price_micros: Micros
  source: PriceSource
  headline: string | null
  base_price_micros: Micros
  offset_micros: Micros
  net_shares_units: ShareUnits
  total_volume_units: ShareUnits
  total_trades: number
  /** How many earlier drift moves this row stands for beside its own. */
  folded: Generated<number>
  high_micros: Micros | null
  low_micros: Micros | null
}
