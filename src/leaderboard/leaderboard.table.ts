import type { Micros } from '../money/units.ts'

export interface StandingsTable {
  event_id: string
  rank: number
  account_id: string
  user_id: string
  score_micros: Micros
  total_value_micros: Micros
  liquidation_micros: Micros
  initial_micros: Micros
  positions_count: number
}

export interface ClosingPricesTable {
  event_id: string
  project_id: string
  price_micros: Micros
  sequence: number
  closed_at: Date
}
