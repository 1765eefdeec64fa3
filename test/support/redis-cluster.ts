import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { isOnPath } from '../../src/platform/postgres-binaries.ts'
import { freePort } from '../../src/platform/postgres-cluster.ts'
import { redisProgram } from './redis-server.ts'

export interface RedisCluster {
  /** As REDIS_URL takes them. */
  readonly urls: string
  readonly ports: readonly number[]
  kill(node: number): Promise<void>
  /** The node comes back as it was; resolves when it is part of the cluster again. */
  restart(node: number): Promise<void>
  /** The node that has a channel's shard. */
  ownerOf(channel: string): Promise<number>
  stop(): Promise<void>
}

const NODES = 3
const SLOTS = 16_384

/** Three masters of a Redis Cluster on this machine, without replicas. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const program = redisProgram()
  if (!program) throw new Error('redis-server or valkey-server is not on PATH')
  const folder = mkdtempSync(join(tmpdir(), 'btx-redis-cluster-'))
  const ports = [(await freePort(0))!, (await freePort(0))!, (await freePort(0))!]
  const busPorts = [(await freePort(0))!, (await freePort(0))!, (await freePort(0))!]
  const children: ChildProcess[] = []
  const run = (node: number) => {
    const dir = join(folder, String(node))
    mkdirSync(dir, { recursive: true })
    children[node] = spawnNode(program, dir, ports[node]!, busPorts[node]!)
  }
  const asked = ports.map((port) =>
    new Redis(port, { maxRetriesPerRequest: null, retryStrategy: () => 20 }).on('error', () => undefined),
  )
  const isWhole = async () => {
    const infos = await Promise.all(asked.map((redis) => redis.cluster('INFO')))
    return infos.every((info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`))
  }
  const whole = async () => {
    const until = performance.now() + 20_000
    while (!(await isWhole())) {
      if (performance.now() > until) throw new Error('the Redis Cluster did not come together within 20 s')
      await sleep(50)
    }
  }
  for (const node of ports.keys()) run(node)
  for (const [node, redis] of asked.entries()) {
    const [first, next] = [node, node + 1].map((share) => Math.floor((SLOTS * share) / NODES))
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', `${first}`, `${next! - 1}`)
    await redis.call('CLUSTER', 'MEET', '127.0.0.1', `${ports[0]}`, `${busPorts[0]}`)
  }
  await whole()
  const end = async (child: ChildProcess) => {
    const exit = once(child, 'exit')
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exit
  }
  return {
    urls: ports.map((port) => `redis://127.0.0.1:${port}`).join(','),
    ports,
    kill: (node) => end(children[node]!),
    async restart(node) {
      run(node)
      await whole()
    },
    async ownerOf(channel) {
      const slot = await asked.find(({ status }) => status === 'ready')!.cluster('KEYSLOT', channel)
      return ports.findIndex((_, node) => slot < Math.floor((SLOTS * (node + 1)) / NODES))
    },
    async stop() {
      for (const redis of asked) redis.disconnect()
      await Promise.all(children.map(end))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function spawnNode(program: string, dir: string, port: number, busPort: number): ChildProcess {
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const ofCluster = ['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`, '--cluster-node-timeout', '1000']
  // A shard that is away leaves the others alone.
  const parameters = [...flags, ...ofCluster, '--cluster-require-full-coverage', 'no']
  const tied = process.platform === 'linux' && isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []
  const [command, ...rest] = [...tied, program, ...parameters]
  return spawn(command!, rest, { stdio: 'ignore' })
}
