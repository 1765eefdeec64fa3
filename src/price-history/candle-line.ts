import type { Micros } from '../money/units.ts'
import {
  appendMoves,
  CANDLES_MAX,
  type Candle,
  type CandleMoves,
  type CandleRange,
  type CandleStart,
  candlesOf,
} from './candles.ts'

/**
 * The candles of one project from a moment on, as far as its moves are known. Those before the interval of the last move
 * never change: a project's moves are committed in their order, so what is still to come is later. Pure.
 */
export interface CandleLine {
  readonly intervalMs: number
  /** Everything from here on is known; a multiple of intervalMs. */
  readonly fromMs: number
  /** Every interval before that of the last move, without a gap, each the same object for ever. */
  readonly settled: readonly Candle[]
  /** Where the project stood after them. */
  readonly before: CandleStart
  /** The interval of the last move; null where that lies before fromMs. */
  readonly running: CandleMoves | null
  readonly last: LastMove
}

/** The last move that is known: whether the history is still the one that was read is seen by it. */
export interface LastMove {
  readonly sequence: number
  readonly at: Date
  readonly price: Micros
}

/** What the history says from fromMs on, as of its last move. */
export interface CandleSource {
  readonly start: CandleStart
  /** One per interval that has any, in order. */
  readonly moves: readonly CandleMoves[]
}

export function candleLine(intervalMs: number, fromMs: number, { start, moves }: CandleSource, last: LastMove): CandleLine {
  return extendLine({ intervalMs, fromMs, settled: [], before: start, running: null, last }, moves, last)
}

/** The line with moves that are no earlier than its last one, which may be among them again; `last` is the last of them. */
export function extendLine(line: CandleLine, later: readonly CandleMoves[], last: LastMove): CandleLine {
  const { intervalMs, fromMs } = line
  const moves = line.running ? [line.running] : []
  for (const each of later) if (each.openTimeMs >= fromMs) appendMoves(moves, each)
  const running = moves.at(-1)
  if (!running) return { ...line, last }
  const over = moves.slice(0, -1)
  if (over.length === 0 && line.running) return { ...line, running, last }
  const stretch = { intervalMs, fromMs: line.running?.openTimeMs ?? fromMs, toMs: running.openTimeMs }
  const settled = [...line.settled, ...candlesOf(stretch, new Date(stretch.toMs), line.before, over)]
  return shortened({ ...line, settled, before: over.at(-1) ?? line.before, running, last })
}

/** Keeps what a request of the longest range needs, and as much again. */
function shortened(line: CandleLine): CandleLine {
  if (line.settled.length <= 3 * CANDLES_MAX) return line
  const settled = line.settled.slice(-2 * CANDLES_MAX)
  return { ...line, settled, fromMs: settled[0]!.openTime.getTime() }
}

/** The same as candlesOf tells of the moves; the range begins at or after line.fromMs. */
export function candlesOfLine(
  { intervalMs, fromMs, settled, before, running }: CandleLine,
  range: CandleRange,
  now: Date,
): Candle[] {
  const tailMs = running?.openTimeMs ?? fromMs
  if (range.fromMs > tailMs) return candlesOf(range, now, running ?? before, [])
  const firstMs = settled[0]?.openTime.getTime() ?? tailMs
  const endMs = Math.min(range.toMs, now.getTime() + 1)
  const place = (ms: number) => Math.max(0, Math.ceil((ms - firstMs) / intervalMs))
  const past = settled.slice(place(range.fromMs), place(endMs))
  for (const candle of candlesOf({ ...range, fromMs: tailMs }, now, before, running ? [running] : [])) past.push(candle)
  return past
}
