import type { Micros } from '../money/units.ts'

/** What the organisers did to a market, field by field. Pure. */

/** One field of the changed thing, before and after, as the API would have shown it; null where there was nothing. */
export interface AuditChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** An entry of the audit log as it is written. */
export interface AuditDraft {
  /** Absent: a new one. Given where another table names the entry. */
  readonly auditId?: string
  readonly eventId: string
  readonly at: Date
  /** null: the clock. */
  readonly actorUserId: string | null
  /** The mutation or transition, as "applyPhaseBump". */
  readonly action: string
  readonly projectId?: string | null
  readonly headline?: string | null
  readonly priceBefore?: Micros | null
  readonly priceAfter?: Micros | null
  readonly changes?: readonly AuditChange[]
}
