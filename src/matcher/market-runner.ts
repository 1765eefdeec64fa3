import { setTimeout as pause } from 'node:timers/promises'
import type { Deps } from '../platform/deps.ts'
import { counter } from '../platform/metrics.ts'
import { inTransaction, isOutage } from '../platform/transaction.ts'
import { carryOut } from './batch.ts'
import { type Lease, releaseLease } from './leases.sql.ts'
import { commitBatch, Fenced, type LiveMarket, loadMarket } from './matcher.commands.ts'
import { listInbox } from './matcher.sql.ts'

/** One market's lane, for as long as its lease is held: reads the inbox, carries out, commits, batch after batch. */
export interface MarketRunner {
  readonly lease: Lease
  /** Number of the last command that was committed. */
  readonly position: number
  /** The inbox may have grown. */
  wake(): void
  /** Finishes the batch that is under way and gives the lease back. */
  stop(): Promise<void>
  /** Resolves when the lane has ended, by `stop` or because the lease is another's. */
  readonly ended: Promise<void>
}

const BATCH_MAX = 512
const AGAIN_MS = 200

const batches = counter('matcher_batches_total', 'Committed batches of order commands.')
const commands = counter('matcher_commands_total', 'Order commands that were carried out and committed.')
const fills = counter('matcher_fills_total', 'Matches that were committed.')
const latency = counter('matcher_latency_ms_total', 'Milliseconds from the inbox to the commit, summed over commands.')
const failures = counter('matcher_failures_total', 'Batches that were given up and are begun again from the tables.')

export function runMarket(deps: Deps, lease: Lease): MarketRunner {
  const log = { marketId: lease.marketId, epoch: String(lease.epoch) }
  let live: LiveMarket | null = null
  let position = 0
  let stopping = false
  let hinted = false
  let resume: (() => void) | null = null

  function wake(): void {
    hinted = true
    resume?.()
  }

  async function awaitHint(): Promise<void> {
    if (hinted || stopping) return
    await new Promise<void>((resolve) => {
      resume = resolve
    })
    resume = null
  }

  /** One batch, or a wait for one. What is in memory counts only once it is committed. */
  async function step(current: LiveMarket): Promise<void> {
    hinted = false
    const items = await listInbox(deps.db, lease, current.position, BATCH_MAX)
    if (!items) throw new Fenced(`market ${current.market.symbol} is not where this process left it`)
    if (items.length === 0) return await awaitHint()
    live = null
    const batch = carryOut(current.book, current.settlement, current.position, items)
    await inTransaction(deps, (tx) => commitBatch(tx, lease, current, batch))
    live = { ...current, position: batch.to }
    position = batch.to
    batches.add()
    commands.add({}, items.length)
    fills.add({}, batch.settled.fills.length)
    const now = Date.now()
    latency.add(
      {},
      items.reduce((sum, { at }) => sum + Math.max(0, now - at.getTime()), 0),
    )
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        live ??= await loadMarket(deps.db, lease)
        if (!live) return deps.log.info(log, 'another process matches the market now')
        position = live.position
        await step(live)
      } catch (error) {
        live = null
        failures.add()
        if (error instanceof Fenced) deps.log.info(log, error.message)
        else deps.log[isOutage(error) ? 'warn' : 'error']({ err: error, ...log }, 'a batch of orders failed; it begins again')
        await pause(AGAIN_MS)
      }
    }
    await releaseLease(deps.db, lease).catch((error: unknown) =>
      deps.log.warn({ err: error, ...log }, 'a lease was not given back'),
    )
  }

  const ended = run()
  return {
    lease,
    get position() {
      return position
    },
    wake,
    async stop() {
      stopping = true
      resume?.()
      await ended
    },
    ended,
  }
}
