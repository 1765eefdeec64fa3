import { listDueTransitions } from '../events/events.sql.ts'
import { deleteOldKeys } from '../idempotency/idempotency.sql.ts'
import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { transitionByClock } from './event.commands.ts'
import { runDueBumps } from './staging.commands.ts'

const CLOCK_EVERY_MS = 500
const STAGE_EVERY_MS = 500
const SWEEP_EVERY_MS = 600_000
/** Twice what the protocol promises. */
const KEYS_KEPT_HOURS = 48
const SWEPT_AT_ONCE = 5_000

/** What the organisers' clock does by itself: transitions, staged bumps, the sweep of old keys. */
export const organisingJobs = (deps: Deps): Job[] => [
  {
    name: 'event clock',
    everyMs: CLOCK_EVERY_MS,
    run: async () => {
      for (const eventId of await listDueTransitions(deps.db)) await transitionByClock(deps, eventId)
    },
  },
  { name: 'staged bumps', everyMs: STAGE_EVERY_MS, run: () => runDueBumps(deps) },
  {
    name: 'idempotency keys',
    everyMs: SWEEP_EVERY_MS,
    run: async () => {
      while ((await deleteOldKeys(deps.db, KEYS_KEPT_HOURS, SWEPT_AT_ONCE)) === SWEPT_AT_ONCE);
    },
  },
]
