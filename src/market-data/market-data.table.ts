/** Fills of one market and UTC minute, summed up in the transaction that stored them. */
export interface MarketMinutesTable {
  market_id: number
  minute: Date
  /** Ticks. */
  open: bigint
  high: bigint
  low: bigint
  close: bigint
  /** Lots. */
  quantity: bigint
  notional_micros: bigint
  trades: number
}
