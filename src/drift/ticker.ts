import type { Deps } from '../platform/deps.ts'
import { inTransaction, isOutage } from '../platform/transaction.ts'
import { driftAsked } from './drift-asked.codec.ts'
import { tickEvent } from './drift.commands.ts'
import { nextDueMs } from './drift.sql.ts'

/**
 * Who ticks: any worker, for the events that are watched (a live subscription) or were read within the last 30 s. A tick is
 * claimed by the transaction that finds it due under the project's lock, so any number of servers may try. A market that
 * nobody looks at costs nothing. Source: mechanics, "Drift".
 */
export interface DriftTicker {
  /** Somebody reads the event: its drift is kept going for the next 30 s. */
  touch(eventId: string): void
  /** Runs a tick that is due, shared by all who ask meanwhile; waits at most 200 ms for it. */
  settle(eventId: string): Promise<void>
  close(): Promise<void>
}

declare module '../graphql/context.ts' {
  interface Services {
    ticker: DriftTicker
  }
}

const READ_KEEPS_MS = 30_000
export const SETTLE_MAX_MS = 200
const PAUSE_MIN_MS = 50
const PAUSE_MAX_MS = 1_000

export function createDriftTicker(deps: Deps, watchedEvents: () => Iterable<string> | Promise<Iterable<string>>): DriftTicker {
  const readUntil = new Map<string, number>()
  const underWay = new Map<string, Promise<void>>()
  let closed = false
  let timer: NodeJS.Timeout | null = null

  function touch(eventId: string): void {
    readUntil.set(eventId, performance.now() + READ_KEEPS_MS)
  }

  function tick(eventId: string): Promise<void> {
    const running = underWay.get(eventId)
    if (running) return running
    const started = inTransaction(deps, (tx) => tickEvent(tx, eventId))
      .then(() => undefined)
      .catch((error: unknown) => {
        const level = isOutage(error) ? 'warn' : 'error'
        deps.log[level]({ err: error, eventId }, 'a drift tick failed; the next one tries again')
      })
      .finally(() => underWay.delete(eventId))
    underWay.set(eventId, started)
    return started
  }

  async function settle(eventId: string): Promise<void> {
    touch(eventId)
    if (closed || (await nextDueMs(deps.db, eventId)) > 0) return
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timeout = setTimeout(resolve, SETTLE_MAX_MS)
    await Promise.race([tick(eventId), late])
    clearTimeout(timeout)
  }

  /** The events that somebody looks at now. */
  async function active(): Promise<string[]> {
    const now = performance.now()
    for (const [eventId, until] of readUntil) if (until < now) readUntil.delete(eventId)
    return [...new Set([...readUntil.keys(), ...(await watchedEvents())])]
  }

  async function round(): Promise<void> {
    let pauseMs = PAUSE_MAX_MS
    for (const eventId of await active().catch(() => readUntil.keys())) {
      await tick(eventId)
      pauseMs = Math.min(pauseMs, await nextDueMs(deps.db, eventId).catch(() => PAUSE_MAX_MS))
    }
    schedule(Math.max(PAUSE_MIN_MS, pauseMs))
  }

  function schedule(pauseMs: number): void {
    if (closed) return
    timer = setTimeout(() => {
      running = round()
    }, pauseMs)
  }

  // Servers without a ticker ask by the bus.
  const unsubscribe = deps.bus.subscribe(driftAsked, (eventId) => {
    touch(eventId)
    if (!closed) void tick(eventId)
  })
  let running: Promise<void> = Promise.resolve()
  schedule(PAUSE_MAX_MS)

  async function close(): Promise<void> {
    closed = true
    unsubscribe()
    if (timer) clearTimeout(timer)
    await Promise.all([running, ...underWay.values()])
  }

  return { touch, settle, close }
}
