import { readClock } from '../events/events.sql.ts'
import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { tryLock } from '../platform/locks.sql.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { ProjectPlace } from './price-history.sql.ts'
import { thinningCutoff } from './thinning.ts'
import { foldNextStretch, listUnthinned } from './thinning.sql.ts'

/** Points that one transaction looks at, and transactions of one run; what is left waits for the next run. */
const STRETCH_POINTS = 5_000
const STRETCHES_MAX = 200

/**
 * Folds drift moves older than a week, in short transactions, on one server at a time; for a job that runs every few
 * minutes. Answers how many rows went. Sequences keep their gaps, and `folded` tells how many moves a row stands for.
 */
export async function thinHistory(deps: Deps, now: Date): Promise<number> {
  const cutoff = thinningCutoff(now)
  let folded = 0
  let waiting: ProjectPlace[] = []
  for (let stretch = 0; stretch < STRETCHES_MAX; stretch++) {
    if (waiting.length === 0) waiting = await listUnthinned(deps.db, cutoff, STRETCHES_MAX)
    const project = waiting.shift()
    if (project === undefined) break
    const gone = await inTransaction(deps, async (tx) =>
      (await tryLock(tx, 'price-history thinning')) ? await foldNextStretch(tx, project, cutoff, STRETCH_POINTS) : null,
    )
    if (gone === null) break
    folded += gone
  }
  if (folded > 0) deps.log.info({ folded }, 'old drift moves were folded')
  return folded
}

const EVERY_MS = 600_000

export const thinningJobs = (deps: Deps): Job[] => [
  { name: 'thinning of price history', everyMs: EVERY_MS, run: async () => await thinHistory(deps, await readClock(deps.db)) },
]
