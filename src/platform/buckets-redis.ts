/**
 * Buckets that all servers of a Redis share. Redis keeps the time and decides in one script of one key, so servers with
 * different clocks agree, and a cluster may hold the keys anywhere. Who asks never waits long: while Redis is away, or
 * has left a question unanswered, the answer is null at once. Source: threats, row 22.
 */
import type { Log } from './log.ts'
import type { AllowanceTerms, Settlement } from './allowance.ts'
import { connectRedis, patientlyAsking, watchRedis } from './redis-connection.ts'

export interface SharedBuckets {
  /** Whether it makes sense to ask. */
  readonly isUp: boolean
  /** The same as `settle` of allowance.ts; null where Redis does not say. */
  settle(name: string, terms: AllowanceTerms, asked: Settlement): Promise<{ granted: number; left: number } | null>
  close(): void
}

/** allowance.ts in Lua. A bucket that would be full is forgotten. */
const SETTLE = `
local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local owed, wanted, most = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(known[1]) or burst, tonumber(known[2]) or now
left = math.min(burst, left + math.max(0, now - at) / 1000 * rate)
left = math.min(burst, math.min(left, most) - owed)
local granted = math.max(0, math.min(wanted, left))
left = left - granted
redis.call('HSET', KEYS[1], 'left', string.format('%.3f', left), 'at', string.format('%.0f', math.max(now, at)))
redis.call('PEXPIRE', KEYS[1], math.min(86400000, math.ceil((burst - left) / rate * 1000) + 1000))
return { string.format('%.3f', granted), string.format('%.3f', left) }`

type Script = (key: string, ...values: number[]) => Promise<[granted: string, left: string]>

export function createSharedBuckets(options: {
  readonly url: string
  readonly log: Log
  /** Keeps exchanges that share a Redis apart. */
  readonly prefix?: string
  readonly heartbeatMs?: number
}): SharedBuckets {
  const { url, log, prefix = 'btx:bucket:', heartbeatMs = 3_000 } = options
  const redis = connectRedis(url, 'buckets', log)
  redis.defineCommand('settle', { numberOfKeys: 1, lua: SETTLE })
  const script = (redis as unknown as { settle: Script }).settle.bind(redis)
  const watched = watchRedis(redis, heartbeatMs)
  const { isUp, ask } = patientlyAsking(redis)

  return {
    get isUp() {
      return isUp()
    },
    async settle(name, { burst, perSecond }, { owed, wanted, atMost }) {
      const answer = await ask(() => script(`${prefix}${name}`, burst, perSecond, owed, wanted, atMost))
      return answer && { granted: Number(answer[0]), left: Number(answer[1]) }
    },
    close: watched.end,
  }
}
