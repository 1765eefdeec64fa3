import type { BumpType } from '../projects/admin-moves.ts'

export interface StagedBumpsTable {
  project_id: string
  event_id: string
  actor_user_id: string
  bump_type: BumpType
  /** Canonical decimal, with MULTIPLY. */
  multiplier: string | null
  /** Canonical decimal, with ADD. */
  delta: string | null
  headline: string | null
  due_at: Date
}

export interface CompensationsTable {
  original_audit_id: string
  /** The entry of the move that takes the original back. */
  audit_id: string
  event_id: string
}
