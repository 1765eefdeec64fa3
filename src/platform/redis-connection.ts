/** Connections to Redis that come back by themselves, and how it is noticed that one hangs. */
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { Log } from './log.ts'

export type RedisConnection = Redis | Cluster

export const isCluster = (redis: RedisConnection): redis is Cluster => redis.isCluster

/** 50 ms at first, 2 s at most. */
const retryStrategy = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt - 1, 6), 2_000)

/**
 * The one Redis of an address, or the cluster of several, of which one that answers tells the others. Who listens to sharded
 * channels has a connection more to each node.
 */
export function connectRedis(addresses: string, role: string, log: Log, { listens = false } = {}): RedisConnection {
  const urls = addresses.split(',').map((address) => address.trim())
  const redis = urls.length > 1 ? connectCluster(urls, role, listens) : connectOne(urls[0]!, role)
  let told = false
  redis.on('error', (error: unknown) => {
    if (!told) log.warn({ err: error, role }, 'Redis cannot be reached; other servers hear of writes by the tables')
    told = true
  })
  redis.on('ready', () => {
    if (told) log.info({ role }, 'Redis is back')
    told = false
  })
  return redis
}

const shared = { connectTimeout: 5_000, keepAlive: 10_000 } satisfies RedisOptions

/** Reconnects for ever; a connection that hangs is given up after 5 s. */
const connectOne = (url: string, role: string): Redis =>
  new Redis(url, {
    ...shared,
    connectionName: `btx-${role}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: null,
    retryStrategy,
  })

/**
 * A message has one shard only. One whose node is gone is tried for less than half a second: then the tables say it. The map
 * of the shards is read again every 2 s and whenever a node says that a shard has moved.
 */
function connectCluster(urls: readonly string[], role: string, listens: boolean): Cluster {
  const { username, password, protocol } = new URL(urls[0]!)
  const redisOptions: RedisOptions = {
    ...shared,
    connectionName: `btx-${role}`,
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
  const options: ClusterOptions = {
    redisOptions,
    shardedSubscribers: listens,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryStrategy,
    maxRedirections: 4,
    slotsRefreshInterval: 2_000,
  }
  return new Cluster(
    urls.map((url) => ({ host: new URL(url).hostname, port: Number(new URL(url).port || 6_379) })),
    options,
  )
}

/** Pings the connection; one that leaves a ping or its handshake unanswered for a whole period is made anew. */
export function watchRedis(redis: RedisConnection, periodMs: number): { isUp(): boolean; end(): void } {
  return isCluster(redis) ? watchCluster(redis, periodMs) : watchOne(redis, periodMs)
}

function watchOne(redis: Redis, periodMs: number): { isUp(): boolean; end(): void } {
  let asked = false
  let late = false
  const reset = () => {
    asked = false
    late = false
  }
  const timer = setInterval(() => {
    if (redis.status !== 'ready' && redis.status !== 'connect') return
    if (asked) {
      late = true
      redis.disconnect(true)
      return
    }
    asked = true
    if (redis.status === 'ready') redis.ping().then(reset, () => undefined)
  }, periodMs).unref()
  redis.on('ready', reset).on('close', () => (asked = false))
  return {
    isUp: () => redis.status === 'ready' && !late,
    end: () => {
      clearInterval(timer)
      redis.disconnect()
    },
  }
}

/** Every master is pinged; the cluster is up when each has answered within the last two periods. */
function watchCluster(cluster: Cluster, periodMs: number): { isUp(): boolean; end(): void } {
  const answered = new Map<string, number>()
  let failedMs = Number.NEGATIVE_INFINITY
  cluster.on('node error', () => (failedMs = performance.now()))
  const isRecent = (atMs: number | undefined) => atMs !== undefined && performance.now() - atMs < 2 * periodMs
  const timer = setInterval(() => {
    for (const node of cluster.nodes('master')) {
      const name = `${node.options.host}:${node.options.port}`
      node.ping().then(
        () => answered.set(name, performance.now()),
        () => undefined,
      )
      // One that hangs is connected anew, by the cluster's own rules.
      if (answered.has(name) && !isRecent(answered.get(name))) {
        answered.delete(name)
        failedMs = performance.now()
        node.disconnect()
      }
    }
  }, periodMs).unref()
  return {
    isUp: () => cluster.status === 'ready' && !isRecent(failedMs),
    end: () => {
      clearInterval(timer)
      cluster.disconnect()
    },
  }
}

const PATIENCE_MS = 50

/**
 * Questions that nobody waits long for: null while the connection is away, and where an answer takes longer than 50 ms. Once
 * one is overdue, none is waited for until it, or a new connection, has come.
 */
export function patientlyAsking(redis: RedisConnection): {
  isUp(): boolean
  ask<T>(question: () => Promise<T>): Promise<T | null>
} {
  let overdue = false
  redis.on('ready', () => {
    overdue = false
  })
  const isUp = () => redis.status === 'ready' && !overdue
  return {
    isUp,
    async ask<T>(question: () => Promise<T>) {
      if (!isUp()) return null
      const answer = question().then(
        (found) => {
          overdue = false
          return found
        },
        () => null,
      )
      const { promise: late, resolve: giveUp } = Promise.withResolvers<typeof LATE>()
      // The answers that lie in the socket are read before it is given up: this process may be the one that is late.
      const patience = setTimeout(() => setImmediate(giveUp, LATE), PATIENCE_MS)
      const result = await Promise.race([answer, late])
      clearTimeout(patience)
      if (result !== LATE) return result
      overdue = true
      return null
    },
  }
}
const LATE = Symbol('late')
