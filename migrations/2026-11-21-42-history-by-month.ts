import { type Kysely, sql } from 'kysely'

/**
 * Trades and price points are partitioned by month of UTC. What is there becomes one partition that ends with the present
 * month; a default one takes what no month takes. A unique constraint contains the month's column, and event_id for a
 * distribution by event; the numbers themselves are drawn under a lock, as before. `dropped_histories` names the events of
 * whom retention has dropped a month: their books cannot be played again.
 */
interface History {
  readonly table: string
  readonly at: string
  readonly key: string
  /** Beside the key: name, columns, and whether it is unique. */
  readonly indexes: readonly (readonly [name: string, columns: string, isUnique: boolean])[]
}

const HISTORIES: readonly History[] = [
  {
    table: 'trades',
    at: 'executed_at',
    key: 'project_id, sequence',
    indexes: [['trades_account', 'account_id, position', false]],
  },
  {
    table: 'price_points',
    at: 'at',
    key: 'project_id, sequence',
    indexes: [
      ['price_points_position', 'event_id, position', true],
      ['price_points_at', 'project_id, at, sequence', false],
    ],
  },
]

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db)

const indexOf = ([name, columns, isUnique]: History['indexes'][number], table: string, at: string | null): string =>
  `create ${isUnique ? 'unique ' : ''}index ${name} on ${table} (${columns}${isUnique && at ? `, ${at}` : ''})`

export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ end: string }>`
    select to_char(date_trunc('month', clock_timestamp() at time zone 'UTC') + interval '1 month', 'YYYY-MM-DD') as end`.execute(
    db,
  )
  const end = `'${rows[0]!.end} 00:00:00+00'`
  for (const { table, at, key, indexes } of HISTORIES) {
    const before = `${table}_before`
    const fullKey = `${key}, event_id, ${at}`
    await run(db, `alter table ${table} rename to ${before}`)
    await run(db, `alter table ${before} drop constraint ${table}_pkey, add primary key (${fullKey})`)
    for (const [name] of indexes) await run(db, `alter index ${name} rename to ${name}_before`)
    await run(db, `create table ${table} (like ${before} including defaults including constraints) partition by range (${at})`)
    await run(db, `alter table ${table} add primary key (${fullKey})`)
    for (const index of indexes) {
      await run(db, indexOf(index, table, at))
      const isOther = index[2]
      if (isOther) await run(db, `drop index ${index[0]}_before`)
    }
    await run(db, `alter table ${table} attach partition ${before} for values from (minvalue) to (${end})`)
    await run(db, `create table ${table}_default partition of ${table} default`)
  }
  await run(db, 'create table dropped_histories (event_id text primary key collate "C", dropped_to timestamptz(3) not null)')
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await run(db, 'drop table dropped_histories')
  for (const { table, key, indexes } of HISTORIES) {
    await run(db, `create table ${table}_whole (like ${table} including defaults including constraints)`)
    await run(db, `insert into ${table}_whole select * from ${table}`)
    await run(db, `drop table ${table}`)
    await run(db, `alter table ${table}_whole rename to ${table}`)
    await run(db, `alter table ${table} add constraint ${table}_pkey primary key (${key})`)
    for (const index of indexes) await run(db, indexOf(index, table, null))
  }
}
