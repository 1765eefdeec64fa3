import type { Deps } from '../platform/deps.ts'
import { startJobs } from '../platform/jobs.ts'
import { FrameCache } from '../streams/frames.ts'
import { type MarketChange, readChanges } from './changes.sql.ts'

/** One change with the frames that its readers share. */
export interface ChangeEntry {
  readonly change: MarketChange
  readonly frames: FrameCache
}

/**
 * What is decided of markets, read from the tables a few times a second while somebody watches: every change once, as it comes
 * into force. Only the matcher that carries a command out knows what it came to.
 */
export interface ChangesFeed {
  /** Tells of changes from now on, until the answer is called. */
  add(listener: (entries: readonly ChangeEntry[]) => void): Promise<() => void>
  close(): Promise<void>
}

const SWEEP_MS = 250

export function createChangesFeed(deps: Deps): ChangesFeed {
  const listeners = new Set<(entries: readonly ChangeEntry[]) => void>()
  /** By market: up to which command all is told. */
  let known = new Map<number, bigint>()
  let reading: Promise<MarketChange[]> | null = null

  /** What is new since the reading before; readings that meet are one. */
  function read(): Promise<MarketChange[]> {
    reading ??= readNew().finally(() => {
      reading = null
    })
    return reading
  }

  async function readNew(): Promise<MarketChange[]> {
    const { heads, changes } = await readChanges(deps.db, known)
    known = new Map(heads.map(({ marketId, inForceTo }) => [marketId, inForceTo]))
    return changes
  }

  async function sweep(): Promise<void> {
    if (listeners.size === 0) return
    const entries = (await read()).map((change) => ({ change, frames: new FrameCache() }))
    if (entries.length > 0) for (const listener of listeners) listener(entries)
  }
  const stopSweeping = startJobs(deps, [{ name: 'changes of markets', everyMs: SWEEP_MS, run: sweep }])

  return {
    async add(listener) {
      // Nobody watched: what happened meanwhile is no news.
      if (listeners.size === 0) await read()
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => stopSweeping(),
  }
}
