/** Events of whom retention has dropped a month of trades and prices. */
export interface DroppedHistoriesTable {
  event_id: string
  /** Nothing before this moment is kept. */
  dropped_to: Date
}
