/** Trades and prices by month: the months to come are made, and old ones go when nobody's books need them. */
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
    await sql`update ${before} set ${sql.ref(at)} = ${sql.ref(at)} - interval '92 days'`.execute(deps.db)
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

test('every unique constraint of a table of an event contains the event', async () => {
  const { rows } = await sql<{ name: string }>`
    select t.relname || ' ' || i.relname as name from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = t.oid and a.attname = 'event_id' and not a.attisdropped
    where t.relnamespace = current_schema()::regnamespace and x.indisunique and not a.attnum = any(x.indkey)
      and t.relname <> 'project_directory'`.execute(deps.db)
  expect(rows).toEqual([])
})
