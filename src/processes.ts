/**
 * All cores of one machine behind one port: doors that share it, one worker and one matcher, each a process of its own.
 * This process looks after them: it runs the embedded Postgres and a Redis where none is given, accepts for the doors,
 * starts again what ends, and passes the end on.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Config, type Role } from './config.ts'
import { ConfigError } from './platform/environment.ts'
import type { Log } from './platform/log.ts'
import { gauge } from './platform/metrics.ts'
import { startOwnRedis } from './platform/own-redis.ts'
import { createGatherer, PROCESS_NAME } from './platform/process-metrics.ts'
import { openSharedPort, type SharedPort } from './platform/shared-port.ts'
import { type PreparedMarket, prepareMarket, type RunningServer } from './start.ts'

type Environment = Readonly<Record<string, string | undefined>>

const SCRIPT = fileURLToPath(new URL('server.ts', import.meta.url))
const AGAIN_MIN_MS = 200
const AGAIN_MAX_MS = 5_000
/** One that ran for so long is started again at once. */
const SOUND_AFTER_MS = 60_000
/** A little more than one needs that drains, and less than this process has itself when it is told to end. */
const ENDED_WITHIN_MS = 9_000
const REDIS_WANTED =
  'a Redis that the processes tell each other of changes with, as soon as PROCESSES is more than 1; or put redis-server or valkey-server on PATH'

/** What the embedded Postgres has for all of them. */
const EMBEDDED_CONNECTIONS = 180
const CONNECTIONS_MIN = 4

/** What a child says when its door is open. */
export interface ChildReady {
  readonly kind: 'ready'
}

/** One process of several; it is started again whenever it ends. */
interface Place {
  readonly name: string
  readonly role: Role
  child: ChildProcess | null
  failures: number
}

export async function startProcesses(config: Config, env: Environment, log: Log): Promise<RunningServer> {
  const opened: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    // First of all, because somebody else may have the port.
    const port = await openSharedPort(config, log)
    opened.push(() => port.close())
    const prepared = await prepareMarket(config, log)
    opened.push(() => prepared.stop())
    const redis = config.redisUrl ? null : await startOwnRedis(log)
    opened.push(async () => redis?.stop())
    const redisUrl = config.redisUrl ?? redis?.url
    if (redisUrl === undefined) throw new ConfigError('REDIS_URL', undefined, REDIS_WANTED)
    const family = runFamily(placesOf(config), port, environmentOf(config, env, prepared, redisUrl), log)
    opened.push(() => family.stop())
    await Promise.all(family.started)
    const { isEmbedded, isSeeded, adminSecret } = prepared
    return { port: port.port, isEmbedded, isSeeded, adminSecret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the processes are started with. */
function environmentOf(config: Config, env: Environment, { url, isEmbedded }: PreparedMarket, redisUrl: string): Environment {
  const share = Math.floor(EMBEDDED_CONNECTIONS / placesOf(config).length)
  const connections = Math.max(CONNECTIONS_MIN, Math.min(config.databaseMaxConnections, share))
  return {
    ...env,
    PROCESSES: '1',
    // A door of its own on this machine; what comes to the shared port is handed over.
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: url,
    BOOK_WELCOME: config.bookWelcome ? 'yes' : 'no',
    REDIS_URL: redisUrl,
    ...(isEmbedded ? { DATABASE_MAX_CONNECTIONS: `${connections}` } : {}),
  }
}

function placesOf({ processes, role }: Config): Place[] {
  const place = (name: string, as: Role): Place => ({ name, role: as, child: null, failures: 0 })
  const doors = Array.from({ length: processes }, (_, index) => place(`api-${index + 1}`, 'api'))
  return role === 'api' ? doors : [...doors, place('worker', 'worker'), place('matcher', 'matcher')]
}

interface Family {
  /** Of each, when it is open, or has ended while a door serves; rejects where one ends before any door does. */
  readonly started: Promise<void>[]
  /** Accepts no more, and ends all when what was accepted is theirs; kills who is not gone within 9 s. */
  stop(): Promise<void>
}

function runFamily(places: readonly Place[], port: SharedPort, env: Environment, log: Log): Family {
  let stopping = false
  /** From now on a process that ends is started again, whether or not it was open, and nobody is sent away for it. */
  let isServing = false
  const running = () => new Map(places.flatMap(({ name, child }) => (child ? [[name, child] as const] : [])))
  const answerTo = createGatherer(running)
  const unmeter = gauge(
    'processes_running',
    'Processes of this machine that run; one that is started anew is missing.',
    () => running().size,
  )

  function run(place: Place, onStarted: () => void, onFailed: (why: Error) => void): void {
    const startedMs = performance.now()
    const { name, role } = place
    const child = fork(SCRIPT, [], { execArgv: process.execArgv, env: { ...env, ROLE: role, [PROCESS_NAME]: name } })
    place.child = child
    answerTo(child)
    child.on('message', (message: ChildReady) => {
      if (message.kind !== 'ready') return
      if (role === 'api') port.addDoor(child)
      isServing ||= role === 'api'
      onStarted()
    })
    child.on('error', (error) => log.error({ err: error, process: name }, 'a process could not be started or told'))
    child.once('exit', (code, signal) => {
      place.child = null
      if (!isServing) {
        onFailed(new Error(`The process ${name} ended with ${signal ?? code} before a door was open; its message stands above.`))
        return
      }
      onStarted()
      if (stopping) return
      place.failures = performance.now() - startedMs > SOUND_AFTER_MS ? 0 : place.failures + 1
      const pauseMs = Math.min(AGAIN_MIN_MS * 2 ** place.failures, AGAIN_MAX_MS)
      log.error({ process: name, code, signal, pauseMs }, 'a process ended; starting it again')
      setTimeout(() => void (stopping || run(place, onStarted, onFailed)), pauseMs)
    })
  }

  return {
    started: places.map((place) => new Promise<void>((resolve, reject) => run(place, resolve, reject))),
    async stop() {
      stopping = true
      unmeter()
      await port.close()
      await Promise.all(
        Array.from(running().values(), async (child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGTERM')
          const late = setTimeout(() => child.kill('SIGKILL'), ENDED_WITHIN_MS)
          await gone
          clearTimeout(late)
        }),
      )
    },
  }
}
