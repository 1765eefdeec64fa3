/** Everything one fault needs, on one machine: Postgres, Redis, proxies before both and before the servers, and these. */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { hasDoor, type Role } from '../../src/config.ts'
import type { Database } from '../../src/database.ts'
import { connectDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrateUp } from '../../src/platform/migrate.ts'
import {
  type Cluster,
  clusterIn,
  createCluster,
  freePort,
  launchPatiently,
  stopPostgres,
} from '../../src/platform/postgres-cluster.ts'
import { spawnRedis, type TestRedis } from '../support/redis-server.ts'
import { type Proxy, startProxy } from './proxy.ts'
import { defineServer, type ServerProcess, UNLIMITED } from './server-process.ts'

export interface Machine {
  readonly folder: string
  readonly server: ServerProcess
  /** Before its door, its Postgres and its Redis. */
  readonly door: Proxy
  readonly postgres: Proxy
  readonly redis: Proxy
}

export interface Rig {
  readonly folder: string
  readonly machines: readonly Machine[]
  /** Straight to Postgres, for looking at the tables. */
  readonly db: Kysely<Database>
  readonly databaseUrl: string
  readonly postgres: {
    readonly pid: number
    start(): Promise<void>
    stop(): Promise<void>
    signal(name: NodeJS.Signals): void
  }
  readonly redis: { readonly pid: number | undefined; start(): Promise<void>; kill(): Promise<void> }
  /** Doors, as clients know them. */
  readonly urls: readonly string[]
  stop(): Promise<void>
}

export interface RigOptions {
  /** What each process does; two that do everything where absent. */
  readonly roles?: readonly Role[]
  readonly env?: Readonly<Record<string, string>>
  readonly postgresSettings?: Readonly<Record<string, string>>
  readonly postgresEnv?: Readonly<Record<string, string>>
  /** Where the cluster lies; a folder of the rig where absent. */
  readonly clusterFolder?: string
  readonly withoutRedisAtFirst?: boolean
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'btx-fault-'))
  const opened: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    return await build(folder, options, opened, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(folder: string, options: RigOptions, opened: (() => unknown)[], stop: () => Promise<void>): Promise<Rig> {
  const cluster = clusterIn(options.clusterFolder ?? folder)
  createCluster(cluster)
  const postgres = await openPostgres(cluster, options.postgresSettings ?? {}, options.postgresEnv ?? {})
  opened.push(() => postgres.stop())
  const password = readFileSync(cluster.passwordFile, 'utf8').trim()
  const urlAt = (port: number) => `postgres://btx:${password}@127.0.0.1:${port}/postgres`
  const databaseUrl = urlAt(postgres.port)
  await migrateUp(databaseUrl)
  const db = connectDatabase({ url: databaseUrl, maxConnections: 3, statementTimeoutMs: 60_000, log: createLog('silent') })
  opened.push(() => db.destroy())
  const redis = await openRedis(options.withoutRedisAtFirst === true)
  opened.push(() => redis.kill())

  const machines: Machine[] = []
  const roles: readonly Role[] = options.roles ?? ['all', 'all']
  for (const [index, role] of roles.entries()) {
    const toPostgres = await startProxy(() => postgres.port)
    const toRedis = await startProxy(() => redis.port)
    const own = join(folder, `server-${index}`)
    mkdirSync(own)
    const server = await defineServer(folder, `server-${index}`, {
      DATABASE_URL: urlAt(toPostgres.port),
      REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
      DATA_DIR: own,
      ROLE: role,
      ...UNLIMITED,
      LOG_LEVEL: 'warn',
      ...options.env,
    })
    const door = await startProxy(() => server.port)
    opened.push(async () => {
      await server.kill()
      await Promise.all([toPostgres.stop(), toRedis.stop(), door.stop()])
    })
    machines.push({ folder: own, server, door, postgres: toPostgres, redis: toRedis })
  }
  const doors = machines.filter((_, index) => hasDoor(roles[index]!))
  const urls = doors.map(({ door }) => `http://127.0.0.1:${door.port}`)
  return { folder, machines, db, databaseUrl, postgres, redis, urls, stop }
}

async function openPostgres(cluster: Cluster, settings: Record<string, string>, env: Record<string, string>) {
  const port = (await freePort(0))!
  let child: ChildProcess | null = null
  const opened = {
    port,
    get pid() {
      return child?.pid ?? 0
    },
    async start() {
      // The launcher hands its own environment on.
      Object.assign(process.env, env)
      try {
        child = await launchPatiently(cluster, port, settings)
      } finally {
        for (const name of Object.keys(env)) delete process.env[name]
      }
      // The launcher goes on when Postgres says ready, which a crash a moment later would take back.
      child.on('error', () => undefined)
    },
    async stop() {
      if (!child) return
      child.kill('SIGCONT')
      await stopPostgres(cluster, child)
    },
    signal: (name: NodeJS.Signals) => void child?.kill(name),
  }
  await opened.start()
  return opened
}

async function openRedis(isAbsent: boolean) {
  const port = (await freePort(0))!
  let running: TestRedis | null = null
  const opened = {
    port,
    get pid() {
      return running?.pid
    },
    async start() {
      running = await spawnRedis(port)
      if (!running) throw new Error('There is no redis-server on PATH.')
    },
    async kill() {
      await running?.stop()
      running = null
    },
  }
  if (!isAbsent) await opened.start()
  return opened
}
