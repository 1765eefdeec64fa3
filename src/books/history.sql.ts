import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

/** The tables that are partitioned by month, prices first: every trade has a price point of its month. */
const HISTORIES = ['price_points', 'trades'] as const

/**
 * Makes the partition of the month that begins so many months after the present one, unless it is there. Attaching lets
 * readers and writers of the other partitions go on. A month whose rows the default partition took already stays there.
 */
export async function addMonth(tx: Tx, monthsAhead: number): Promise<void> {
  const { rows } = await sql<{ name: string; low: string; high: string }>`
    select to_char(low, 'YYYY_MM') as name, to_char(low, 'YYYY-MM-DD') as low, to_char(low + interval '1 month', 'YYYY-MM-DD') as high
    from (select date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => ${monthsAhead}) as low) month`.execute(
    tx.sql,
  )
  const { name, low, high } = rows[0]!
  for (const table of HISTORIES) {
    const partition = `${table}_${name}`
    const { rows: found } = await sql<{ exists: boolean }>`select to_regclass(${partition}) is not null as exists`.execute(tx.sql)
    if (found[0]!.exists) continue
    const [month, whole] = [sql.table(partition), sql.table(table)]
    await sql`create table ${month} (like ${whole} including defaults including constraints)`.execute(tx.sql)
    await sql`alter table ${whole} attach partition ${month}
      for values from (${sql.lit(`${low} 00:00:00+00`)}) to (${sql.lit(`${high} 00:00:00+00`)})`.execute(tx.sql)
  }
}

/** Partitions of prices that end at least so many days ago, oldest first: the part of their names behind the table's. */
export async function listOldMonths(db: Kysely<Database>, days: number): Promise<{ name: string; end: Date }[]> {
  const { rows } = await sql<{ name: string; end: Date }>`
    select name, "end" from (
      select substr(c.relname, length('price_points_') + 1) as name,
        substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''([^'']+)''\\)')::timestamptz as "end"
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'price_points'::regclass
    ) month where "end" <= clock_timestamp() - make_interval(days => ${days}) order by "end"`.execute(db)
  return rows
}

/** Events with a price in the month, and whether each is over. Index (event_id, position, at), a look per event. */
export async function listEventsOfMonth(tx: Tx, name: string): Promise<{ eventId: string; isClosed: boolean }[]> {
  const month = sql.table(`price_points_${name}`)
  const { rows } = await sql<{ eventId: string; isClosed: boolean }>`
    select event_id as "eventId", status = 'CLOSED' or coalesce(closes_at <= clock_timestamp(), false) as "isClosed"
    from events e where exists (select 1 from ${month} p where p.event_id = e.event_id)`.execute(tx.sql)
  return rows
}

/** Drops the month of both tables and notes whose history is not whole any more. Whoever reads or writes them waits for it. */
export async function dropMonth(tx: Tx, name: string, end: Date, eventIds: readonly string[]): Promise<void> {
  for (const table of HISTORIES) await sql`drop table ${sql.table(`${table}_${name}`)}`.execute(tx.sql)
  await sql`
    insert into dropped_histories (event_id, dropped_to) select event_id, ${end} from unnest(${eventIds}::text[]) as e (event_id)
    on conflict (event_id) do update set dropped_to = greatest(dropped_histories.dropped_to, excluded.dropped_to)`.execute(tx.sql)
}

/**
 * Hides from this connection the events of whom retention dropped a month, by views of the tables' own names; how many
 * events. Their books cannot be played again.
 */
export async function hideDroppedEvents(connection: Kysely<Database>): Promise<number> {
  const { rows: dropped } = await sql<{ n: number }>`select count(*)::int4 as n from dropped_histories`.execute(connection)
  if (dropped[0]!.n === 0) return 0
  const { rows: tables } = await sql<{ name: string; schema: string }>`
    select c.relname as name, current_schema() as schema from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'event_id' and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'dropped_histories'`.execute(connection)
  for (const { name, schema } of tables)
    await sql`create temp view ${sql.table(name)} as select * from ${sql.table(`${schema}.${name}`)}
      where event_id not in (select event_id from dropped_histories)`.execute(connection)
  await sql`create temp view idempotency_keys as select k.* from ${sql.table(`${tables[0]!.schema}.idempotency_keys`)} k
    where k.mutation not in ('buy', 'sell') or outcome->>'projectId' in (select project_id from project_directory)`.execute(
    connection,
  )
  return dropped[0]!.n
}

/** The connection sees everything again. */
export async function showAllEvents(connection: Kysely<Database>): Promise<void> {
  await sql`discard temp`.execute(connection)
}
