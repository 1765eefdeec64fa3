import type { Side } from '../events/feed.ts'
import type { Micros, ShareUnits } from '../money/units.ts'

export interface TradesTable {
  event_id: string
  project_id: string
  sequence: number
  position: bigint
  account_id: string
  user_id: string
  side: Side
  shares_units: ShareUnits
  execution_price_micros: Micros
  fee_micros: Micros
  cash_delta_micros: Micros
  realised_micros: Micros
  price_before_micros: Micros
  price_after_micros: Micros
  executed_at: Date
}
