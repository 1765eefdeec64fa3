/** Connections to Redis that come back by themselves, and how it is noticed that one hangs. */
import { Redis } from 'ioredis'
import type { Log } from './log.ts'

/** Reconnects for ever, waiting 50 ms at first and 2 s at most; a connection that hangs is given up after 5 s. */
export function connectRedis(url: string, role: string, log: Log): Redis {
  const redis = new Redis(url, {
    connectionName: `btx-${role}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt - 1, 6), 2_000),
  })
  let told = false
  redis.on('error', (error) => {
    if (!told) log.warn({ err: error, role }, 'Redis cannot be reached; other servers hear of writes by the tables')
    told = true
  })
  redis.on('ready', () => {
    if (told) log.info({ role }, 'Redis is back')
    told = false
  })
  return redis
}

/** Pings the connection; one that leaves a ping or its handshake unanswered for a whole period is made anew. */
export function watchRedis(redis: Redis, periodMs: number): { isUp(): boolean; end(): void } {
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
