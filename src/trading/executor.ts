import { unavailable } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import { counter, gauge, histogram, SECONDS } from '../platform/metrics.ts'
import { type Traced, tracedHere, tracedTogether, untraced } from '../platform/tracing.ts'
import { inTransaction, isOutage, type Tx } from '../platform/transaction.ts'
import { findEventIds } from '../projects/projects.sql.ts'
import { executeBatch, type TradeAnswer, type TradeRequest } from './trading.commands.ts'
import { lockTurn } from './trading.sql.ts'

/**
 * The micro-batching executor: trades of all callers go through one lane per event. What arrives while a batch is in
 * flight forms the next one, so a quiet server answers at once and a busy one commits hundreds of trades together. Any
 * number of servers may do this against one database: row locks, taken in one order, decide between them.
 */
export interface TradeExecutor {
  /** Answers after the commit. null where no project has the id. Rejects with SERVICE_UNAVAILABLE when overloaded or draining. */
  execute(request: TradeRequest): Promise<TradeAnswer | null>
  /** Refuses new requests and waits for those under way. */
  drain(): Promise<void>
  readonly stats: { batches: number; trades: number; queued: number }
}

declare module '../graphql/context.ts' {
  interface Services {
    trades: TradeExecutor
  }
}

export interface ExecutorLimits {
  readonly batchMax: number
  /** Requests that may wait over all lanes; one more is refused, retryable. */
  readonly queueMax: number
}

interface Waiting {
  readonly request: TradeRequest
  readonly trace: Traced
  readonly answer: (answer: TradeAnswer) => void
  readonly fail: (error: unknown) => void
}

/** The trades of one event. */
interface Lane {
  readonly waiting: Waiting[]
  running: Promise<void> | null
  /** Of the newest trade from here, in the event's feed. */
  position: bigint | null
  /** Prices were moved by others between the last two batches, of which the newest was more than one trade. */
  isShared: boolean
}

const batchesCommitted = counter('trade_batches_total', 'Committed batches of trades.')
const batchSizes = histogram('trade_batch_size', 'Requests that were executed together.', [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
const batchSeconds = histogram(
  'trade_batch_seconds',
  'From the begin to the commit of a batch, waiting for locks included.',
  SECONDS,
)
const lockSeconds = histogram(
  'trade_lock_seconds',
  'From the begin of a batch until it has its locks and what they guard.',
  SECONDS,
)
const answersGiven = counter('trade_answers_total', 'What came of trade requests, by kind.')

const AGAIN = 'Try again with the same key.'

export function createTradeExecutor(deps: Deps, limits: ExecutorLimits = { batchMax: 512, queueMax: 20_000 }): TradeExecutor {
  const lanes = new Map<string, Lane>()
  // A project never changes its event, so what is known once stays known.
  const eventIds = new Map<string, string>()
  const stats = { batches: 0, trades: 0, queued: 0 }
  const unregister = gauge('trade_queue', 'Trade requests waiting or in flight.', () => stats.queued)
  let draining = false

  async function eventIdOf(projectId: string): Promise<string | null> {
    const known = eventIds.get(projectId)
    if (known !== undefined) return known
    const found = (await findEventIds(deps.db, [projectId])).get(projectId) ?? null
    if (found !== null) eventIds.set(projectId, found)
    return found
  }

  async function execute(request: TradeRequest): Promise<TradeAnswer | null> {
    if (draining) throw unavailable(`The server is restarting. ${AGAIN}`)
    if (stats.queued >= limits.queueMax) throw unavailable(`Too many trades are waiting. ${AGAIN}`)
    const eventId = await eventIdOf(request.command.projectId)
    if (eventId === null) return null
    const lane = lanes.get(eventId) ?? { waiting: [], running: null, position: null, isShared: false }
    lanes.set(eventId, lane)
    stats.queued++
    return await new Promise<TradeAnswer>((answer, fail) => {
      lane.waiting.push({ request, trace: tracedHere(), answer, fail })
      lane.running ??= untraced(() => run(eventId, lane))
    })
  }

  async function run(eventId: string, lane: Lane): Promise<void> {
    // What the same turn of the event loop still brings belongs to the first batch.
    await new Promise(setImmediate)
    let last = Promise.resolve()
    while (lane.waiting.length > 0) {
      // Where other servers trade as well, what waits becomes a batch when it is this one's turn, and is more by then.
      if (lane.isShared) await last
      const batch = lane.isShared ? [] : lane.waiting.splice(0, limits.batchMax)
      const locked = Promise.withResolvers<void>()
      const before = last
      last = settle(eventId, lane, batch, locked.resolve).finally(() => {
        locked.resolve()
        stats.queued -= batch.length
      })
      // Two are under way: what waits already goes for its locks behind this batch, and has them with this one's commit.
      await Promise.all([locked.promise, before])
      if (lane.waiting.length === 0) await last
    }
    await last
    lane.running = null
  }

  /** One journey more, and no locks to wait for behind it: the batch is filled when the server has its turn. */
  async function inTurn(tx: Tx, eventId: string, lane: Lane, batch: Waiting[]): Promise<void> {
    await lockTurn(tx, eventId)
    if (batch.length === 0) fill(batch, lane)
  }
  const fill = (batch: Waiting[], lane: Lane) => void batch.push(...lane.waiting.splice(0, limits.batchMax))

  /**
   * One transaction for the batch; an empty one is filled within it. A bug in one command makes each run alone, so that it
   * fails alone.
   */
  async function settle(eventId: string, lane: Lane, batch: Waiting[], onLocked: () => void): Promise<void> {
    try {
      const startedMs = performance.now()
      const hasLocks = () => {
        lockSeconds.observe((performance.now() - startedMs) / 1_000)
        onLocked()
      }
      const together = <T>(work: () => T) => {
        const traces = batch.map(({ trace }) => trace)
        return tracedTogether('trade batch', { eventId, size: batch.length }, traces, work)
      }
      const requests = () => batch.map(({ request }) => request)
      const execute = (tx: Tx) => executeBatch(tx, eventId, requests(), hasLocks)
      const answers =
        batch.length > 0
          ? await together(() => inTransaction(deps, execute))
          : await inTransaction(deps, async (tx) => {
              await inTurn(tx, eventId, lane, batch)
              return await together(() => execute(tx))
            })
      notePlace(lane, answers)
      stats.batches++
      batchesCommitted.add()
      batchSizes.observe(batch.length)
      batchSeconds.observe((performance.now() - startedMs) / 1_000)
      batch.forEach(({ answer }, index) => {
        const decided = answers[index]!
        if (decided.kind === 'FILLED') stats.trades++
        answersGiven.add({ kind: decided.kind })
        answer(decided)
      })
    } catch (error) {
      if (batch.length === 0) fill(batch, lane)
      if (batch.length === 1 || isOutage(error)) {
        for (const { fail } of batch) fail(error)
        return
      }
      deps.log.error({ err: error, eventId, size: batch.length }, 'a batch failed; its commands are executed one by one')
      for (const waiting of batch) await settle(eventId, lane, [waiting], onLocked)
    }
  }

  function notePlace(lane: Lane, answers: readonly TradeAnswer[]): void {
    const filled = answers.filter((answer) => answer.kind === 'FILLED')
    if (filled.length === 0) return
    // A trade that came alone gains nothing by a turn; what ticks and organisers move besides does no harm.
    lane.isShared = answers.length > 1 && lane.position !== null && filled[0]!.trade.position > lane.position + 1n
    lane.position = filled.at(-1)!.trade.position
  }

  async function drain(): Promise<void> {
    draining = true
    await Promise.all([...lanes.values()].map(async (lane) => await lane.running))
    unregister()
  }

  return { execute, drain, stats }
}
