import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

export interface SignOut {
  readonly userId: string
  readonly at: Date
}

/** From now on the user's tokens are good that are issued from now on. The caller holds the user's lock. */
export async function upsertSignOut(tx: Tx, userId: string): Promise<SignOut> {
  const { rows } = await sql<{ signed_out_at: Date }>`
    insert into sign_outs (user_id, signed_out_at) values (${userId}, clock_timestamp())
    on conflict (user_id) do update set signed_out_at = excluded.signed_out_at
    returning signed_out_at`.execute(tx.sql)
  return { userId, at: rows[0]!.signed_out_at }
}

/** Index sign_outs (signed_out_at). */
export async function listSignOuts(db: Kysely<Database>, since: Date): Promise<SignOut[]> {
  const rows = await db.selectFrom('sign_outs').selectAll().where('signed_out_at', '>=', since).execute()
  return rows.map((row) => ({ userId: row.user_id, at: row.signed_out_at }))
}
