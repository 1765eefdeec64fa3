/**
 * Who wrote a moment ago, over all servers of a Redis, so that whoever asks another door next is not shown a replica that
 * lacks what he wrote. A mark is set before the write is answered and goes by itself; there is no clock in it.
 */
import type { Log } from './log.ts'
import { connectRedis, patientlyAsking, watchRedis } from './redis-connection.ts'

export interface WriteMarks {
  /** Resolves when every server can see it, or within 50 ms where Redis does not say. */
  set(userId: string): Promise<void>
  /** null: Redis does not say. */
  isSet(userId: string): Promise<boolean | null>
  close(): void
}

const HEARTBEAT_MS = 3_000

export function createWriteMarks(options: {
  readonly url: string
  readonly log: Log
  /** How long a mark stays. */
  readonly forMs: number
  /** Keeps exchanges that share a Redis apart. */
  readonly prefix?: string
}): WriteMarks {
  const { url, log, forMs, prefix = 'btx:wrote:' } = options
  const redis = connectRedis(url, 'write-marks', log)
  const watched = watchRedis(redis, HEARTBEAT_MS)
  const { ask } = patientlyAsking(redis)
  return {
    async set(userId) {
      await ask(() => redis.set(`${prefix}${userId}`, '', 'PX', forMs))
    },
    async isSet(userId) {
      const found = await ask(() => redis.exists(`${prefix}${userId}`))
      return found === null ? null : found === 1
    },
    close: watched.end,
  }
}
