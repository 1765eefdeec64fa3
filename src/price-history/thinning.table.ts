/** How far the history of a project is thinned. */
export interface PriceThinningTable {
  project_id: string
  event_id: string
  thinned_to: Date
}
