import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Log } from './log.ts'
import { findPostgresBinaries, PostgresStartError } from './postgres-binaries.ts'
import type { KeeperHello } from './postgres-keeper.ts'

export interface EmbeddedPostgres {
  readonly url: string
  /** This start made the cluster: the database was empty. */
  readonly created: boolean
  /** Lets go of Postgres. Postgres stops with its last holder; for that one, this resolves when it is down. */
  stop(): Promise<void>
}

/**
 * Runs the Postgres of a data directory, or joins the one that another server of the same directory runs. The keeper
 * (postgres-keeper.ts) owns Postgres; this process holds a connection to it. A keeper that was killed is replaced, and
 * Postgres comes back on the same port if it can.
 */
export async function startEmbeddedPostgres(options: {
  readonly dataDir: string
  readonly log: Log
  /** Postgres settings beside the built-in ones; only the server that starts the keeper decides. */
  readonly settings?: Readonly<Record<string, string>>
}): Promise<EmbeddedPostgres> {
  findPostgresBinaries()
  const dataDir = usableDirectory(options.dataDir)
  const attach = () => joinKeeper(dataDir, JSON.stringify(options.settings ?? {}))
  let stopped = false
  let held = await attach()
  const { port, password, created = false } = held.hello

  const watch = () => held.socket.once('close', () => void (stopped || rejoin()))
  const rejoin = async () => {
    options.log.warn('the keeper of the embedded Postgres was lost; starting another')
    while (!stopped) {
      try {
        held = await attach()
        if (held.hello.port !== port)
          options.log.error({ port: held.hello.port }, 'the embedded Postgres came back on another port; restart this server')
        return stopped ? void held.socket.end() : void watch()
      } catch (error) {
        options.log.error({ err: error }, 'the embedded Postgres did not come back')
        await sleep(1_000)
      }
    }
  }
  watch()
  return {
    url: `postgres://btx:${password}@127.0.0.1:${port}/postgres`,
    created,
    stop: async () => {
      stopped = true
      const { socket } = held
      if (socket.destroyed) return
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      socket.end()
      await Promise.race([closed, sleep(9_000, undefined, { ref: false })])
    },
  }
}

/** The directory, made where there is none; one in which this user can write. */
function usableDirectory(path: string): string {
  try {
    makeDirectory(path)
    accessSync(path, constants.W_OK)
    return realpathSync(path)
  } catch (cause) {
    throw new PostgresStartError(
      `DATA_DIR ${path} cannot be used (${(cause as Error).message}): name a folder in which this user may write.`,
      { cause },
    )
  }
}

/** Level by level: Node's own recursive mkdir tries for ever where a file system makes no directories, as below /proc. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another server of the same directory was there first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

interface Held {
  readonly socket: Socket
  readonly hello: KeeperHello
}

/** Connects to the keeper, starting one where none listens. Two servers may do so at once: one keeper wins. */
async function joinKeeper(dataDir: string, settings: string): Promise<Held> {
  const socketPath = keeperSocket(dataDir)
  const until = Date.now() + 30_000
  let keeper: ChildProcess | null = null
  while (Date.now() < until) {
    const socket = await connectTo(socketPath)
    if (socket) {
      const hello = await readHello(socket)
      if (hello?.error) {
        socket.end()
        throw new PostgresStartError(hello.error)
      }
      if (hello) return { socket, hello }
    }
    if (keeper && (keeper.exitCode ?? 0) !== 0) {
      throw new PostgresStartError(
        `The keeper of the embedded Postgres ended with ${keeper.exitCode}; see ${join(dataDir, 'postgres.log')}.`,
      )
    }
    if (!socket && (!keeper || keeper.exitCode !== null || keeper.signalCode !== null))
      keeper = spawnKeeper(dataDir, socketPath, settings)
    await sleep(15)
  }
  throw new PostgresStartError(
    `The embedded Postgres in ${dataDir} was not ready within 30 s; see ${join(dataDir, 'postgres.log')}.`,
  )
}

function spawnKeeper(dataDir: string, socketPath: string, settings: string): ChildProcess {
  const log = openSync(join(dataDir, 'postgres.log'), 'a', 0o600)
  const { NODE_OPTIONS: _, ...env } = process.env
  const script = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))
  const keeper = spawn(process.execPath, ['--max-semi-space-size=1', script, dataDir, socketPath, settings], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: dataDir,
    env,
    windowsHide: true,
  })
  closeSync(log)
  keeper.on('error', () => undefined)
  keeper.unref()
  return keeper
}

/** In the data directory, unless that is too long for the name of a socket. */
function keeperSocket(dataDir: string): string {
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\btx-postgres-${digest}`
  const near = join(dataDir, 'postgres.keeper')
  return Buffer.byteLength(near) < 100 ? near : join(tmpdir(), `btx-postgres-${digest}`)
}

function connectTo(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(null))
  })
}

/** Null if the keeper ends the connection first: it was stopping. */
function readHello(socket: Socket): Promise<KeeperHello | null> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.endsWith('\n')) resolve(JSON.parse(text) as KeeperHello)
    })
    socket.once('close', () => resolve(null))
  })
}
