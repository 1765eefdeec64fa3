import { sql } from 'kysely'
import type { Tx } from './transaction.ts'

/** True for one transaction of this name at a time, over all servers; freed by its end. Never waits. */
export async function tryLock(tx: Tx, name: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as locked`.execute(tx.sql)
  return rows[0]!.locked
}
