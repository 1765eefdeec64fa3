import { sql } from 'kysely'
import type { Tx } from '../platform/transaction.ts'

/** A trader whose row is locked: what is private of the trader cannot change but here. */
export interface LockedTrader {
  readonly userId: string
  readonly revision: bigint
  readonly cancelAt: Date | null
}

/** Locks traders FOR UPDATE in the order of user_id, by user id; who has no row yet is given one. */
export async function lockTraders(tx: Tx, userIds: readonly string[]): Promise<Map<string, LockedTrader>> {
  const asked = [...new Set(userIds)].sort()
  const found = await lockExisting(tx, asked)
  if (found.size === asked.length) return found
  // A row that a concurrent transaction is inserting is waited for.
  await sql`
    insert into traders (user_id) select u from unnest(${asked.filter((id) => !found.has(id))}::uuid[]) u order by u
    on conflict do nothing`.execute(tx.sql)
  return await lockExisting(tx, asked)
}

async function lockExisting(tx: Tx, userIds: readonly string[]): Promise<Map<string, LockedTrader>> {
  const { rows } = await sql<{ user_id: string; revision: bigint; cancel_at: Date | null }>`
    select user_id, revision, cancel_at from traders where user_id = any(${userIds}::uuid[])
    order by user_id for update`.execute(tx.sql)
  return new Map(rows.map((row) => [row.user_id, { userId: row.user_id, revision: row.revision, cancelAt: row.cancel_at }]))
}

/** Sets the revisions of traders whose rows the caller has locked. */
export async function updateRevisions(tx: Tx, revisions: ReadonlyMap<string, bigint>): Promise<void> {
  if (revisions.size === 0) return
  await sql`
    update traders set revision = new.revision
    from unnest(${[...revisions.keys()]}::uuid[], ${[...revisions.values()]}::int8[]) as new (id, revision)
    where user_id = new.id`.execute(tx.sql)
}

/** Sets or ends the dead man's switch of a locked trader; answers when it cancels, by the database's clock. */
export async function updateCancelAt(tx: Tx, userId: string, seconds: number): Promise<Date | null> {
  const { rows } = await sql<{ cancel_at: Date | null }>`
    update traders set cancel_at = case when ${seconds}::int4 > 0 then clock_timestamp() + ${seconds}::int4 * interval '1 second' end
    where user_id = ${userId} returning cancel_at`.execute(tx.sql)
  return rows[0]?.cancel_at ?? null
}

/** Index traders_cancel_at: ends dead man's switches that are due, and locks their traders until the commit; who is busy comes later. */
export async function takeDueSwitches(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    with due as materialized (
      select user_id from traders where cancel_at <= clock_timestamp() order by user_id limit ${limit} for update skip locked)
    update traders t set cancel_at = null from due where t.user_id = due.user_id returning t.user_id`.execute(tx.sql)
  return rows.map((row) => row.user_id)
}
