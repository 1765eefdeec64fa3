import { readClock } from '../events/events.sql.ts'
import type { Deps } from '../platform/deps.ts'
import type { Job } from '../platform/jobs.ts'
import { thinHistory } from './thinning.commands.ts'

const THIN_EVERY_MS = 600_000

/** Folds drift moves older than a week; any server may, one does. */
export const historyJobs = (deps: Deps): Job[] => [
  { name: 'thinning', everyMs: THIN_EVERY_MS, run: async () => thinHistory(deps, await readClock(deps.db)) },
]
