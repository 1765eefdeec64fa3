import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'
import { isOnPath, pathOf } from './postgres-binaries.ts'
import { freePort } from './postgres-cluster.ts'

/** A Redis of this machine's PATH, for the hints between the processes of one machine: it keeps nothing. */
export interface OwnRedis {
  readonly url: string
  stop(): Promise<void>
}

const READY_WITHIN_MS = 10_000
const AGAIN_AFTER_MS = 500

/** Null where neither redis-server nor valkey-server is on PATH. One that ends is started again on the same port. */
export async function startOwnRedis(log: Log): Promise<OwnRedis | null> {
  const program = pathOf('redis-server') ?? pathOf('valkey-server')
  if (!program) return null
  const port = (await freePort(0))!
  const folder = mkdtempSync(join(tmpdir(), 'btx-redis-'))
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  // A killed process takes its Redis along; a terminal's Ctrl-C is not for it.
  const tied = process.platform === 'linux' && isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []
  const [command, ...parameters] = [...tied, program, ...flags]
  let stopped = false
  let child: ChildProcess

  function run(): void {
    child = spawn(command!, parameters, { stdio: 'ignore', detached: true })
    child.on('error', () => undefined)
    child.once('exit', (code, signal) => {
      if (stopped) return
      log.warn({ code, signal }, 'the Redis of this machine ended; starting it again')
      setTimeout(() => void (stopped || run()), AGAIN_AFTER_MS).unref()
    })
  }
  run()
  const stop = async () => {
    stopped = true
    const gone = child.exitCode !== null || child.signalCode !== null || new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  const until = performance.now() + READY_WITHIN_MS
  while (!(await accepts(port))) {
    if (performance.now() > until) {
      await stop()
      throw new Error(`${program} does not answer on port ${port}`)
    }
    await sleep(20)
  }
  return { url: `redis://127.0.0.1:${port}`, stop }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => resolve(socket.destroy().destroyed))
    socket.once('error', () => resolve(false))
  })
