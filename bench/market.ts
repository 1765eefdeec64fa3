/** A market of the bench: an own database, an event without drift, projects, and traders who have signed in before. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { lockOrOpenAccounts } from '../src/accounts/accounts.commands.ts'
import { lockEventShared } from '../src/events/events.sql.ts'
import { keyedRequest } from '../src/idempotency/idempotency.commands.ts'
import { createLocalBus } from '../src/platform/bus-local.ts'
import { connectDatabase } from '../src/platform/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateUp } from '../src/platform/migrate.ts'
import { secureRandom } from '../src/platform/random.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { saveProjects } from '../src/projects/listing.commands.ts'
import { createDatabase } from './postgres.ts'

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
  /** Somebody else's Postgres, which is empty, instead of a database of the run's. */
  readonly url?: string
}

/** Projects are p0, p1, …; the traders are of the development issuer, t0@example.com, t1@example.com, … */
export async function openMarket({ projects, traders: count, url }: MarketOptions): Promise<Market> {
  const log = createLog('warn')
  if (url) await migrateUp(url)
  const database = url ? { url, drop: async () => undefined } : await createDatabase()
  const db = connectDatabase({ url: database.url, maxConnections: 20, statementTimeoutMs: STATEMENT_MS_MAX, log })
  const deps: Deps = { db, bus: createLocalBus(log), log, random: secureRandom, serverId: randomUUID() }
  await db.updateTable('events').set({ drift_enabled: false }).execute()
  const traders = await openAccounts(deps, count)
  await listProjects(deps, traders[0]!.userId, 0, projects)
  await sql`analyze`.execute(db)
  return {
    url: database.url,
    deps,
    traders,
    async stop() {
      await db.destroy()
      await database.drop()
    },
  }
}

async function openAccounts(deps: Deps, count: number): Promise<Trader[]> {
  const names = Array.from({ length: count }, (_, n) => `t${n}`)
  const users = await deps.db
    .insertInto('users')
    .values(names.map((name) => ({ issuer: 'dev', subject: name, display_name: name, name_key: name })))
    .returning('user_id')
    .execute()
  return await inTransaction(deps, async (tx) => {
    const { event } = (await lockEventShared(tx, EVENT_ID))!
    const owners = users.map(({ user_id: userId }) => ({ userId, isAdmin: false }))
    const accounts = await lockOrOpenAccounts(tx, EVENT_ID, event.parameters.initialCashMicros, owners)
    return Array.from(accounts, ([userId, { accountId }]) => ({ userId, accountId }))
  })
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
