import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

export interface Compensation {
  readonly originalAuditId: string
  /** The entry of the move that takes the original back. */
  readonly auditId: string
}

/** Notes that a move is taken back; false where it was already (a concurrent one is waited for). Primary key. */
export async function insertCompensation(tx: Tx, eventId: string, { originalAuditId, auditId }: Compensation): Promise<boolean> {
  const { rows } = await sql`
    insert into compensations (original_audit_id, audit_id, event_id) values (${originalAuditId}, ${auditId}, ${eventId})
    on conflict (original_audit_id, event_id) do nothing returning audit_id`.execute(tx.sql)
  return rows.length > 0
}

/** The compensations that any of the entries is a part of. Primary key and unique index on audit_id. */
export async function findCompensations(db: Kysely<Database>, auditIds: readonly string[]): Promise<Compensation[]> {
  const { rows } = await sql<Compensation>`
    select original_audit_id as "originalAuditId", audit_id as "auditId" from compensations
    where original_audit_id = any(${auditIds}::uuid[]) or audit_id = any(${auditIds}::uuid[])`.execute(db)
  return rows
}
