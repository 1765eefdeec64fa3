import { sql } from 'kysely'
import type { Tx } from '../platform/transaction.ts'

/**
 * Tells that cash, initial balance or ranking of accounts of the event change by other means than a trade. Locks the feed's
 * row: call it right before `appendToFeed`.
 */
export async function reviseAccounts(tx: Tx, eventId: string): Promise<void> {
  await sql`update event_feeds set accounts_revision = accounts_revision + 1 where event_id = ${eventId}`.execute(tx.sql)
}
