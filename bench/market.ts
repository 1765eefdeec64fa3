/** A market for the rows that measure inside one process: an own Postgres, accounts, projects, no drift. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../src/accounts/account.ts'
import { ensureAccount } from '../src/accounts/accounts.commands.ts'
import { keyedRequest } from '../src/idempotency/idempotency.commands.ts'
import { shareUnits } from '../src/money/units.ts'
import { createLocalBus } from '../src/platform/bus-local.ts'
import { connectDatabase } from '../src/platform/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateUp } from '../src/platform/migrate.ts'
import { secureRandom } from '../src/platform/random.ts'
import { saveProjects } from '../src/projects/listing.commands.ts'
import { type RunningServices, startServices } from '../src/services.ts'

export const EVENT_ID = 'kickstart'
export const PROJECTS = 1_000
const TRADERS = 200
/** 0.0001 shares: a trade that never runs out of cash. */
export const UNITS = 1n

export interface Market {
  readonly url: string
  readonly deps: Deps
  readonly running: RunningServices
  readonly accounts: readonly Account[]
  /** The nth trade, by the traders in turn; resolves when it is durable. */
  buy(projectId: string, n: number): Promise<void>
  stop(): Promise<void>
}

export async function openMarket(): Promise<Market> {
  const directory = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const log = createLog('warn')
  const postgres = await startEmbeddedPostgres({ dataDir: directory, log })
  await migrateUp(postgres.url)
  const db = connectDatabase({ url: postgres.url, maxConnections: 20, statementTimeoutMs: 30_000, log })
  const deps: Deps = { db, bus: createLocalBus(log), log, random: secureRandom, serverId: randomUUID() }
  await db.updateTable('events').set({ drift_enabled: false }).execute()
  const users = await db
    .insertInto('users')
    .values(
      Array.from({ length: TRADERS }, (_, n) => ({ issuer: 'bench', subject: `${n}`, display_name: `${n}`, name_key: `${n}` })),
    )
    .returning('user_id')
    .execute()
  const accounts: Account[] = []
  for (const user of users) accounts.push((await ensureAccount(deps, EVENT_ID, { userId: user.user_id, isAdmin: false }))!)
  const inputs = Array.from({ length: PROJECTS }, (_, n) => ({
    projectId: `p${n}`,
    ticker: `P${n}`,
    seedAmount: { digits: 1n, decimals: 0 },
  }))
  const request = keyedRequest(users[0]!.user_id, 'saveProjects', inputs, null, null)
  await saveProjects(
    deps,
    request,
    inputs.map((input, n) => ({ input, path: [`${n}`] })),
  )
  const running = startServices(deps)

  return {
    url: postgres.url,
    deps,
    running,
    accounts,
    async buy(projectId, n) {
      const { userId } = accounts[n % TRADERS]!
      const answer = await running.services.trades.execute({
        owner: { userId, isAdmin: false },
        command: { side: 'BUY', projectId, shares: shareUnits(UNITS), limit: null },
        keyed: { userId, key: null, mutation: 'buy', inputHash: '' },
      })
      if (answer?.kind !== 'FILLED') throw new Error(`a trade of the bench came to nothing: ${answer?.kind}`)
    },
    async stop() {
      await running.stop()
      await db.destroy()
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
