import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { isOnPath, pathOf } from '../../src/platform/postgres-binaries.ts'
import { freePort } from '../../src/platform/postgres-cluster.ts'

export interface TestRedis {
  readonly url: string | null
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** REDIS_URL, else a Redis of our own, else none. */
export async function startTestRedis(): Promise<TestRedis> {
  const none = { pid: undefined, stop: async () => undefined }
  if (process.env.REDIS_URL) return { ...none, url: process.env.REDIS_URL }
  return (await spawnRedis()) ?? { ...none, url: null }
}

export const redisProgram = (): string | null => pathOf('redis-server') ?? pathOf('valkey-server')

/** Our own Redis without persistence, or null where no program for it is on PATH. Fault tests kill and pause it. */
export async function spawnRedis(port?: number): Promise<TestRedis | null> {
  const program = redisProgram()
  if (!program) return null
  const chosen = port ?? (await freePort(0))!
  const folder = mkdtempSync(join(tmpdir(), 'btx-test-redis-'))
  const flags = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  // A killed test run takes its Redis along.
  const command =
    process.platform === 'linux' && isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--', program] : [program]
  const child = spawn(command[0]!, [...command.slice(1), ...flags], { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${chosen}`
  await waitForRedis(url, child)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    }
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, pid: child.pid, stop }
}

async function waitForRedis(url: string, child: ChildProcess): Promise<void> {
  const probe = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 20 })
  probe.on('error', () => undefined)
  try {
    const answer = await Promise.race([probe.ping(), sleep(10_000, 'none', { ref: false })])
    if (answer !== 'PONG' || child.exitCode !== null) throw new Error(`redis-server did not answer at ${url} within 10 s.`)
  } finally {
    probe.disconnect()
  }
}
