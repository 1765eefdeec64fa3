import type { Generated } from 'kysely'
import type { Micros, ShareUnits } from '../money/units.ts'

/** Which event a project id belongs to, over all events. */
export interface ProjectDirectoryTable {
  project_id: string
  event_id: string
}

export interface ProjectsTable {
  project_id: string
  event_id: string
  project_number: number
  ticker: string
  name: string
  description: Generated<string>
  seed_micros: Micros
  base_price_micros: Micros
  offset_micros: Generated<Micros>
  price_micros: Micros
  net_shares_units: Generated<ShareUnits>
  total_volume_units: Generated<ShareUnits>
  total_trades: Generated<number>
  holders_count: Generated<number>
  sequence: number
  is_active: Generated<boolean>
  created_at: Date
  updated_at: Date
  moved_at: Date
  ticked_at: Date
}
