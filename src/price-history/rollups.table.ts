import type { Micros, ShareUnits } from '../money/units.ts'

/** The moves of one minute of one project; the totals are those of the project as of the last of them. */
export interface PriceMinutesTable {
  event_id: string
  project_id: string
  minute: Date
  first_micros: Micros
  high_micros: Micros
  low_micros: Micros
  close_micros: Micros
  total_volume_units: ShareUnits
  total_trades: number
}

/** How far the minutes of a project are told: all before `rolled_to`. */
export interface PriceRollupsTable {
  event_id: string
  project_id: string
  rolled_to: Date
}
