/** A real server: node src/server.ts, with signals, crash points and restarts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isOnPath } from '../../src/platform/postgres-binaries.ts'
import { freePort } from '../../src/platform/postgres-cluster.ts'
import { root } from '../support/programs.ts'

export interface ServerProcess {
  readonly port: number
  readonly pid: number | undefined
  readonly isRunning: boolean
  /** Resolves with the milliseconds until it was ready or ended. */
  start(more?: StartOptions): Promise<number>
  signal(signal: NodeJS.Signals): void
  /** Resolves when the process has ended. */
  ended(): Promise<void>
  /** What /ready answers, or null where nothing answers within 2 s. */
  readiness(): Promise<{ ready: boolean; reason?: string; bus?: string } | null>
  /** A number of /metrics; 0 where it is not there. */
  metric(name: string): Promise<number>
  kill(): Promise<void>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly nodeFlags?: readonly string[]
  /** In front of node, such as prlimit. */
  readonly wrapper?: readonly string[]
  readonly readyWithinMs?: number
}

/** Nobody who loads a server meets its rate limits. */
export const UNLIMITED = { RATE_LIMIT_POINTS: '1000000000', RATE_LIMIT_PER_SECOND: '100000000' } as const

const preload = fileURLToPath(new URL('crash-points.ts', import.meta.url))

export async function defineServer(folder: string, name: string, base: Record<string, string>): Promise<ServerProcess> {
  const port = (await freePort(0))!
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null

  const server: ServerProcess = {
    port,
    get pid() {
      return child?.pid
    },
    get isRunning() {
      return isRunning()
    },
    async start({ env = {}, nodeFlags = [], wrapper = [], readyWithinMs = 30_000 } = {}) {
      const log = openSync(join(folder, `${name}.log`), 'a')
      const tied = isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []
      const script = ['--import', preload, join(root, 'src/server.ts')]
      const [program, ...parameters] = [...tied, ...wrapper, process.execPath, ...nodeFlags, ...script]
      const started = performance.now()
      const own = spawn(program!, parameters, {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...base, PORT: String(port), ...env },
        stdio: ['ignore', log, log],
      })
      child = own
      while (performance.now() - started < readyWithinMs) {
        if (own.exitCode !== null || own.signalCode !== null) break
        if ((await server.readiness())?.ready) break
        await sleep(25)
      }
      return performance.now() - started
    },
    signal: (signal) => void child?.kill(signal),
    async ended() {
      if (isRunning()) await once(child!, 'exit')
    },
    async readiness() {
      try {
        const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) })
        return (await response.json()) as { ready: boolean }
      } catch {
        return null
      }
    },
    async metric(metricName) {
      const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) }).then((r) => r.text())
      const lines = text.split('\n').filter((line) => line.startsWith(`${metricName} `) || line.startsWith(`${metricName}{`))
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
    },
    async kill() {
      if (!isRunning()) return
      child!.kill('SIGKILL')
      await server.ended()
    },
  }
  return server
}
