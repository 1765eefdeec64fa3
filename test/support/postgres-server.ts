import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrateUp } from '../../src/platform/migrate.ts'

export interface TestPostgres {
  readonly url: string
  readonly template: string
  stop(): Promise<void>
}

// The name says when the run began, so that a later run can tell what a killed one left in a shared Postgres.
const prefix = 'btx_test_'
const staleMs = 6 * 3_600_000

/** A Postgres for one test run, with a migrated template that `prepare` may still change. An embedded one does not wait for the disk: it is thrown away. */
export async function startTestPostgres(prepare: (server: string, template: string) => Promise<void>): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => undefined } : await startThrowaway()
  try {
    const run = `${prefix}${Date.now().toString(36)}_${process.pid}`
    const template = `${run}_template`
    await dropDatabases(server.url, isStale)
    await createDatabase(server.url, template)
    await migrateUp(databaseUrl(server.url, template))
    await prepare(server.url, template)
    const stop = async () => {
      if (given) await dropDatabases(server.url, (name) => name.startsWith(run))
      await server.stop()
    }
    return { url: server.url, template, stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function startThrowaway(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'btx-test-'))
  chmodSync(dataDir, 0o755)
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  const postgres = await startEmbeddedPostgres({ dataDir, settings, log: createLog('warn') }).catch((error: unknown) => {
    remove()
    throw error
  })
  const stop = async () => {
    await postgres.stop()
    remove()
  }
  return { url: postgres.url, stop }
}

const isStale = (name: string): boolean => Number.parseInt(name.slice(prefix.length).split('_')[0]!, 36) < Date.now() - staleMs

async function dropDatabases(server: string, which: (name: string) => boolean): Promise<void> {
  for (const node of nodesOf(server)) {
    const rows = await runSql(node, `select datname from pg_database where datname like '${prefix.replaceAll('_', '\\_')}%'`)
    for (const { datname } of rows as { datname: string }[]) {
      if (which(datname)) await runSql(node, `drop database if exists ${datname} with (force)`)
    }
  }
}

/**
 * The server and, with TEST_CITUS_WORKERS (addresses with commas between), the workers of the Citus cluster whose coordinator it is:
 * every test database is one of each.
 */
export const nodesOf = (server: string): readonly string[] => [
  server,
  ...(process.env.TEST_CITUS_WORKERS || '').split(',').filter((url) => url !== ''),
]

export async function createDatabase(server: string, name: string, template = 'template1'): Promise<void> {
  for (const node of nodesOf(server)) await runSql(node, `create database ${name} template ${template}`)
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  for (const node of nodesOf(server)) await runSql(node, `drop database if exists ${name} with (force)`)
}

export async function runSql(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
