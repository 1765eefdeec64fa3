/** What a trader's fills in a market add up to. */
export interface PositionsTable {
  user_id: string
  market_id: number
  /** Lots; below zero is short. */
  quantity: bigint
  /** USDC with 18 decimals, as a text; of the quantity's sign. */
  cost_basis_attos: string
  /** USDC with 18 decimals, as a text; fees excluded. */
  realised_attos: string
  fees_micros: bigint
  updated_at: Date
  revision: bigint
}
