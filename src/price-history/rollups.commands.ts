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

/** Sums up the whole minutes before `now` of all projects, in short transactions of one event each, on one server at a time. */
export async function rollUpHistory(deps: Deps, now: Date): Promise<void> {
  const cutoff = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  for (;;) {
    const projects = await listUnrolled(deps.db, cutoff, PROJECTS_MAX)
    if (projects.length === 0) return
    for (const [eventId, own] of Map.groupBy(projects, (project) => project.eventId)) {
      for (let first = 0; first < own.length; first += PROJECTS_TOGETHER) {
        const some = own.slice(first, first + PROJECTS_TOGETHER).map(({ projectId }) => projectId)
        if (!(await rollSome(deps, eventId, some, cutoff))) return
      }
    }
  }
}

/** False where another server is at it. */
async function rollSome(deps: Deps, eventId: string, projectIds: readonly string[], cutoff: Date): Promise<boolean> {
  await awaitMoves(deps.db, eventId, projectIds)
  return await inTransaction(deps, async (tx) => {
    if (!(await tryLock(tx, 'price-history rollups'))) return false
    await rollNextStretches(tx, eventId, projectIds, cutoff, STRETCH_POINTS)
    return true
  })
}

const EVERY_MS = 30_000

export const rollupJobs = (deps: Deps): Job[] => [
  { name: 'roll-up of price history', everyMs: EVERY_MS, run: async () => await rollUpHistory(deps, await readClock(deps.db)) },
]
