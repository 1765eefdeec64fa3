/**
 * Who wrote a moment ago, over all servers of a Redis, so that whoever asks another door next is not shown a replica that
 * lacks what he wrote. A mark is there before the write is answered and goes by itself, by Redis's own clock. Who writes many
 * times a second is marked once in it. What is set or asked in one turn of the event loop is one command.
 */
import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'
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
/** A mark is set for so much longer than it is to stay: until it is as old, another write needs none. */
const RENEWED_AFTER_MS = 1_000
const KNOWN_MAX = 10_000
/** What a connection, or a cluster, says when a node may have lost what it was told. */
const LOSSES = ['ready', 'close', '+node', '-node', 'node error'] as const
/** Nothing is kept: a mark is asked for anew each time. */
const ONCE_A_TURN = { cache: false, batchScheduleFn: (run: () => void) => void setImmediate(run) } as const

/** Users by the time of their last write. Marks that are old enough are taken away by the next writer, or together. */
const SET = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for n = 2, #ARGV do redis.call('ZADD', KEYS[1], now, ARGV[n]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1`

type Script = (key: string, forMs: number, ...userIds: string[]) => Promise<number>

export function createWriteMarks(options: {
  readonly url: string
  readonly log: Log
  /** How long a mark stays at least, from when it was asked for last. */
  readonly forMs: number
  readonly key?: string
}): WriteMarks {
  const { url, log, forMs, key = 'btx:wrote' } = options
  const redis = connectRedis(url, 'write-marks', log)
  redis.defineCommand('mark', { numberOfKeys: 1, lua: SET })
  const mark = (redis as unknown as { mark: Script }).mark.bind(redis)
  const watched = watchRedis(redis, HEARTBEAT_MS)
  const { ask } = patientlyAsking(redis)
  /** Since when users are marked at least, as far as Redis has said so. */
  const markedMs = new LRUCache<string, number>({ max: KNOWN_MAX })
  for (const loss of LOSSES) redis.on(loss, () => markedMs.clear())
  const isMarked = (userId: string) => performance.now() - (markedMs.get(userId) ?? Number.NEGATIVE_INFINITY) < RENEWED_AFTER_MS
  const written = new DataLoader<string, null>(async (userIds) => {
    const askedMs = performance.now()
    const isSaid = await ask(() => mark(key, forMs + RENEWED_AFTER_MS, ...new Set(userIds)))
    if (isSaid) for (const userId of userIds) markedMs.set(userId, askedMs)
    return userIds.map(() => null)
  }, ONCE_A_TURN)
  const found = new DataLoader<string, boolean | null>(async (userIds) => {
    const scores = await ask(() => redis.zmscore(key, ...userIds))
    return userIds.map((_, index) => scores && scores[index] !== null)
  }, ONCE_A_TURN)
  return {
    set: async (userId) => void (isMarked(userId) || (await written.load(userId))),
    isSet: (userId) => found.load(userId),
    close: watched.end,
  }
}
