import { type Kysely, sql } from 'kysely'

/**
 * Every unique constraint of the order book contains what its table can be distributed by: the market or the trader. An
 * order's id is the hash of what was signed, which names the market, so it is unique over all markets as before.
 */
const KEYS: readonly (readonly [table: string, column: string, key: string])[] = [
  ['orders', 'order_id', 'market_id'],
  ['ledger_entries', 'entry_id', 'owner_id'],
]

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db)

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column, key] of KEYS)
    await run(db, `alter table ${table} drop constraint ${table}_pkey, add primary key (${column}, ${key})`)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of KEYS)
    await run(db, `alter table ${table} drop constraint ${table}_pkey, add primary key (${column})`)
}
