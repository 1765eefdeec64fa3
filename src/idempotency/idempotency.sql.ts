import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

/** An accepted write: which mutation and input the key stood for, and what came of it. */
export interface KeyRecord {
  readonly userId: string
  readonly key: string
  readonly mutation: string
  readonly inputHash: string
  readonly outcome: Record<string, unknown>
}

/** Primary key (user_id, key). */
export async function findKeys(db: Kysely<Database>, keys: readonly { userId: string; key: string }[]): Promise<KeyRecord[]> {
  const { rows } = await sql<{
    user_id: string
    key: string
    mutation: string
    input_hash: string
    outcome: Record<string, unknown>
  }>`
    select user_id, key, mutation, input_hash, outcome from idempotency_keys
    join unnest(${keys.map((k) => k.userId)}::uuid[], ${keys.map((k) => k.key)}::text[]) as asked (user_id, key)
      using (user_id, key)`.execute(db)
  return rows.map((row) => ({
    userId: row.user_id,
    key: row.key,
    mutation: row.mutation,
    inputHash: row.input_hash,
    outcome: row.outcome,
  }))
}

/** Stores the keys with their effect. A key that another transaction stored meanwhile is a unique violation: retried. */
export async function insertKeys(tx: Tx, records: readonly KeyRecord[]): Promise<void> {
  await sql`
    insert into idempotency_keys (user_id, key, mutation, input_hash, outcome)
    select * from unnest(
      ${records.map((r) => r.userId)}::uuid[], ${records.map((r) => r.key)}::text[], ${records.map((r) => r.mutation)}::text[],
      ${records.map((r) => r.inputHash)}::text[], ${records.map((r) => JSON.stringify(r.outcome))}::jsonb[])
      as new (user_id, key, mutation, input_hash, outcome)
    order by user_id, key`.execute(tx.sql)
}

/** Makes parallel requests with one key wait for each other, until the commit. */
export async function lockKey(tx: Tx, userId: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${userId}:${key}`}, 0))`.execute(tx.sql)
}

/** Sweeps keys that are older than the promise, at most `limit` at a time (index on created_at); how many went. */
export async function deleteOldKeys(db: Kysely<Database>, olderThanHours: number, limit: number): Promise<number> {
  const result = await sql`
    delete from idempotency_keys where (user_id, key) in (
      select user_id, key from idempotency_keys
      where created_at < clock_timestamp() - make_interval(hours => ${olderThanHours}) limit ${limit})`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}
