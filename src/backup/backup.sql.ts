import type { ClientBase } from 'pg'
import { type CopyStreamQuery, type CopyToStreamQuery, from, to } from 'pg-copy-streams'
import { copyTarget, type TableColumns } from './backup-format.ts'

/** Statements about all tables at once, over one plain connection: rows pass as COPY's text and are never looked into. */

/** Texts mean the same in every database; a long copy is no slow statement. */
const SETTINGS = `set timezone = 'UTC'; set datestyle = 'ISO'; set client_encoding = 'UTF8';
  set statement_timeout = 0; set lock_timeout = '30s'; set idle_in_transaction_session_timeout = 0;`

/** One snapshot of everything; nobody waits for it. */
export const beginReading = (client: ClientBase): Promise<unknown> =>
  client.query(`${SETTINGS} begin transaction isolation level repeatable read, read only;`)

export const beginWriting = (client: ClientBase): Promise<unknown> => client.query(`${SETTINGS} begin;`)
export const commit = (client: ClientBase): Promise<unknown> => client.query('commit')

export interface Described {
  readonly takenAt: Date
  readonly serverVersion: string
  readonly migrations: readonly string[]
}

export async function describeDatabase(client: ClientBase): Promise<Described> {
  const { rows } = await client.query<Described>(`
    select clock_timestamp()::timestamptz(3) as "takenAt", current_setting('server_version') as "serverVersion",
      (select coalesce(array_agg(name::text order by name), '{}') from kysely_migration) as migrations`)
  return rows[0]!
}

/** Every table but the log of migrations, each after those that its foreign keys name, with the columns that can be written. */
export async function listTables(client: ClientBase): Promise<TableColumns[]> {
  const { rows } = await client.query<TableColumns & { needs: string[] }>(`
    select c.relname as name, (
        select array_agg(attname::text order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
      ) as columns, (
        select coalesce(array_agg(f.relname::text), '{}') from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
      ) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('kysely_migration', 'kysely_migration_lock')
    order by c.relname`)
  const sorted: TableColumns[] = []
  const waiting = new Map(rows.map((row) => [row.name, row]))
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(({ needs }) => !needs.some((name) => waiting.has(name)))
    if (free.length === 0) throw new Error(`the tables ${[...waiting.keys()].join(', ')} refer to each other in a circle`)
    for (const { name, columns } of free) {
      waiting.delete(name)
      sorted.push({ name, columns })
    }
  }
  return sorted
}

/** Where each sequence stands; those that were never drawn from are absent. */
export async function listSequences(client: ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select sequencename as name, last_value::text as value from pg_sequences
    where schemaname = current_schema() and last_value is not null`)
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

export async function setSequence(client: ClientBase, name: string, value: string): Promise<void> {
  await client.query(`select setval(quote_ident($1)::regclass, $2::int8)`, [name, value])
}

/** The rows of a table, as they stand, those of its partitions with them. */
export const copyOut = (client: ClientBase, { name, columns }: TableColumns): CopyToStreamQuery =>
  client.query(
    to(`copy (select ${columns.map((column) => client.escapeIdentifier(column)).join(', ')}
    from ${client.escapeIdentifier(name)}) to stdout`),
  )

/** Takes rows of a table. */
export const copyIn = (client: ClientBase, table: TableColumns): CopyStreamQuery =>
  client.query(from(`copy ${copyTarget(table)} from stdin`))

/** Keeps everybody else out until the commit. */
export async function lockTables(client: ClientBase, tables: readonly TableColumns[]): Promise<void> {
  for (const { name } of tables) await client.query(`lock table ${client.escapeIdentifier(name)} in access exclusive mode`)
}

/** The tables that have a row, besides what the migrations leave in an empty database: an event in which nothing happened. */
export async function listFilledTables(client: ClientBase, tables: readonly TableColumns[]): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of tables) {
    const untouched =
      name === 'events'
        ? `where event_id <> 'kickstart'`
        : name === 'event_feeds'
          ? 'where position + revision + project_count > 0'
          : ''
    const { rows } = await client.query(`select 1 from ${client.escapeIdentifier(name)} ${untouched} limit 1`)
    if (rows.length > 0) filled.push(name)
  }
  return filled
}

/** Takes away what the migrations left, last tables first. */
export async function emptyTables(client: ClientBase, tables: readonly TableColumns[]): Promise<void> {
  for (const { name } of tables.toReversed()) await client.query(`delete from ${client.escapeIdentifier(name)}`)
}

/**
 * Gives every feed, market and trader another epoch than it had, so that cursors from before, which may have seen what this
 * database never will, are recognised: their streams begin with SNAPSHOTs.
 */
export async function renewEpochs(client: ClientBase): Promise<void> {
  for (const table of ['event_feeds', 'markets', 'traders'])
    await client.query(`update ${table} set epoch = (epoch::int8 + 1 + floor(random() * 2147483640)::int8) % 2147483647`)
}

export const analyze = (client: ClientBase): Promise<unknown> => client.query('analyze')
