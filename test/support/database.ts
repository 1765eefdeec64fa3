import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { afterAll, inject } from 'vitest'
import type { Database } from '../../src/database.ts'
import type { Bus } from '../../src/platform/bus.ts'
import { createLocalBus } from '../../src/platform/bus-local.ts'
import { connectDatabase } from '../../src/platform/database.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { noteDistribution } from '../../src/platform/distribution.sql.ts'
import { createLog, type Log } from '../../src/platform/log.ts'
import { secureRandom } from '../../src/platform/random.ts'
import { createDatabase, databaseUrl, dropDatabase, nodesOf } from './postgres-server.ts'

/** Silent unless TEST_LOG_LEVEL says otherwise. */
export const testLog: Log = createLog(process.env.TEST_LOG_LEVEL || 'silent')

export interface TestDatabase {
  readonly url: string
  readonly db: Kysely<Database>
  drop(): Promise<void>
}

let count = 0

/**
 * A database of one's own, cloned from the migrated template (it has the event `kickstart`), dropped after the spec
 * file. Call it at the top of a describe or file with `await`, or in a beforeAll.
 */
export async function createTestDatabase({ maxConnections = 10 } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = inject('templateDatabase')
  const name = template.replace(/_template$/, `_${process.pid}_${++count}`)
  await createDatabase(server, name, template)
  const url = databaseUrl(server, name)
  const db = connectDatabase({ url, maxConnections, statementTimeoutMs: 20_000, log: testLog })
  if (nodesOf(server).length > 1) await noteDistribution(db)
  let dropped = false
  const drop = async () => {
    if (dropped) return
    dropped = true
    await db.destroy()
    await dropDatabase(server, name)
  }
  afterAll(drop)
  return { url, db, drop }
}

/** Deps as a server has them: an own test database, an in-process bus, real chance. Anything may be given instead. */
export async function createTestDeps(given: Partial<Deps> = {}): Promise<Deps> {
  const db = given.db ?? (await createTestDatabase()).db
  const bus: Bus = given.bus ?? createLocalBus(testLog)
  return { db, bus, log: testLog, random: secureRandom, serverId: randomUUID(), ...given }
}

/** The run's Redis, or null: `describe.skipIf(!testRedisUrl())`. It is shared by all spec files: use names of your own. */
export const testRedisUrl = (): string | null => inject('redisUrl')
