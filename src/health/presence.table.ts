/** A process of the exchange that said lately that it runs. */
export interface ServersTable {
  server_id: string
  role: string
  seen_at: Date
}
