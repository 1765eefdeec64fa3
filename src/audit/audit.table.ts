import type { JSONColumnType } from 'kysely'
import type { NewsKind } from '../events/feed.ts'
import type { Micros } from '../money/units.ts'
import type { AuditChange } from './audit.ts'

export interface AuditEntriesTable {
  audit_id: string
  event_id: string
  at: Date
  actor_user_id: string | null
  action: string
  project_id: string | null
  headline: string | null
  price_before_micros: Micros | null
  price_after_micros: Micros | null
  changes: JSONColumnType<AuditChange[]>
}

export interface NewsItemsTable {
  news_id: string
  event_id: string
  position: bigint
  at: Date
  kind: NewsKind
  headline: string
  project_id: string | null
  bump_type: string | null
  price_before_micros: Micros | null
  price_after_micros: Micros | null
  sequence: number | null
}
