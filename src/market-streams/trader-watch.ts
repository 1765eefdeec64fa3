import { tradersTopic } from '../ledger/traders.codec.ts'
import type { Deps } from '../platform/deps.ts'
import { startJobs } from '../platform/jobs.ts'
import { findTraderHeads, type TraderHead } from './traders.sql.ts'

/** Whoever wants to know that something private of a trader has changed. */
export interface TraderListener {
  readonly userId: string
  /** Perhaps it has. */
  hint(): void
  /** The tables stand there. */
  compare(head: TraderHead): void
}

/**
 * Tells listeners when their traders may have changed: at once by the bus, and because it may lose messages, by a sweep that
 * asks the tables for all of them in one statement.
 */
export interface TraderWatch {
  add(listener: TraderListener): () => void
  close(): Promise<void>
}

const SWEEP_MS = 750

export function watchTraders(deps: Deps): TraderWatch {
  const listeners = new Map<string, Set<TraderListener>>()
  const unsubscribe = deps.bus.subscribe(tradersTopic, ({ userIds }) => {
    // Whoever published is answered first.
    setImmediate(() => {
      for (const userId of userIds) for (const listener of listeners.get(userId) ?? []) listener.hint()
    })
  })

  async function sweep(): Promise<void> {
    if (listeners.size === 0) return
    for (const [userId, head] of await findTraderHeads(deps.db, [...listeners.keys()]))
      for (const listener of listeners.get(userId) ?? []) listener.compare(head)
  }
  const stopSweeping = startJobs(deps, [{ name: 'traders of streams', everyMs: SWEEP_MS, run: sweep }])

  return {
    add(listener) {
      const { userId } = listener
      const own = listeners.get(userId) ?? new Set()
      listeners.set(userId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(userId) === own) listeners.delete(userId)
      }
    },
    async close() {
      unsubscribe()
      await stopSweeping()
    },
  }
}
