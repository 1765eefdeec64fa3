import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { Log } from './log.ts'
import { migrateUp } from './migrate.ts'
import { PostgresStartError } from './postgres-binaries.ts'
import { isOutage } from './transaction.ts'

/** A migrated Postgres, embedded or somebody else's. */
export interface OpenDatabase {
  readonly url: string
  readonly isEmbedded: boolean
  /** What the migration ran; all of them on an empty database. */
  readonly migrated: readonly string[]
  stop(): Promise<void>
}

/** The database cannot be used; the message is one sentence for the operator. */
export class DatabaseNotUsable extends Error {}

const PATIENCE_MS = 20_000

/**
 * The Postgres of DATABASE_URL, or the embedded one of DATA_DIR, brought up to date. A Postgres that is still starting
 * is waited for, 20 s at most.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: { readonly databaseUrl: string | null; readonly dataDir: string },
  log: Log,
): Promise<OpenDatabase> {
  if (databaseUrl) {
    const migrated = await migrateWhenUp(databaseUrl, log)
    return { url: databaseUrl, isEmbedded: false, migrated, stop: async () => undefined }
  }
  const postgres = await startEmbeddedPostgres({ dataDir, log }).catch((error: unknown) => {
    if (error instanceof PostgresStartError) throw new DatabaseNotUsable(error.message)
    throw error
  })
  try {
    return { url: postgres.url, isEmbedded: true, migrated: await migrateUp(postgres.url), stop: () => postgres.stop() }
  } catch (error) {
    await postgres.stop()
    throw new DatabaseNotUsable(messageOf(error))
  }
}

async function migrateWhenUp(url: string, log: Log): Promise<string[]> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await migrateUp(url)
    } catch (error) {
      const cause = error instanceof Error && error.cause ? error.cause : error
      if (!isOutage(cause)) throw notUsable(url, `cannot be used (${messageOf(error)})`)
      if (Date.now() > until) throw notUsable(url, `does not answer (${messageOf(cause)})`)
      log.warn({ reason: messageOf(cause) }, 'Postgres does not answer yet')
      await sleep(500)
    }
  }
}

/** Names host, port and database, without the password. */
function notUsable(url: string, why: string): DatabaseNotUsable {
  const { host, pathname } = new URL(url)
  return new DatabaseNotUsable(
    `DATABASE_URL is ${host}${pathname}, which ${why}; it may be a running Postgres, 15 or later, with a database that its user may change.`,
  )
}

/** Connections to several addresses of a name fail with several reasons. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : 'unknown'
}
