/**
 * All cores of one machine behind one port: doors that share it, one worker and one matcher, each a process of its own.
 * This process only looks after them: it runs the embedded Postgres and a Redis where none is given, starts again what ends,
 * and passes the end on.
 */
import { type ChildProcess, fork } from 'node:child_process'
import cluster from 'node:cluster'
import { fileURLToPath } from 'node:url'
import { type Config, type Role } from './config.ts'
import { ConfigError } from './platform/environment.ts'
import type { Log } from './platform/log.ts'
import { gauge } from './platform/metrics.ts'
import { startOwnRedis } from './platform/own-redis.ts'
import { createGatherer, PROCESS_NAME } from './platform/process-metrics.ts'
import { prepareMarket, type RunningServer } from './start.ts'

type Environment = Readonly<Record<string, string | undefined>>

const SCRIPT = fileURLToPath(new URL('server.ts', import.meta.url))
const AGAIN_MIN_MS = 200
const AGAIN_MAX_MS = 5_000
/** One that ran for so long is started again at once. */
const SOUND_AFTER_MS = 60_000
/** What the embedded Postgres has for all of them. */
const EMBEDDED_CONNECTIONS = 180
const CONNECTIONS_MIN = 4

/** What a child says when its door is open. */
export interface ChildReady {
  readonly kind: 'ready'
  readonly port: number
}

/** One process of several; it is started again whenever it ends. */
interface Place {
  readonly name: string
  readonly role: Role
  child: ChildProcess | null
  failures: number
}

export async function startProcesses(config: Config, env: Environment, log: Log): Promise<RunningServer> {
  const prepared = await prepareMarket(config, log)
  const redis = config.redisUrl ? null : await startOwnRedis(log)
  const stopParts = async () => {
    await redis?.stop()
    await prepared.stop()
  }
  if (!config.redisUrl && !redis) {
    await stopParts()
    throw new ConfigError(
      'REDIS_URL',
      undefined,
      'a Redis that the processes tell each other of changes with, as soon as PROCESSES is more than 1; or put redis-server or valkey-server on PATH',
    )
  }
  const places = placesOf(config)
  const each = Math.max(
    CONNECTIONS_MIN,
    Math.min(config.databaseMaxConnections, Math.floor(EMBEDDED_CONNECTIONS / places.length)),
  )
  const shared = {
    ...env,
    PROCESSES: '1',
    DATABASE_URL: prepared.url,
    BOOK_WELCOME: config.bookWelcome ? 'yes' : 'no',
    REDIS_URL: config.redisUrl ?? redis?.url,
    ...(prepared.isEmbedded ? { DATABASE_MAX_CONNECTIONS: `${each}` } : {}),
  }
  const family = runFamily(places, shared, log)
  try {
    const ports = await Promise.all(family.opened)
    const { isEmbedded, isSeeded, adminSecret } = prepared
    const stop = async () => {
      await family.stop()
      await stopParts()
    }
    return { port: ports[0]!, isEmbedded, isSeeded, adminSecret, stop }
  } catch (error) {
    await family.stop()
    await stopParts()
    throw error
  }
}

function placesOf({ processes, role }: Config): Place[] {
  const place = (name: string, as: Role): Place => ({ name, role: as, child: null, failures: 0 })
  const doors = Array.from({ length: processes }, (_, index) => place(`api-${index + 1}`, 'api'))
  return role === 'api' ? doors : [...doors, place('worker', 'worker'), place('matcher', 'matcher')]
}

interface Family {
  /** The port of each, once it is open for the first time; rejects where one ends before that. */
  readonly opened: Promise<number>[]
  stop(): Promise<void>
}

function runFamily(places: readonly Place[], env: Environment, log: Log): Family {
  let stopping = false
  const running = () => new Map(places.flatMap(({ name, child }) => (child ? [[name, child] as const] : [])))
  const answerTo = createGatherer(running)
  const unmeter = gauge(
    'processes_running',
    'Processes of this machine that run; one that is started anew is missing.',
    () => running().size,
  )
  cluster.setupPrimary({ exec: SCRIPT, args: [], execArgv: process.execArgv })

  /** Doors share the port by the cluster module; the others have a door of their own, on any port of this machine. */
  function spawn({ name, role }: Place): ChildProcess {
    const own = { ...env, ROLE: role, [PROCESS_NAME]: name }
    if (role === 'api') return cluster.fork(own).process
    return fork(SCRIPT, [], { execArgv: process.execArgv, env: { ...own, HOST: '127.0.0.1', PORT: '0' } })
  }

  function run(place: Place, onOpen: (port: number) => void, onEnd: (why: Error) => void): void {
    const startedMs = performance.now()
    const child = spawn(place)
    place.child = child
    answerTo(child)
    child.on('message', (message: ChildReady) => message.kind === 'ready' && onOpen(message.port))
    child.on('error', (error) => log.error({ err: error, process: place.name }, 'a process could not be started or told'))
    child.once('exit', (code, signal) => {
      place.child = null
      onEnd(new Error(`The process ${place.name} ended with ${signal ?? code} before it was ready; its message stands above.`))
      if (stopping) return
      place.failures = performance.now() - startedMs > SOUND_AFTER_MS ? 0 : place.failures + 1
      const pauseMs = Math.min(AGAIN_MIN_MS * 2 ** place.failures, AGAIN_MAX_MS)
      log.error({ process: place.name, code, signal, pauseMs }, 'a process ended; starting it again')
      setTimeout(() => void (stopping || run(place, onOpen, onEnd)), pauseMs)
    })
  }

  return {
    opened: places.map((place) => new Promise<number>((resolve, reject) => run(place, resolve, reject))),
    async stop() {
      stopping = true
      unmeter()
      await Promise.all(
        Array.from(running().values(), async (child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGTERM')
          await gone
        }),
      )
    },
  }
}
