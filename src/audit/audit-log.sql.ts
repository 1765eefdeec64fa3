import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Micros } from '../money/units.ts'
import type { AuditChange } from './audit.ts'

export interface AuditRow {
  readonly auditId: string
  readonly eventId: string
  readonly at: Date
  readonly actorUserId: string | null
  readonly action: string
  readonly projectId: string | null
  readonly headline: string | null
  readonly priceBefore: Micros | null
  readonly priceAfter: Micros | null
  readonly changes: readonly AuditChange[]
}

export interface AuditPlace {
  readonly at: string
  readonly auditId: string
}

const COLUMNS = sql`
  audit_id as "auditId", event_id as "eventId", at, actor_user_id as "actorUserId", action, project_id as "projectId", headline,
  price_before_micros as "priceBefore", price_after_micros as "priceAfter", changes`

/** A page of an event's audit log, newest first (oldest first if backward). Index audit_entries_event. */
export async function listAudit(
  db: Kysely<Database>,
  eventId: string,
  page: { after: AuditPlace | null; before: AuditPlace | null; backward: boolean; limit: number },
): Promise<AuditRow[]> {
  const direction = sql.raw(page.backward ? 'asc' : 'desc')
  const { rows } = await sql<AuditRow>`
    select ${COLUMNS} from audit_entries
    where event_id = ${eventId}
      ${page.after ? sql`and (at, audit_id) < (${page.after.at}::timestamptz, ${page.after.auditId}::uuid)` : sql``}
      ${page.before ? sql`and (at, audit_id) > (${page.before.at}::timestamptz, ${page.before.auditId}::uuid)` : sql``}
    order by at ${direction}, audit_id ${direction} limit ${page.limit}`.execute(db)
  return rows
}

/** Primary key. */
export async function findAudit(db: Kysely<Database>, auditIds: readonly string[]): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`select ${COLUMNS} from audit_entries where audit_id = any(${auditIds}::uuid[])`.execute(db)
  return rows
}
