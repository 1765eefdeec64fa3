/** This server in a process of the bench, its door open on a free port, without limits that a crowd would meet. */
import '../src/production.ts'
import { randomUUID } from 'node:crypto'
import { buildApp } from '../src/app.ts'
import { loadConfig, type Role } from '../src/config.ts'
import { createIdentity } from '../src/identity/identity.http.ts'
import { createLocalBus } from '../src/platform/bus-local.ts'
import { createRedisBus } from '../src/platform/bus-redis.ts'
import { connectDatabase } from '../src/platform/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { createLog } from '../src/platform/log.ts'
import { secureRandom } from '../src/platform/random.ts'
import { startServices } from '../src/services.ts'
import { UNLIMITED } from '../test/fault/server-process.ts'

export interface ServerPlace {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly role?: Role
}

export async function openServer({ databaseUrl, redisUrl, role }: ServerPlace) {
  const config = loadConfig({
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...UNLIMITED,
    MAX_SOCKETS_PER_ADDRESS: '100000',
  })
  const log = createLog(config.logLevel)
  const db = connectDatabase({ url: databaseUrl, maxConnections: 20, statementTimeoutMs: 30_000, log })
  const serverId = randomUUID()
  const bus = redisUrl ? createRedisBus({ url: redisUrl, log, serverId }) : createLocalBus(log)
  const deps: Deps = { db, bus, log, random: secureRandom, serverId }
  const running = startServices(deps, role)
  const app = buildApp({ deps, config, identity: await createIdentity(deps, config), services: running.services })
  const { port } = await app.listen()
  return {
    deps,
    services: running.services,
    port,
    stop: async () => {
      await app.drain()
      await running.stop()
      await bus.close()
      await db.destroy()
    },
  }
}
