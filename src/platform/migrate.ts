import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import pg from 'pg'
import { requireVersion } from './version.sql.ts'

const folder = new URL('../../migrations/', import.meta.url)

export interface MigrationState {
  readonly name: string
  readonly executedAt: Date | null
}

/** Brings the schema up to date, in one transaction under an advisory lock; answers the names of what was run. */
export const migrateUp = (url: string): Promise<string[]> =>
  withMigrator(url, async (migrator) => namesIn(await migrator.migrateToLatest()))

/** Takes back the newest migration; answers its name, or nothing if there is none. */
export const migrateDown = (url: string): Promise<string[]> =>
  withMigrator(url, async (migrator) => namesIn(await migrator.migrateDown()))

export const migrationStates = (url: string): Promise<MigrationState[]> =>
  withMigrator(url, async (migrator) =>
    (await migrator.getMigrations()).map(({ name, executedAt }) => ({ name, executedAt: executedAt ?? null })),
  )

/** The migrations of this version, in order. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(fileURLToPath(folder))
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

async function withMigrator<T>(url: string, work: (migrator: Migrator) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000, application_name: 'btx-migrate' })
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await requireVersion(db)
    return await work(new Migrator({ db, provider: { getMigrations } }))
  } finally {
    await db.destroy()
  }
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = await migrationNames()
  const modules = await Promise.all(names.map((name) => import(new URL(`${name}.ts`, folder).href) as Promise<Migration>))
  return Object.fromEntries(names.map((name, index) => [name, modules[index]!]))
}

function namesIn({ error, results }: MigrationResultSet): string[] {
  const failed = results?.find(({ status }) => status === 'Error')
  if (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new Error(
      failed ? `The migration ${failed.migrationName} failed: ${reason}` : `The database could not be migrated: ${reason}`,
      { cause: error },
    )
  }
  return (results ?? []).filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
}
