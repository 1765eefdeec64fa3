import { readClock } from '../events/events.sql.ts'
import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { tryLock } from '../platform/locks.sql.ts'
import { inTransaction } from '../platform/transaction.ts'
import { CANDLE_INTERVALS_MS } from './candles.ts'
import { awaitMoves, listUnrolled, rollNextStretches } from './rollups.sql.ts'

/** Points of a project and projects that one transaction sums up, and projects that are looked for at once. */
const STRETCH_POINTS = 20_000
const PROJECTS_TOGETHER = 50
const PROJECTS_MAX = 10_000
const MINUTE_MS = CANDLE_INTERVALS_MS.ONE_MINUTE

/** Sums up the whole minutes before `now` of all projects, in short transactions, on one server at a time. */
export async function rollUpHistory(deps: Deps, now: Date): Promise<void> {
  const cutoff = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  for (;;) {
    const projectIds = await listUnrolled(deps.db, cutoff, PROJECTS_MAX)
    if (projectIds.length === 0) return
    for (let first = 0; first < projectIds.length; first += PROJECTS_TOGETHER) {
      const some = projectIds.slice(first, first + PROJECTS_TOGETHER)
      await awaitMoves(deps.db, some)
      const isOurs = await inTransaction(deps, async (tx) => {
        if (!(await tryLock(tx, 'price-history rollups'))) return false
        await rollNextStretches(tx, some, cutoff, STRETCH_POINTS)
        return true
      })
      if (!isOurs) return
    }
  }
}

const EVERY_MS = 30_000

export const rollupJobs = (deps: Deps): Job[] => [
  { name: 'roll-up of price history', everyMs: EVERY_MS, run: async () => await rollUpHistory(deps, await readClock(deps.db)) },
]
