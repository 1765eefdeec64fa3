import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

/** Nobody has listed anything yet. */
export async function isEmptyMarket(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select 1 from projects) as found`.execute(db)
  return !rows[0]!.found
}

/** The demo's traders, as users of an issuer that signs no token: nobody can be them. In the order of names. */
export async function insertDemoUsers(tx: Tx, names: readonly string[], since: Date): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    insert into users (issuer, subject, display_name, name_key, name_chosen, created_at)
    select 'demo', lower(name), name, lower(name), true, ${since} from unnest(${names}::text[]) with ordinality as t (name, n) order by n
    returning user_id`.execute(tx.sql)
  return rows.map((row) => row.user_id)
}

/** Lets the demo's accounts begin with its past. */
export async function backdateAccounts(tx: Tx, eventId: string, since: Date): Promise<void> {
  await sql`update accounts set created_at = ${since} where event_id = ${eventId}`.execute(tx.sql)
}
