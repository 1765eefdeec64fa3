/**
 * A streaming replica for reading. The primary's place in its log is read a few times a second together with the time; as
 * soon as the replica has replayed that place, it shows everything that was committed before that time. So a caller who
 * wrote needs no more than the time of the write to be kept away from a replica that does not show it yet; who wrote at
 * another server, no more than a mark that stays for as long as a replica may be behind.
 * Nothing is decided on a replica's word: commands have the primary only.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { connectDatabase, kyselyOver } from './database.ts'
import type { Log } from './log.ts'
import { counter, gauge } from './metrics.ts'
import { type LogPlace, readReplayedPlace, readWrittenPlace } from './replica.sql.ts'
import { createWriteMarks } from './write-marks.ts'

export interface Replica {
  /** Where the caller's lists are read: the replica if it is fresh enough and shows what the caller wrote. Null: a guest. */
  readerFor(userId: string | null): Promise<Kysely<Database>>
  /** The user begins to write, by this server. What it answers is to be awaited before he is answered: then all servers know. */
  noteWriting(userId: string): () => Promise<void>
  close(): Promise<void>
}

export interface ReplicaOptions {
  readonly url: string
  readonly maxConnections: number
  readonly primary: Kysely<Database>
  /** Of the Redis that the servers share; without it this server is the only one. */
  readonly redisUrl?: string | null
  readonly log: Log
}

const SAMPLE_EVERY_MS = 100
/** With the time that a statement may take, an answer is never older than a second. */
const BEHIND_MAX_MS = 750
/** A write that takes no longer is marked while it is carried out, and its answer does not wait for Redis. */
const WRITE_MAX_MS = 2_000
/** Set before the write, a mark stays for longer than the write can be missing after it. */
const MARK_MS = WRITE_MAX_MS + BEHIND_MAX_MS + 250
const SAMPLES_MAX = 50
/** A statement that takes longer is the primary's. */
const STATEMENT_MAX_MS = 1_000

const reads = counter('replica_reads_total', 'Operations whose lists were read, by where and why there.')
const failures = counter('replica_failures_total', 'Statements that the replica did not answer and the primary did.')

export function openReplica({ url, maxConnections, primary, redisUrl, log }: ReplicaOptions): Replica {
  const replica = connectDatabase({ url, maxConnections, statementTimeoutMs: STATEMENT_MAX_MS, log })
  const reader = withFallback(replica, primary)
  const written = new Map<string, number>()
  const marks = redisUrl ? createWriteMarks({ url: redisUrl, forMs: MARK_MS, log }) : null
  let samples: { readonly place: LogPlace; readonly atMs: number }[] = []
  /** Everything that was committed before is shown. */
  let freshMs = performance.now() - BEHIND_MAX_MS
  let isUsable = true

  async function sample(): Promise<void> {
    const atMs = performance.now()
    samples.push({ place: await readWrittenPlace(primary), atMs })
    samples = samples.slice(-SAMPLES_MAX)
    const replayed = await readReplayedPlace(replica)
    const isNow = replayed !== null && replayed.cluster === samples.at(-1)!.place.cluster
    if (!isNow && isUsable) log.error('DATABASE_REPLICA_URL is no replica of DATABASE_URL; everything is read from the primary')
    isUsable = isNow
    const shown = isNow ? samples.filter(({ place }) => place.bytes <= replayed.bytes).at(-1) : undefined
    if (!shown || shown.atMs <= freshMs) return
    freshMs = shown.atMs
    samples = samples.filter(({ atMs: sampledMs }) => sampledMs > freshMs)
    for (const [userId, writtenMs] of written) if (writtenMs < freshMs) written.delete(userId)
  }

  let timer: NodeJS.Timeout
  let sampling: Promise<void> = Promise.resolve()
  let isClosed = false
  const schedule = () => {
    timer = setTimeout(() => {
      sampling = sample()
        .catch((error: unknown) => log.debug({ err: error }, 'the replica could not be compared with the primary'))
        .finally(() => void (isClosed || schedule()))
    }, SAMPLE_EVERY_MS)
  }
  schedule()
  const behindMs = () => performance.now() - freshMs
  const unmeter = gauge('replica_behind_seconds', 'How old what the replica shows may be.', () => behindMs() / 1_000)

  /** Why the user's lists are not the replica's; null: they are. */
  async function reasonAgainst(userId: string | null): Promise<string | null> {
    const hasWritten = async (id: string) => written.has(id) || (marks === null ? false : await marks.isSet(id))
    if (behindMs() > BEHIND_MAX_MS) return 'behind'
    if (userId === null) return null
    const wrote = await hasWritten(userId)
    if (wrote === null) return 'no word of writes'
    return wrote ? 'own write' : behindMs() > BEHIND_MAX_MS ? 'behind' : null
  }

  return {
    async readerFor(userId) {
      const why = await reasonAgainst(userId)
      reads.add(why ? { from: 'primary', why } : { from: 'replica', why: 'fresh' })
      return why ? primary : reader
    },
    noteWriting(userId) {
      const begunMs = performance.now()
      const marked = marks?.set(userId)
      return async () => {
        written.set(userId, performance.now())
        await marked
        if (performance.now() - begunMs > WRITE_MAX_MS) await marks?.set(userId)
      }
    },
    async close() {
      isClosed = true
      unmeter()
      clearTimeout(timer)
      marks?.close()
      await sampling
      await replica.destroy()
    },
  }
}

/** Reads by the replica; a statement that fails there is run by the primary. There are no transactions over it. */
function withFallback(replica: Kysely<Database>, primary: Kysely<Database>): Kysely<Database> {
  return kyselyOver(async (query) => {
    try {
      return await replica.executeQuery(query)
    } catch {
      failures.add()
      return await primary.executeQuery(query)
    }
  })
}
