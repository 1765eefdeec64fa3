import type { Micros, ShareUnits } from '../money/units.ts'

export interface HoldingsTable {
  account_id: string
  project_id: string
  event_id: string
  shares_units: ShareUnits
  cost_basis_micros: Micros
  realised_micros: Micros
}
