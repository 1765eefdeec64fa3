import type { NewsFieldsFragment } from '../generated/graphql.ts'

/**
 * Which news the hall sees, one at a time: the newest few, never old ones (after an outage the past is caught up with
 * silently), each long enough to be read aloud. Pure.
 */
export type News = NewsFieldsFragment

export const QUEUE_MAX = 4
export const AGE_MAX_MS = 60_000

const SHOWN_MS = { alone: 10_000, hurried: 6_000 } as const

/** LISTED comes by the dozen while projects are entered: those show up on the board. */
const SHOWN_KINDS: ReadonlySet<string> = new Set([
  'ANNOUNCEMENT',
  'EVENT_OPENED',
  'EVENT_HALTED',
  'EVENT_CLOSED',
  'PHASE_BUMP',
  'SEED_UPDATE',
  'INVESTMENT',
])

/** The queue with one more; beyond QUEUE_MAX the oldest that waits gives way. */
export function announced(queue: readonly News[], item: News, nowMs: number): readonly News[] {
  const isShown =
    SHOWN_KINDS.has(item.kind) && nowMs - Date.parse(item.at) <= AGE_MAX_MS && !queue.some(({ id }) => id === item.id)
  if (!isShown) return queue
  const [current, ...waiting] = queue
  return current ? [current, ...[...waiting, item].slice(-(QUEUE_MAX - 1))] : [item]
}

export const shownForMs = (queue: readonly News[]): number => (queue.length > 1 ? SHOWN_MS.hurried : SHOWN_MS.alone)

const PHASES: Readonly<Record<string, string>> = {
  KICKOFF_HYPE: 'Kick-off hype',
  VALIDATION_GOOD: 'Validation passed',
  VALIDATION_BAD: 'Validation failed',
  MVP_SHIPPED: 'MVP shipped',
  USER_FEEDBACK_GOOD: 'Users love it',
  USER_FEEDBACK_BAD: 'Users complain',
  DEMO_QUALIFIER: 'In the final',
  DEMO_WINNER: 'Demo winner',
  MULTIPLY: 'Breaking news',
  ADD: 'Breaking news',
}

const KINDS: Readonly<Record<string, string>> = {
  ANNOUNCEMENT: 'Announcement',
  EVENT_OPENED: 'The market is open',
  EVENT_HALTED: 'Trading is halted',
  EVENT_CLOSED: 'The market is closed',
  SEED_UPDATE: 'New seed',
  INVESTMENT: 'Investment',
}

/** The few words above a headline. */
export const titleOf = ({ kind, bumpType }: News): string => (bumpType && PHASES[bumpType]) || KINDS[kind] || 'News'
