import { LRUCache } from 'lru-cache'
import type { Micros } from '../money/units.ts'
import type { Deps } from '../platform/deps.ts'
import { findPricesAt, type ProjectPlace } from './price-history.sql.ts'
import { type SparklineGrid, sparklineMoments, sparklineTick } from './sparkline.ts'

/**
 * The past of small price lines, kept until their grid moves on: a board that thousands look at reads it once per
 * distance between two points.
 */
export interface SparklineAsked extends SparklineGrid, ProjectPlace {}

interface Line {
  readonly tick: number
  /** null: not listed then. */
  readonly past: readonly (Micros | null)[]
}

const LINES_MAX = 5_000
const caches = new WeakMap<Deps['db'], LRUCache<string, Line>>()

export const sparklineText = ({ projectId, minutes, points }: SparklineAsked): string => `${minutes} ${points} ${projectId}`

/** The prices of each line at its moments but now, in one statement for all that are not kept. */
export async function readSparklines(
  db: Deps['db'],
  asked: readonly SparklineAsked[],
  now: Date,
): Promise<{ text: string; past: Line['past'] }[]> {
  const cache = caches.get(db) ?? new LRUCache<string, Line>({ max: LINES_MAX })
  caches.set(db, cache)
  const kept = (each: SparklineAsked): Line | null => {
    const line = cache.get(sparklineText(each))
    return line?.tick === sparklineTick(each, now) ? line : null
  }
  const lines = new Map(asked.map((each) => [sparklineText(each), kept(each)]))
  const missing = asked.filter((each) => lines.get(sparklineText(each)) === null)
  const moments = missing.map((each) => sparklineMoments(each, sparklineTick(each, now)))
  const prices =
    missing.length === 0
      ? []
      : await findPricesAt(
          db,
          missing.flatMap(({ eventId, projectId }, index) => moments[index]!.map((at) => ({ eventId, projectId, at }))),
        )
  let next = 0
  missing.forEach((each, index) => {
    const past = prices.slice(next, (next += moments[index]!.length))
    const line = { tick: sparklineTick(each, now), past }
    lines.set(sparklineText(each), line)
    cache.set(sparklineText(each), line)
  })
  return [...lines].map(([text, line]) => ({ text, past: line!.past }))
}
