import type { Micros } from '../money/units.ts'

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

/** top: the first min(top, N). bottom: the last min(bottom, N − |top|), worst first. Nobody stands in both. */
export function boardEnds(rows: readonly BoardRow[], top: number, bottom: number): { top: BoardRow[]; bottom: BoardRow[] } {
  const best = rows.slice(0, top)
  const worst = rows.slice(Math.max(best.length, rows.length - bottom)).reverse()
  return { top: best, bottom: worst }
}

/** Two above, the row itself, two below; fewer at the ends. */
export const neighboursOf = (rows: readonly BoardRow[], { rank }: BoardRow): BoardRow[] =>
  rows.slice(Math.max(0, rank - 3), rank + 2)
