import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import { accountValue, holdingValue } from '../portfolio/valuation.ts'
import { micros } from '../money/units.ts'
import { type BoardRow, rankEntries } from './board.ts'
import { type BoardState, type FeedMark, findFeedMark, readBoardState } from './leaderboard.sql.ts'

/** The whole board of an event at one moment. */
export interface Board {
  readonly eventId: string
  readonly asOf: Date
  /** Frozen standings, ordered by score. */
  readonly final: boolean
  readonly rows: readonly BoardRow[]
  readonly ofUser: ReadonlyMap<string, BoardRow>
}

interface Kept {
  board: Board | null
  mark: FeedMark | null
  madeAt: number
  making: Promise<void> | null
  /** Milliseconds that were spent on making boards, less what time has forgiven. */
  spentMs: number
  spentAt: number
}

const AGE_MS_MAX = 1_000
/** While the market moves all the time, at most half of the time goes into boards, after a burst of this many ms. */
const FORGIVEN_PER_MS = 0.5
const BURST_MS = 250
const EVENTS_MAX = 50

const caches = new WeakMap<Deps['db'], LRUCache<string, Kept>>()

/**
 * The event's board: as it is now where that is cheap, else at most one second old. Made once for all who ask at the
 * same time, only while someone asks. null where the event does not exist.
 */
export async function readBoard(deps: Deps, eventId: string): Promise<Board | null> {
  const cache = caches.get(deps.db) ?? new LRUCache<string, Kept>({ max: EVENTS_MAX })
  caches.set(deps.db, cache)
  const kept = cache.get(eventId) ?? { board: null, mark: null, madeAt: 0, making: null, spentMs: 0, spentAt: 0 }
  cache.set(eventId, kept)
  const askedAt = performance.now()
  for (;;) {
    if (kept.board && !mayMake(kept)) return kept.board
    const mark = await findFeedMark(deps.db, eventId)
    if (!mark) return null
    if (kept.board && isCurrent(kept, mark)) return kept.board.final ? kept.board : { ...kept.board, asOf: mark.now }
    // A board that is being made may have been read before what the caller has seen: then another one is made.
    kept.making ??= make(deps, eventId, kept).finally(() => {
      kept.making = null
    })
    await kept.making
    if (kept.board && kept.madeAt >= askedAt) return kept.board
  }
}

const isCurrent = ({ mark }: Kept, now: FeedMark): boolean =>
  mark !== null && now.position <= mark.position && now.revision <= mark.revision

/** Whether a board that is out of date would be made anew: always after a second, before that while it costs little. */
function mayMake(kept: Kept): boolean {
  const now = performance.now()
  kept.spentMs = Math.max(0, kept.spentMs - (now - kept.spentAt) * FORGIVEN_PER_MS)
  kept.spentAt = now
  return now - kept.madeAt >= AGE_MS_MAX || kept.spentMs < BURST_MS
}

async function make(deps: Deps, eventId: string, kept: Kept): Promise<void> {
  const startedAt = performance.now()
  const state = await readBoardState(deps.db, eventId)
  if (!state) throw new Error(`event ${eventId} is missing`)
  const rows = state.standings ?? rankEntries(valued(state))
  kept.board = {
    eventId,
    asOf: state.standings ? (state.event.closesAt ?? state.now) : state.now,
    final: state.standings !== null,
    rows,
    ofUser: new Map(rows.map((row) => [row.userId, row])),
  }
  kept.mark = state.mark
  kept.madeAt = startedAt
  kept.spentMs += performance.now() - startedAt
}

const valued = ({ accounts, prices, event }: BoardState) =>
  accounts.map(({ accountId, userId, initial, cash, createdAt, held }) => {
    const values = held.map(({ projectId, shares }) => {
      const price = prices.get(projectId)
      if (price === undefined) throw new Error(`project ${projectId} has no price`)
      return holdingValue({ shares, costBasis: micros(0n) }, price, event.parameters)
    })
    const { total, liquidation } = accountValue(cash, initial, values)
    return { accountId, userId, initial, accountCreatedAt: createdAt, score: null, total, liquidation, positions: held.length }
  })
