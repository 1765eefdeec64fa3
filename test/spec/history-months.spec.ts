/** Trades and prices by month: the months to come are made, and old ones go when nobody's books need them. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { verifyBooks } from '../../src/books/books.commands.ts'
import { dropOldMonths, prepareMonths } from '../../src/books/history.jobs.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { startTestApp } from '../support/app.ts'

const app = await startTestApp()
const { deps } = app
const admin = { token: await app.token('organiser@example.com', { admin: true }) }
const alice = { token: await app.token('alice@example.com') }

async function trade(eventId: string): Promise<void> {
  const input = { eventId, status: 'OPEN', parameters: { driftEnabled: false } }
  await app.ask('mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', { input }, admin)
  const project = { projectId: `${eventId}-p`, eventId, ticker: 'P', seedAmount: '1' }
  await app.ask('mutation ($input: SaveProjectInput!) { saveProject(input: $input) { isNew } }', { input: project }, admin)
  for (let n = 0; n < 3; n++)
    await app.ask(`mutation { buy(input: {projectId: "${eventId}-p", shares: "1"}) { trade { sequence } } }`, null, alice)
}
const partitions = async (table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass order by 1`.execute(deps.db)
  return rows.map(({ name }) => name)
}
/** As if everything so far had happened three months ago, and the partition of then had ended then. */
async function letThreeMonthsPass(): Promise<void> {
  for (const [table, at] of [
    ['trades', 'executed_at'],
    ['price_points', 'at'],
  ] as const) {
    const before = sql.table(`${table}_before`)
    await sql`alter table ${sql.table(table)} detach partition ${before}`.execute(deps.db)
    await sql`update ${before} set ${sql.ref(at)} = ${new Date(Date.now() - 92 * 86_400_000)}`.execute(deps.db)
    await sql`alter table ${sql.table(table)} attach partition ${before}
      for values from (minvalue) to (${sql.lit(new Date(Date.now() - 60 * 86_400_000).toISOString())})`.execute(deps.db)
  }
}
const differences = async (): Promise<number> => {
  const { differences: found } = await verifyBooks(deps.db, await migrationNames(), () => undefined)
  return Object.values(found).reduce((sum, count) => sum + count, 0)
}

test('the months to come are made once, by whoever is first, and the default partition stays empty', async () => {
  await Promise.all([prepareMonths(deps), prepareMonths(deps)])
  await prepareMonths(deps)
  for (const table of ['trades', 'price_points']) {
    const names = await partitions(table)
    expect(names).toHaveLength(5)
    expect(names.filter((name) => /_\d{4}_\d{2}$/.test(name))).toHaveLength(3)
  }
  await trade('one')
  expect((await sql`select 1 from trades_default union all select 1 from price_points_default`.execute(deps.db)).rows).toEqual([])
})

test('a sequence is found by an index of each partition, without reading a table', async () => {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select * from price_points where project_id = 'one-p' and sequence = 2`.execute(deps.db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Scan/)
})

test('an old month goes when its events are closed, and with it the playing again of their books only', async () => {
  await letThreeMonthsPass()
  expect(await dropOldMonths(deps, 31)).toBe(0)
  await app.ask('mutation { saveEvent(input: {eventId: "one", status: CLOSED}) { event { status } } }', null, admin)
  expect(await dropOldMonths(deps, 90)).toBe(0)
  expect(await dropOldMonths(deps, 31)).toBe(1)
  expect(await partitions('trades')).not.toContain('trades_before')
  await prepareMonths(deps)
  await trade('two')
  expect(await differences()).toBe(0)
  await sql`update accounts set cash_micros = cash_micros + 1 where event_id = 'two'`.execute(deps.db)
  expect(await differences()).toBeGreaterThan(0)
  await sql`update accounts set cash_micros = cash_micros - 1 where event_id = 'two'`.execute(deps.db)
})

const words = (text: string): string[] => text.trim().split(/\s+/)
const SQL = readFileSync(new URL('../../deploy/citus/distribute.sql', import.meta.url), 'utf8')
/** What the tables that are spread over several servers are distributed by. */
const DISTRIBUTED = Array.from(
  SQL.matchAll(/create_distributed_table\('(\w+)', '(\w+)'/g),
  ([, table, key]) => [table!, key!] as const,
)
const REFERENCE = Array.from(SQL.matchAll(/create_reference_table\('(\w+)'/g), ([, table]) => table!)
/** The order book stays on the coordinator; by what it could be distributed: a market's tables, and a trader's. */
const BOOK: Readonly<Record<string, readonly string[]>> = {
  user_id: words('traders positions'),
  owner_id: words('balances ledger_entries'),
  market_id: words('market_inboxes inbox_entries market_changes market_minutes matchers orders fills'),
  hash: words('used_signatures'),
}
const COORDINATOR = words('issuer_keys sign_outs markets wallets session_keys servers kysely_migration kysely_migration_lock')

test('every table has one place on several servers, and its key in each of its unique constraints', async () => {
  const { rows } = await sql<{ table: string; columns: string[] | null }>`
    select t.relname as table, array(
        select a.attname::text from unnest(x.indkey) k(number) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
      ) as columns
    from pg_class t left join pg_index x on x.indrelid = t.oid and x.indisunique
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not t.relispartition`.execute(deps.db)
  const keys = [...DISTRIBUTED, ...Object.entries(BOOK).flatMap(([key, tables]) => tables.map((table) => [table, key] as const))]
  const placed = [...keys.map(([table]) => table), ...REFERENCE, ...COORDINATOR]
  expect(placed.toSorted()).toEqual([...new Set(rows.map(({ table }) => table))].sort())
  const without = keys.flatMap(([name, key]) =>
    rows.filter(({ table, columns }) => table === name && !columns?.includes(key)).map(({ table }) => `${table}: ${key}`),
  )
  expect(without).toEqual([])
})

test('what an event owns is distributed by event', async () => {
  const { rows } = await sql<{ table: string }>`
    select t.relname as table from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'event_id'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not t.relispartition`.execute(deps.db)
  const byEvent = DISTRIBUTED.flatMap(([table, key]) => (key === 'event_id' ? [table] : []))
  expect(rows.map(({ table }) => table).sort()).toEqual([...byEvent, 'project_directory'].sort())
})
