import { type Micros, micros } from '../money/units.ts'
import type { Crowd } from './crowd.ts'
import { copyOf, type Ranking, UNRANKED } from './ranking.ts'

/**
 * Who stands where: every trader of an event in one order, without equals. Pure. Source: mechanics, "Leaderboard" and
 * "Final standings".
 */
export interface BoardEntry {
  readonly accountId: string
  readonly userId: string
  readonly initial: Micros
  readonly accountCreatedAt: Date
  /** Mean liquidation value over the closing window; null while the event runs. */
  readonly score: Micros | null
  /** Cash and market values. */
  readonly total: Micros
  /** Cash and what selling each holding whole would pay. */
  readonly liquidation: Micros
  /** Projects held. */
  readonly positions: number
}

export interface BoardRow extends BoardEntry {
  readonly rank: number
}

/** What an entry is ranked by: its score where it has one, else its liquidation value, above the initial balance. */
const gain = (entry: BoardEntry): bigint => (entry.score ?? entry.liquidation) - entry.initial

/** Negative where a stands above b: larger gain, then older account, then smaller id. */
function compareEntries(a: BoardEntry, b: BoardEntry): number {
  const [gainA, gainB] = [gain(a), gain(b)]
  if (gainA !== gainB) return gainA > gainB ? -1 : 1
  const age = a.accountCreatedAt.getTime() - b.accountCreatedAt.getTime()
  if (age !== 0) return age
  return a.accountId < b.accountId ? -1 : 1
}

/** Ranks 1..N, best first. */
export const rankEntries = (entries: readonly BoardEntry[]): BoardRow[] =>
  entries.toSorted(compareEntries).map((entry, index) => ({ ...entry, rank: index + 1 }))

/** The whole board of an event at one moment. */
export interface Board {
  readonly eventId: string
  readonly asOf: Date
  /** Frozen standings, ordered by score. */
  readonly final: boolean
  /** How many are ranked. */
  readonly traders: number
  /** Rows from index `from` (0: the best) to before `to`, fewer at the ends. */
  rows(from: number, to: number): BoardRow[]
  /** null for who is not ranked. */
  ofUser(userId: string): BoardRow | null
  /** The same board for who reads it for longer than a turn of the event loop. */
  lasting(): Board
}

/** top: the first min(top, N). bottom: the last min(bottom, N − |top|), worst first. Nobody stands in both. */
export function boardEnds(board: Board, top: number, bottom: number): { top: BoardRow[]; bottom: BoardRow[] } {
  const best = Math.min(top, board.traders)
  const worst = Math.max(best, board.traders - bottom)
  return { top: board.rows(0, best), bottom: board.rows(worst, board.traders).reverse() }
}

/** Two above, the row itself, two below; fewer at the ends. */
export const neighboursOf = (board: Board, { rank }: BoardRow): BoardRow[] => board.rows(Math.max(0, rank - 3), rank + 2)

/** A board of rows in their order. */
export function boardOfRows(about: Pick<Board, 'eventId' | 'asOf' | 'final'>, rows: readonly BoardRow[]): Board {
  const ofUser = new Map(rows.map((row) => [row.userId, row]))
  const board: Board = {
    ...about,
    traders: rows.length,
    rows: (from, to) => rows.slice(from, to),
    ofUser: (userId) => ofUser.get(userId) ?? null,
    lasting: () => board,
  }
  return board
}

/** A board of a crowd as it was ranked; it lasts until the crowd's next ranking but one. */
export function boardOfCrowd(about: Pick<Board, 'eventId' | 'asOf'>, crowd: Crowd, ranking: Ranking): Board {
  const row = (member: number): BoardRow => ({
    accountId: crowd.accountIds.at(member),
    userId: crowd.userIds.at(member),
    initial: micros(BigInt(ranking.initial[member]!)),
    accountCreatedAt: new Date(crowd.createdAtOf(member)),
    score: null,
    total: micros(BigInt(ranking.total[member]!)),
    liquidation: micros(BigInt(ranking.liquidation[member]!)),
    positions: ranking.positions[member]!,
    rank: ranking.place[member]! + 1,
  })
  const check = () => {
    if (crowd.hasForgotten(ranking)) throw new Error('a leaderboard was read when it was over')
  }
  return {
    ...about,
    final: false,
    traders: ranking.order.length,
    rows(from, to) {
      check()
      return Array.from(ranking.order.subarray(from, to), row)
    },
    ofUser(userId) {
      check()
      const member = crowd.memberOf(userId)
      // Who joined since the ranking is not on it.
      if (member === undefined || member >= ranking.place.length || ranking.place[member] === UNRANKED) return null
      return row(member)
    },
    lasting: () => boardOfCrowd(about, crowd, copyOf(ranking)),
  }
}
