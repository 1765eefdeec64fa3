export interface WatcherCountsTable {
  event_id: string
  server_id: string
  watchers: number
  seen_at: Date
}
