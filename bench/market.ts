/** A market of the bench: an own Postgres, an event without drift, projects, and traders who have signed in before. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ensureAccount } from '../src/accounts/accounts.commands.ts'
import { keyedRequest } from '../src/idempotency/idempotency.commands.ts'
import { createLocalBus } from '../src/platform/bus-local.ts'
import { connectDatabase } from '../src/platform/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateUp } from '../src/platform/migrate.ts'
import { secureRandom } from '../src/platform/random.ts'
import { saveProjects } from '../src/projects/listing.commands.ts'

export const EVENT_ID = 'kickstart'
/** So many saved at once. */
const LISTED_AT_ONCE = 1_000
/** What is measured as a peer may take long, and so may ten million rows. */
const STATEMENT_MS_MAX = 600_000

export interface Trader {
  readonly userId: string
  readonly accountId: string
}

export interface Market {
  readonly url: string
  readonly deps: Deps
  readonly traders: readonly Trader[]
  stop(): Promise<void>
}

export interface MarketOptions {
  readonly projects: number
  readonly traders: number
  /** Somebody else's empty Postgres instead of an own one. */
  readonly url?: string
}

/** Projects are p0, p1, …; the traders are of the development issuer, t0@example.com, t1@example.com, … */
export async function openMarket({ projects, traders: count, url }: MarketOptions): Promise<Market> {
  const log = createLog('warn')
  const postgres = url ? { url, stop: async () => undefined } : await startPostgres()
  await migrateUp(postgres.url)
  const db = connectDatabase({ url: postgres.url, maxConnections: 20, statementTimeoutMs: STATEMENT_MS_MAX, log })
  const deps: Deps = { db, bus: createLocalBus(log), log, random: secureRandom, serverId: randomUUID() }
  await db.updateTable('events').set({ drift_enabled: false }).execute()
  const users = await db
    .insertInto('users')
    .values(
      Array.from({ length: count }, (_, n) => ({ issuer: 'dev', subject: `t${n}`, display_name: `t${n}`, name_key: `t${n}` })),
    )
    .returning('user_id')
    .execute()
  const traders: Trader[] = []
  for (const { user_id: userId } of users) {
    const account = (await ensureAccount(deps, EVENT_ID, { userId, isAdmin: false }))!
    traders.push({ userId, accountId: account.accountId })
  }
  await listProjects(deps, users[0]!.user_id, 0, projects)
  await sql`analyze`.execute(db)
  return {
    url: postgres.url,
    deps,
    traders,
    async stop() {
      await db.destroy()
      await postgres.stop()
    },
  }
}

/** Lists the projects p<from> … p<to − 1>. */
export async function listProjects(deps: Deps, userId: string, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += LISTED_AT_ONCE) {
    const inputs = Array.from({ length: Math.min(LISTED_AT_ONCE, to - first) }, (_, n) => ({
      projectId: `p${first + n}`,
      ticker: `P${first + n}`,
      seedAmount: { digits: 1n, decimals: 0 },
    }))
    const request = keyedRequest(userId, 'saveProjects', inputs, null, null)
    await saveProjects(
      deps,
      request,
      inputs.map((input, n) => ({ input, path: [`${n}`] })),
    )
  }
}

async function startPostgres() {
  const directory = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: directory, log: createLog('warn') })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
