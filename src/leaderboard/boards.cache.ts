import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { unavailable } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import { type Board, boardOfCrowd, boardOfRows } from './board.ts'
import { type CrowdState, readCrowd } from './crowd.commands.ts'
import { type FeedMark, findFeedMark } from './leaderboard.sql.ts'
import { workingsFor } from './descending.ts'
import { rank } from './ranking.ts'
import { rankElsewhere } from './ranking.thread.ts'

interface Kept {
  board: Board | null
  /** What the board shows. */
  mark: FeedMark | null
  state: CrowdState | null
  /** When what the board shows was read. */
  madeAt: number
  making: Promise<void> | null
  /** How long the last board took. */
  tookMs: number
  /** Milliseconds that were spent on making boards, less what time has forgiven. */
  spentMs: number
  spentAt: number
}

const AGE_MS_MAX = 1_000
/** A board that is asked for and is so old is made anew while the old one still answers; sooner where that takes long. */
const AGE_MS_GOOD = 400
const ageMsGood = ({ tookMs }: Kept): number => Math.min(AGE_MS_GOOD, AGE_MS_MAX - 2 * tookMs)
/** A larger one is waited for only where the present one is too old. */
const SMALL_TRADERS = 20_000
/** While the market moves all the time, at most half of the time goes into boards, after a burst of this many ms. */
const FORGIVEN_PER_MS = 0.5
const BURST_MS = 250
/** Who asks while a huge board is read whole waits no longer than this, and hears that it is not there yet. */
const PATIENCE_MS = 3_000
/** So much of a ranking is done in one turn of the event loop. */
const TURN_MS = 2
const EVENTS_MAX = 50

const caches = new WeakMap<Deps['db'], LRUCache<string, Kept>>()

/**
 * The event's board: as it is now where that is cheap, else at most one second old. Made once for all who ask at the
 * same time, only while someone asks. null where the event does not exist. SERVICE_UNAVAILABLE where it takes longer than
 * `patienceMs` to make one.
 */
export async function readBoard(deps: Deps, eventId: string, patienceMs = PATIENCE_MS): Promise<Board | null> {
  const cache = caches.get(deps.db) ?? new LRUCache<string, Kept>({ max: EVENTS_MAX })
  caches.set(deps.db, cache)
  const askedAt = performance.now()
  for (;;) {
    const known = cache.get(eventId)
    if (known?.board && !isDue(known)) {
      if (!known.board.final && performance.now() - known.madeAt > ageMsGood(known)) refresh(deps, eventId, known)
      return known.board
    }
    const mark = await findFeedMark(deps.db, eventId)
    if (!mark) return null
    const kept = cache.get(eventId) ?? newlyKept()
    cache.set(eventId, kept)
    const { board } = kept
    if (board && isCurrent(kept.mark, mark)) return board.final ? board : { ...board, asOf: mark.now }
    // A board that is being made may have been read before what the caller has seen: then another one is made.
    await inTime(start(deps, eventId, kept), askedAt + patienceMs - performance.now(), lossOf(deps, eventId))
    if (kept.board && kept.madeAt >= askedAt) return kept.board
  }
}

/** Work that takes longer goes on for others; `onLoss` is told of an error that nobody waits for then. */
async function inTime(work: Promise<void>, forMs: number, onLoss: (error: unknown) => void): Promise<void> {
  if (forMs === Infinity) return await work
  const over = new AbortController()
  const tooLong = sleep(Math.max(0, forMs), undefined, over).then(() => {
    work.catch(onLoss)
    throw unavailable('The leaderboard is being read. Try again in some seconds.')
  })
  await Promise.race([work, tooLong]).finally(() => over.abort())
}

const newlyKept = (): Kept => ({
  board: null,
  mark: null,
  state: null,
  madeAt: 0,
  making: null,
  tookMs: 0,
  spentMs: 0,
  spentAt: 0,
})

/** Whether what was true at `mark` is so now. */
const isCurrent = (mark: FeedMark | null, now: FeedMark): boolean =>
  mark !== null &&
  now.epoch === mark.epoch &&
  now.position <= mark.position &&
  now.revision <= mark.revision &&
  now.accountsRevision <= mark.accountsRevision

const isSmall = (board: Board | null): boolean => board === null || board.traders < SMALL_TRADERS

/** Whether a board that is out of date would be waited for: always after a second, before that while it costs little. */
function isDue(kept: Kept): boolean {
  const now = performance.now()
  kept.spentMs = Math.max(0, kept.spentMs - (now - kept.spentAt) * FORGIVEN_PER_MS)
  kept.spentAt = now
  return now - kept.madeAt >= AGE_MS_MAX || (kept.spentMs < BURST_MS && isSmall(kept.board))
}

/** Makes the next board; one at a time. */
function start(deps: Deps, eventId: string, kept: Kept): Promise<void> {
  kept.making ??= make(deps, eventId, kept).finally(() => {
    kept.making = null
  })
  return kept.making
}

const lossOf = (deps: Deps, eventId: string) => (error: unknown) =>
  deps.log.warn({ err: error, eventId }, 'a leaderboard could not be made anew')

/** The same for nobody who waits. */
function refresh(deps: Deps, eventId: string, kept: Kept): void {
  if (kept.making) return
  start(deps, eventId, kept).catch(lossOf(deps, eventId))
}

async function make(deps: Deps, eventId: string, kept: Kept): Promise<void> {
  const startedAt = performance.now()
  const state = await readCrowd(deps.db, eventId, kept.state)
  if (!state) throw new Error(`event ${eventId} is missing`)
  kept.state = state
  kept.board = await boardOfState(eventId, kept, state)
  kept.mark = state.mark
  kept.madeAt = startedAt
  kept.tookMs = performance.now() - startedAt
  kept.spentMs += kept.tookMs
}

async function boardOfState(eventId: string, { board, mark: shown }: Kept, state: CrowdState): Promise<Board> {
  const { mark, event, standings, crowd } = state
  const about = { eventId, asOf: mark.now }
  if (standings) return boardOfRows({ eventId, asOf: event.closesAt ?? mark.now, final: true }, standings)
  if (board && isCurrent(shown, mark)) return { ...board, ...about }
  const columns = crowd.columns()
  const ranking = crowd.nextRanking()
  if (crowd.size >= SMALL_TRADERS) await rankElsewhere(columns, event.parameters, ranking)
  else await unhurried(rank(columns, event.parameters, ranking, workingsFor(crowd.size)))
  return boardOfCrowd(about, crowd, ranking)
}

/** Runs something long a little at a time, so that others are answered meanwhile. */
async function unhurried<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (let turnAt = performance.now(); ; ) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - turnAt < TURN_MS) continue
    await nextTurn()
    turnAt = performance.now()
  }
}
