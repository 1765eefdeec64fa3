import type { ChildProcess } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { PostgresStartError } from './postgres-binaries.ts'
import { choosePort, clusterIn, createCluster, launchPatiently, stopPostgres } from './postgres-cluster.ts'

/**
 * The keeper: a small process that runs the Postgres of one DATA_DIR for as long as a server holds a connection to the
 * keeper's socket. The kernel closes the connection of a server that is killed, so there is no count that could go
 * stale: the last holder's end, graceful or not, stops Postgres. It is started by embedded-postgres.ts with the
 * arguments DATA_DIR, socket path, settings (JSON), in a session of its own, so that a Ctrl-C in the terminal reaches
 * the servers only. Invariant: at most one keeper listens on the socket, and Postgres is its child.
 */
const [dataDir, socketPath, settingsText] = process.argv.slice(2) as [string, string, string]
const cluster = clusterIn(dataDir)
const settings = JSON.parse(settingsText) as Record<string, string>

/** What a holder is told, as one line of JSON, when Postgres accepts connections or cannot. */
export interface KeeperHello {
  readonly port?: number
  readonly password?: string
  /** The cluster is new, and this is its first holder. */
  readonly created?: boolean
  readonly error?: string
}

const say = (line: string): void => console.error(`${new Date().toISOString()} keeper: ${line}`)
const holders = new Set<Socket>()
const hello = Promise.withResolvers<KeeperHello>()
let postgres: ChildProcess | null = null
let created = false
let stopping: Promise<void> | null = null
const lonely = setTimeout(() => void stop(), 15_000)

const server = createServer({ allowHalfOpen: true }, (holder) => {
  clearTimeout(lonely)
  holders.add(holder)
  holder.on('error', () => undefined)
  holder.on('end', () => void leave(holder))
  holder.on('close', () => void leave(holder))
  holder.resume()
  void hello.promise.then((message) => {
    if (!holder.writable) return
    holder.write(`${JSON.stringify({ ...message, created })}\n`)
    created = false
  })
})
server.on('error', (error: NodeJS.ErrnoException) => {
  // Another keeper was faster: the servers connect to that one.
  if (error.code === 'EADDRINUSE') process.exit(0)
  say(`cannot listen on ${socketPath}: ${error.message}`)
  process.exit(1)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
await removeStaleSocket()
server.listen(socketPath, () => void start())

async function start(): Promise<void> {
  try {
    created = createCluster(cluster)
    const port = await choosePort(cluster)
    await run(port)
    hello.resolve({ port, password: readFileSync(cluster.passwordFile, 'utf8').trim() })
  } catch (error) {
    say(String(error instanceof Error ? error.stack : error))
    hello.resolve({ error: error instanceof PostgresStartError ? error.message : `Postgres did not start: ${error}` })
  }
}

/** Starts Postgres, and again whenever it ends by itself. */
async function run(port: number): Promise<void> {
  const child = await launchPatiently(cluster, port, settings)
  postgres = child
  child.once('exit', (code, signal) => {
    if (!stopping) void runAgain(port, `Postgres ended with ${signal ?? code}`)
  })
  if (child.exitCode !== null || child.signalCode !== null) void runAgain(port, 'Postgres ended at once')
}

async function runAgain(port: number, why: string): Promise<void> {
  say(`${why}; starting it again`)
  await run(port).catch(async (error: unknown) => {
    await sleep(1_000)
    if (!stopping) await runAgain(port, String(error))
  })
}

/** A holder's half of the connection ended: it stopped, or was killed. The last one waits for Postgres to be down. */
async function leave(holder: Socket): Promise<void> {
  if (holders.size === 1 && holders.has(holder)) await stop()
  holders.delete(holder)
  holder.end()
}

function stop(): Promise<void> {
  stopping ??= (async () => {
    server.close()
    clearTimeout(lonely)
    if (postgres) await stopPostgres(cluster, postgres)
    for (const holder of holders) holder.end()
    setTimeout(() => process.exit(0), 500).unref()
  })()
  return stopping
}

/** A socket file that nobody answers was left by a killed keeper; it goes only if it is still the very same file. */
async function removeStaleSocket(): Promise<void> {
  const inode = statSync(socketPath, { throwIfNoEntry: false })?.ino
  if (inode === undefined || process.platform === 'win32') return
  const answered = await new Promise<boolean>((resolve) => {
    const probe = createConnection(socketPath, () => resolve(true)).once('error', () => resolve(false))
    setTimeout(() => probe.destroy(), 1_000).unref()
  })
  if (answered) process.exit(0)
  if (statSync(socketPath, { throwIfNoEntry: false })?.ino === inode) rmSync(socketPath, { force: true })
}
