import { sql } from 'kysely'
import type { Micros } from '../money/units.ts'
import type { Tx } from '../platform/transaction.ts'

/** Those who receive a grant: everyone with an account in the event, or one user. */
export interface Recipients {
  readonly eventId: string
  readonly userId: string | null
}

const matching = ({ eventId, userId }: Recipients) =>
  sql`event_id = ${eventId} ${userId === null ? sql`` : sql`and user_id = ${userId}`}`

/** Locks the accounts FOR UPDATE in account_id order; how many, and their largest initial balance. Index accounts_event. */
export async function lockRecipients(tx: Tx, recipients: Recipients): Promise<{ traders: number; largest: Micros }> {
  const { rows } = await sql<{ traders: number; largest: Micros }>`
    select count(*)::int4 as traders, coalesce(max(initial_micros), 0)::int8 as largest from (
      select initial_micros from accounts where ${matching(recipients)} order by account_id for update
    ) locked`.execute(tx.sql)
  return rows[0]!
}

/** Raises cash and initial balance of the locked accounts and notes each grant, in one statement; how many received. */
export async function insertGrants(
  tx: Tx,
  recipients: Recipients,
  grant: { auditId: string; amount: Micros; at: Date },
): Promise<number> {
  const result = await sql`
    with raised as (
      update accounts set cash_micros = cash_micros + ${grant.amount}, initial_micros = initial_micros + ${grant.amount},
        granted_micros = granted_micros + ${grant.amount}
      where ${matching(recipients)} returning account_id
    )
    insert into cash_grants (audit_id, account_id, event_id, amount_micros, granted_at)
    select ${grant.auditId}::uuid, account_id, ${recipients.eventId}, ${grant.amount}, ${grant.at} from raised`.execute(tx.sql)
  return Number(result.numAffectedRows ?? 0n)
}
