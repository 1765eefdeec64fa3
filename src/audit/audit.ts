/** What the organisers did to a market, field by field. Pure. */

/** One field of the changed thing, before and after, as the API would have shown it; null where there was nothing. */
export interface AuditChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}
