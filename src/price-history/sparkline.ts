import type { Micros } from '../money/units.ts'

/**
 * A price over the last minutes as a few numbers, for a small picture. The moments lie on a grid of their own distance,
 * so that all who look within one distance see the same past and it is read once. Pure.
 */
export const SPARKLINE_POINTS_MIN = 2
export const SPARKLINE_POINTS_MAX = 120
export const SPARKLINE_POINTS_DEFAULT = 30

export interface SparklineGrid {
  readonly minutes: number
  readonly points: number
}

const MS_PER_MINUTE = 60_000

/** Whole milliseconds between two points; the last point is now. 60 minutes in 31 points: 120,000. */
const sparklineStepMs = ({ minutes, points }: SparklineGrid): number =>
  Math.max(1, Math.floor((minutes * MS_PER_MINUTE) / (points - 1)))

/** How many distances lie between 1970 and now: the same number, the same past. */
export const sparklineTick = (grid: SparklineGrid, now: Date): number => Math.floor(now.getTime() / sparklineStepMs(grid))

/** All moments of the line but now, oldest first: the newest `points` − 1 of the grid that are not to come. */
export function sparklineMoments(grid: SparklineGrid, tick: number): Date[] {
  const step = sparklineStepMs(grid)
  return Array.from({ length: grid.points - 1 }, (_, index) => new Date((tick - (grid.points - 2 - index)) * step))
}

/** The line: `past` and the price now. Before the listing the first price that is known stands. */
export function sparklineOf(past: readonly (Micros | null)[], price: Micros): Micros[] {
  const first = past.find((each) => each !== null) ?? price
  return [...past.map((each) => each ?? first), price]
}
