/** The Postgres of a run: one for all groups, in which each market has a database of its own, copied from a migrated one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateUp } from '../src/platform/migrate.ts'
import { databaseUrl, runSql } from '../test/support/postgres-server.ts'

const TEMPLATE = 'bench_template'

let running: ReturnType<typeof start> | null = null
let databases = 0

async function start() {
  const dataDir = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const { url, stop } = await startEmbeddedPostgres({ dataDir, log: createLog('warn') })
  await runSql(url, `create database ${TEMPLATE}`)
  await migrateUp(databaseUrl(url, TEMPLATE))
  return {
    url,
    async stop() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A migrated database on a disk that commits wait for. Dropping it ends with a checkpoint, so that the next one starts calm. */
export async function createDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  running ??= start()
  const { url } = await running
  const name = `bench_${++databases}`
  await runSql(url, `create database ${name} template ${TEMPLATE}`)
  return { url: databaseUrl(url, name), drop: async () => void (await runSql(url, `drop database ${name} with (force)`)) }
}

export async function stopPostgres(): Promise<void> {
  await (await running)?.stop()
  running = null
}
