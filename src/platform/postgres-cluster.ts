import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgresBinaries, giveToPostgres, launchOf, PostgresStartError } from './postgres-binaries.ts'

/** The files of one embedded Postgres, all below DATA_DIR. */
export interface Cluster {
  readonly data: string
  readonly log: string
  readonly passwordFile: string
  readonly portFile: string
}

export const clusterIn = (dataDir: string): Cluster => ({
  data: join(dataDir, 'postgres'),
  log: join(dataDir, 'postgres.log'),
  passwordFile: join(dataDir, 'postgres.password'),
  portFile: join(dataDir, 'postgres.port'),
})

/** Small memory and few helper processes. fsync and synchronous_commit keep their defaults: a commit is durable. */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
}

/** Makes the cluster unless it is there; answers whether it was made. A half-made one is made anew. */
export function createCluster(cluster: Cluster): boolean {
  if (existsSync(join(cluster.data, 'PG_VERSION'))) {
    const version = readFileSync(join(cluster.data, 'PG_VERSION'), 'utf8').trim()
    if (version === '18') return false
    throw new PostgresStartError(
      `${cluster.data} was made by Postgres ${version}, this is 18: dump and restore it, or choose another DATA_DIR.`,
    )
  }
  const fresh = `${cluster.data}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  const launch = launchOf(findPostgresBinaries().initdb, [
    '-D',
    fresh,
    '--username=btx',
    `--pwfile=${cluster.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ])
  giveToPostgres(fresh, launch.uid)
  if (launch.uid !== undefined) chownSync(cluster.passwordFile, launch.uid, launch.uid)
  const done = spawnSync(launch.command[0]!, launch.command.slice(1), { uid: launch.uid, gid: launch.uid, encoding: 'utf8' })
  if (done.status !== 0) {
    throw new PostgresStartError(
      `Postgres could not be set up in ${cluster.data}: ${complaintIn(done.stderr || String(done.error))}`,
    )
  }
  renameSync(fresh, cluster.data)
  return true
}

/** Starts Postgres on the port; it accepts connections when this resolves. Throws what Postgres said if it ended instead. */
export async function launchPostgres(cluster: Cluster, port: number, more: Record<string, string>): Promise<ChildProcess> {
  const flags = Object.entries({ ...settings, ...more, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const launch = launchOf(findPostgresBinaries().postgres, ['-D', cluster.data, ...flags])
  giveToPostgres(cluster.data, launch.uid)
  if ((statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0) > 8_000_000) renameSync(cluster.log, `${cluster.log}.1`)
  const log = openSync(cluster.log, 'a')
  const start = statSync(cluster.log).size
  const child = spawn(launch.command[0]!, launch.command.slice(1), {
    stdio: ['ignore', log, log],
    uid: launch.uid,
    gid: launch.uid,
  })
  closeSync(log)
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  while (isRunning(child)) {
    if (isReady(cluster, child.pid)) return child
    await Promise.race([sleep(10), exit])
  }
  const said = readFileSync(cluster.log).subarray(start).toString()
  throw new PostgresStartError(complaintIn(said), { cause: said })
}

/** launchPostgres, patient with what a killed predecessor left behind: its processes, its shared memory, its pid file. */
export async function launchPatiently(cluster: Cluster, port: number, more: Record<string, string>): Promise<ChildProcess> {
  const until = Date.now() + 25_000
  for (;;) {
    try {
      return await launchPostgres(cluster, port, more)
    } catch (error) {
      // A predecessor that ends still writes to the same log, before and after the complaint.
      const passing = error instanceof Error && /lock file|shared memory|in use/i.test(`${error.message} ${error.cause}`)
      if (passing && Date.now() < until) endPredecessor(cluster)
      else
        throw new PostgresStartError(
          `Postgres did not start in ${cluster.data}: ${error instanceof Error ? error.message : error} (more in ${cluster.log})`,
        )
    }
    await sleep(150)
  }
}

/** Fast shutdown; after 7 s the immediate one, which loses nothing: the next start replays the log. */
export async function stopPostgres(cluster: Cluster, child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (process.platform === 'win32') spawnSync(findPostgresBinaries().pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w'])
  else child.kill('SIGINT')
  const hurry = setTimeout(() => child.kill('SIGQUIT'), 7_000)
  await gone
  clearTimeout(hurry)
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** The eighth line of postmaster.pid says how far the start has come. */
function isReady(cluster: Cluster, pid: number | undefined): boolean {
  const lines = postmasterLines(cluster)
  return lines[7]?.trim() === 'ready' && (process.platform === 'win32' || Number(lines[0]) === pid)
}

function postmasterLines(cluster: Cluster): string[] {
  try {
    return readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** A Postgres whose keeper was killed is told to stop; a pid that belongs to another program by now is forgotten. */
function endPredecessor(cluster: Cluster): void {
  const pid = Number(postmasterLines(cluster)[0])
  if (!Number.isInteger(pid) || pid <= 1 || process.platform === 'win32') return
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout
    if (command.includes('postgres')) process.kill(pid, 'SIGINT')
    else rmSync(join(cluster.data, 'postmaster.pid'), { force: true })
  } catch {
    // It has just ended.
  }
}

/** The port of the last time if it is still free, so that servers find a restarted Postgres where it was. */
export async function choosePort(cluster: Cluster): Promise<number> {
  const last = existsSync(cluster.portFile) ? Number(readFileSync(cluster.portFile, 'utf8')) : 0
  const port = (last > 0 ? await freePort(last) : null) ?? (await freePort(0))!
  writeFileSync(cluster.portFile, String(port))
  return port
}

/** Below the ports that systems give to outgoing connections, one of which could take a port before its listener does. */
const PORTS = [20_000, 32_768] as const

/** The port, or null where it is taken; for 0 any port that is free. */
export async function freePort(port: number): Promise<number | null> {
  if (port > 0) return (await isFree(port)) ? port : null
  for (;;) {
    const any = randomInt(...PORTS)
    if (await isFree(any)) return any
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => void probe.close(() => resolve(true)))
  })
}

function complaintIn(text: string): string {
  const lines = text.trim().split('\n')
  return (lines.find((line) => /fatal|error|could not|cannot|must|unshare|setpriv/i.test(line)) ?? lines.at(-1) ?? '').trim()
}
