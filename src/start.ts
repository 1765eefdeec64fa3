import { randomUUID } from 'node:crypto'
import { type App, buildApp } from './app.ts'
import { type Config, hasDoor } from './config.ts'
import { seedDemo } from './demo/demo.commands.ts'
import { createIdentity } from './identity/identity.http.ts'
import { DEMO_WELCOME } from './ledger/credit.ts'
import type { Bus } from './platform/bus.ts'
import { createLocalBus } from './platform/bus-local.ts'
import { createRedisBus } from './platform/bus-redis.ts'
import { createSharedBuckets, type SharedBuckets } from './platform/buckets-redis.ts'
import { connectDatabase } from './platform/database.ts'
import { noteDistribution } from './platform/distribution.sql.ts'
import type { Deps } from './platform/deps.ts'
import type { Log } from './platform/log.ts'
import { openDatabase } from './platform/open-database.ts'
import { openReplica } from './platform/replica.ts'
import { secureRandom } from './platform/random.ts'
import { startTracing } from './platform/tracing.ts'
import { startServices } from './services.ts'
import { buildSideDoor } from './side-door.ts'
import { signingDomain } from './wallets/typed-data.ts'
import { createWeb } from './web.ts'

export interface RunningServer {
  readonly port: number
  /** Absent where others serve. */
  readonly take?: App['take']
  readonly isEmbedded: boolean
  /** The demo was written by this start. */
  readonly isSeeded: boolean
  /** The guest mode's secret for administrators, on the first start only. */
  readonly adminSecret: string | null
  /** Not ready any more, then the door, the running parts, the connections, Postgres: within 10 s. */
  stop(): Promise<void>
}

/** A migrated database with a market in it, for a process that serves nobody but starts those that do. */
export interface PreparedMarket extends Pick<RunningServer, 'isEmbedded' | 'isSeeded' | 'adminSecret' | 'stop'> {
  readonly url: string
}

export async function prepareMarket(config: Config, log: Log): Promise<PreparedMarket> {
  const database = await openDatabase(config, log)
  const bus = createLocalBus(log)
  const db = openPool(config, database.url, log)
  try {
    const deps: Deps = { db, bus, log, random: secureRandom, serverId: randomUUID() }
    const isSeeded = database.isEmbedded && config.seedDemo && (await seedDemo(deps))
    const { freshAdminSecret: adminSecret, close } = await createIdentity(deps, config)
    close()
    return { url: database.url, isEmbedded: database.isEmbedded, isSeeded, adminSecret, stop: () => database.stop() }
  } catch (error) {
    await database.stop()
    throw error
  } finally {
    await db.destroy()
  }
}

/** One server, from its configuration to an open door. What was opened is closed again if a later step fails. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const opened: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) {
      await close().catch((error: unknown) => log.error({ err: error }, 'a part of the server did not stop cleanly'))
    }
  }
  try {
    const serverId = randomUUID()
    if (config.tracesEndpoint)
      opened.push(await startTracing({ endpoint: config.tracesEndpoint, ratio: config.tracesRatio, serverId }))
    const database = await openDatabase(config, log)
    opened.push(() => database.stop())
    const db = openPool(config, database.url, log)
    opened.push(() => db.destroy())
    await noteDistribution(db)
    const replica = hasDoor(config.role) ? connectReplica(config, db, log) : null
    opened.push(async () => replica?.close())
    const bus = openBus(config, log, serverId)
    opened.push(() => bus.close())
    const buckets = openBuckets(config, log)
    opened.push(async () => buckets?.close())
    const deps: Deps = { db, ...(replica ? { replica } : {}), bus, log, random: secureRandom, serverId }
    const isSeeded = database.isEmbedded && config.seedDemo && (await seedDemo(deps))
    const identity = hasDoor(config.role) ? await createIdentity(deps, { ...config, buckets }) : null
    opened.push(async () => identity?.close())
    const domain = signingDomain(config.chainId, config.verifyingContract)
    const running = startServices(deps, config.role, domain, config.bookWelcome ? DEMO_WELCOME : null, config.historyDays)
    opened.push(() => running.stop())
    const { services } = running
    const app = identity
      ? buildApp({ deps, config, identity, services, web: createWeb(config), buckets })
      : buildSideDoor(deps, config)
    const { port } = await app.listen()
    opened.push(() => app.drain())
    const { isEmbedded } = database
    return { port, take: app.take, isEmbedded, isSeeded, adminSecret: identity?.freshAdminSecret ?? null, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const openBus = ({ redisUrl }: Config, log: Log, serverId: string): Bus =>
  redisUrl ? createRedisBus({ url: redisUrl, log, serverId }) : createLocalBus(log)

const openPool = (config: Config, url: string, log: Log) =>
  connectDatabase({ url, maxConnections: config.databaseMaxConnections, statementTimeoutMs: config.databaseTimeoutMs, log })

const connectReplica = (
  { databaseReplicaUrl: url, databaseMaxConnections: maxConnections, redisUrl }: Config,
  primary: Deps['db'],
  log: Log,
) => (url ? openReplica({ url, maxConnections, primary, redisUrl, log }) : null)

const openBuckets = ({ redisUrl }: Config, log: Log): SharedBuckets | null =>
  redisUrl ? createSharedBuckets({ url: redisUrl, log }) : null
