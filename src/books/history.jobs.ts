import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { tryLock } from '../platform/locks.sql.ts'
import { inTransaction } from '../platform/transaction.ts'
import { addMonth, dropMonth, listEventsOfMonth, listOldMonths } from './history.sql.ts'

const EVERY_MS = 3_600_000
/** One server at a time makes and drops months. */
const LOCK = 'history by month'
/** A worker may be away for so long before the default partition is written to. */
const MONTHS_AHEAD = 3

/** Makes the months to come. */
export async function prepareMonths(deps: Deps): Promise<void> {
  for (let ahead = 1; ahead <= MONTHS_AHEAD; ahead++) {
    await inTransaction(deps, async (tx) => {
      if (await tryLock(tx, LOCK)) await addMonth(tx, ahead)
    })
  }
}

/**
 * Drops months of trades and prices that ended more than `days` ago, as long as every event in them is closed: an open
 * event's books stay whole. The first month that must stay keeps the later ones. Answers how many went.
 */
export async function dropOldMonths(deps: Deps, days: number): Promise<number> {
  let dropped = 0
  for (const { name, end } of await listOldMonths(deps.db, days)) {
    const isGone = await inTransaction(deps, async (tx) => {
      if (!(await tryLock(tx, LOCK))) return false
      const events = await listEventsOfMonth(tx, name)
      if (!events.every(({ isClosed }) => isClosed)) return false
      await dropMonth(
        tx,
        name,
        end,
        events.map(({ eventId }) => eventId),
      )
      return true
    })
    if (!isGone) break
    deps.log.info({ month: name }, 'a month of trades and prices was dropped')
    dropped++
  }
  return dropped
}

/** `keptDays` null: everything is kept. */
export const historyJobs = (deps: Deps, keptDays: number | null): Job[] => [
  { name: 'months of history', everyMs: EVERY_MS, run: () => prepareMonths(deps) },
  ...(keptDays === null ? [] : [{ name: 'retention of history', everyMs: EVERY_MS, run: () => dropOldMonths(deps, keptDays) }]),
]
