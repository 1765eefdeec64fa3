import { max, min } from '../money/rounding.ts'
import type { Micros, ShareUnits } from '../money/units.ts'
import { shareUnits } from '../money/units.ts'

/**
 * Candles: the price moves of a project, summed up per interval of UTC time. An interval without a move is flat at the
 * close before it, and every candle opens where the one before closed. Pure. Source: protocol, "Pages".
 */
export const CANDLE_INTERVALS_MS = {
  FIVE_SECONDS: 5_000,
  ONE_MINUTE: 60_000,
  FIVE_MINUTES: 300_000,
  FIFTEEN_MINUTES: 900_000,
  ONE_HOUR: 3_600_000,
  FOUR_HOURS: 14_400_000,
  ONE_DAY: 86_400_000,
} as const
export type CandleInterval = keyof typeof CANDLE_INTERVALS_MS

export const CANDLES_MAX = 1_500

export interface Candle {
  readonly openTime: Date
  readonly open: Micros
  readonly high: Micros
  readonly low: Micros
  readonly close: Micros
  /** Shares traded. */
  readonly volume: ShareUnits
  readonly trades: number
}

/** Which candles are asked for: fromMs and toMs are multiples of intervalMs, toMs is not included. */
export interface CandleRange {
  readonly intervalMs: number
  readonly fromMs: number
  readonly toMs: number
}

/** All moves of one interval; the totals are those of the project as of the last of them. */
export interface CandleMoves {
  readonly openTimeMs: number
  /** Price of the first move. */
  readonly first: Micros
  readonly high: Micros
  readonly low: Micros
  readonly close: Micros
  readonly totalVolume: ShareUnits
  readonly totalTrades: number
}

/** Adds moves that are later than all in `list`; those of the same interval become one. */
export function appendMoves(list: CandleMoves[], later: CandleMoves): void {
  const last = list.at(-1)
  if (last?.openTimeMs !== later.openTimeMs) list.push(later)
  else list[list.length - 1] = { ...later, first: last.first, high: max(last.high, later.high), low: min(last.low, later.low) }
}

/** Where the project stood before the range; null where it did not exist yet. */
export type CandleStart = Pick<CandleMoves, 'close' | 'totalVolume' | 'totalTrades'> | null

/** The intervals with from (rounded down) <= openTime < to, whatever exists in them. */
export function candleRange(interval: CandleInterval, from: Date, to: Date): CandleRange {
  const intervalMs = CANDLE_INTERVALS_MS[interval]
  const fromMs = Math.floor(from.getTime() / intervalMs) * intervalMs
  const toMs = Math.ceil(to.getTime() / intervalMs) * intervalMs
  return { intervalMs, fromMs, toMs: Math.max(fromMs, toMs) }
}

export const candleCount = ({ intervalMs, fromMs, toMs }: CandleRange): number => (toMs - fromMs) / intervalMs

/**
 * The candles of the range from the project's first move to the running one. `moves` stand in the order of time, one per
 * interval that has any. The first candle ever opens at its first price.
 */
export function candlesOf(range: CandleRange, now: Date, start: CandleStart, moves: readonly CandleMoves[]): Candle[] {
  const first = moves[0]
  if (!start && !first) return []
  const fromMs = start ? range.fromMs : first!.openTimeMs
  const endMs = Math.min(range.toMs, now.getTime() + 1)
  const candles: Candle[] = []
  let before = start ?? { close: first!.first, totalVolume: shareUnits(0n), totalTrades: 0 }
  let next = 0
  for (let openTimeMs = fromMs; openTimeMs < endMs; openTimeMs += range.intervalMs) {
    const open = before.close
    const inside = moves[next]?.openTimeMs === openTimeMs ? moves[next++]! : { ...before, high: open, low: open }
    candles.push({
      openTime: new Date(openTimeMs),
      open,
      high: max(open, inside.high),
      low: min(open, inside.low),
      close: inside.close,
      volume: shareUnits(inside.totalVolume - before.totalVolume),
      trades: inside.totalTrades - before.totalTrades,
    })
    before = inside
  }
  return candles
}
