import type { ProjectPlace } from './price-history.sql.ts'
import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import { type CandleLine, candleLine, candlesOfLine, extendLine } from './candle-line.ts'
import { type LaterMoves, readCandleSources, readLaterMoves } from './candles.sql.ts'
import { CANDLE_INTERVALS_MS, CANDLES_MAX, type Candle, type CandleRange, candlesOf } from './candles.ts'

/**
 * Candles that were shown, kept for who asks next: he is shown what the database says now, of which only the moves since the
 * last known one are read. A history that is no longer the one that was read is read anew.
 */
interface Kept {
  readonly line: CandleLine
  readonly readAt: number
}

type Db = Deps['db']

/** Candles kept of all lines together; each takes about 0.7 kB with its text. */
const KEPT_CANDLES_MAX = 50_000
/** A line begins at a multiple of so many intervals: who asks next may begin a little earlier. */
const LINE_STEP = 240
/** Minutes are summed up long before: then they are quicker read than the moves since. */
const LATER_MS_MAX = 120_000
const OPEN_END_MS = Date.UTC(9999, 0, 1)

const caches = new WeakMap<Db, LRUCache<string, Kept>>()

/** The candles of each project as of now, in one or two statements. `db` is what they are kept for, `reader` where they are read. */
export async function readCandleLists(
  db: Db,
  reader: Db,
  projects: readonly ProjectPlace[],
  range: CandleRange,
  now: Date,
): Promise<Map<string, readonly Candle[]>> {
  const { intervalMs, fromMs } = range
  if (now.getTime() - fromMs > 2 * CANDLES_MAX * intervalMs) return await readLists(reader, projects, range, now)
  const cache = caches.get(db) ?? new LRUCache<string, Kept>({ max: 10_000, maxSize: KEPT_CANDLES_MAX, sizeCalculation: sizeOf })
  caches.set(db, cache)
  const readAt = performance.now()
  const keyOf = (projectId: string) => `${intervalMs} ${projectId}`
  const isOfUse = ({ line, ...kept }: Kept) =>
    line.fromMs <= fromMs && (intervalMs < CANDLE_INTERVALS_MS.ONE_MINUTE || readAt - kept.readAt <= LATER_MS_MAX)
  const known = projects.flatMap((project) => {
    const kept = cache.get(keyOf(project.projectId))
    return kept && isOfUse(kept) ? [{ ...project, line: kept.line }] : []
  })
  const lists = new Map<string, readonly Candle[]>()
  const keep = (projectId: string, line: CandleLine) => {
    cache.set(keyOf(projectId), { line, readAt })
    lists.set(projectId, candlesOfLine(line, range, now))
  }
  const later = known.length > 0 ? await readLaterMoves(reader, intervalMs, known) : new Map<string, LaterMoves>()
  for (const { projectId, line } of known) {
    const found = later.get(projectId)
    if (found) keep(projectId, extendLine(line, found.moves, found.last))
  }
  const missing = projects.filter(({ projectId }) => !lists.has(projectId))
  if (missing.length === 0) return lists
  // Short intervals are made of every single move.
  const stepMs = intervalMs < CANDLE_INTERVALS_MS.ONE_MINUTE ? intervalMs : LINE_STEP * intervalMs
  const line = { intervalMs, fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs: OPEN_END_MS }
  for (const [projectId, { last, ...source }] of await readCandleSources(reader, missing, line))
    if (last) keep(projectId, candleLine(intervalMs, line.fromMs, source, last))
    else lists.set(projectId, [])
  return lists
}

const sizeOf = ({ line }: Kept): number => line.settled.length + 10

/** A range that lies far back, or is long, as the tables have it. */
async function readLists(
  reader: Db,
  projects: readonly ProjectPlace[],
  range: CandleRange,
  now: Date,
): Promise<Map<string, Candle[]>> {
  const sources = await readCandleSources(reader, projects, range)
  return new Map(Array.from(sources, ([id, { start, moves }]) => [id, candlesOf(range, now, start, moves)]))
}
