/** Candles as the chart draws them: read from the server, carried on by live moves. Pure but for the figures' pixels. */
import type { CandleInterval, CandlesQuery } from '../generated/graphql.ts'
import { micros, toNumber } from '../lib/decimal.ts'
import type { News, PriceMove } from '../lib/market.ts'

export type Candle = Pick<NonNullable<CandlesQuery['candles']>[number], 'openTime' | 'open' | 'high' | 'low' | 'close'>

export const INTERVALS: readonly {
  readonly value: CandleInterval
  readonly label: string
  readonly title: string
  readonly ms: number
}[] = [
  { value: 'FIVE_SECONDS', label: '5 s', title: 'Five seconds a candle', ms: 5_000 },
  { value: 'ONE_MINUTE', label: '1 m', title: 'A minute a candle', ms: 60_000 },
  { value: 'FIVE_MINUTES', label: '5 m', title: 'Five minutes a candle', ms: 300_000 },
  { value: 'FIFTEEN_MINUTES', label: '15 m', title: 'Fifteen minutes a candle', ms: 900_000 },
  { value: 'ONE_HOUR', label: '1 h', title: 'An hour a candle', ms: 3_600_000 },
]

export const msOf = (interval: CandleInterval): number => INTERVALS.find(({ value }) => value === interval)?.ms ?? 60_000

const bucketOf = (at: string, ms: number): number => Math.floor(Date.parse(at) / ms) * ms

/** The candles after a move: the running one grows, or flat ones and a new one follow. Null where the move is older than the last candle. */
export function withMove(
  candles: readonly Candle[],
  move: Pick<PriceMove, 'currentPrice' | 'updatedAt'>,
  ms: number,
  emptyMax = 500,
): readonly Candle[] | null {
  const last = candles.at(-1)
  const bucket = bucketOf(move.updatedAt, ms)
  const price = move.currentPrice
  if (!last) return [{ openTime: new Date(bucket).toISOString(), open: price, high: price, low: price, close: price }]
  const lastMs = Date.parse(last.openTime)
  if (bucket < lastMs || (bucket - lastMs) / ms > emptyMax) return null
  const grown = { ...last, high: higher(last.high, price), low: lower(last.low, price), close: price }
  if (bucket === lastMs) return [...candles.slice(0, -1), grown]
  const fresh: Candle[] = []
  for (let at = lastMs + ms; at <= bucket; at += ms) {
    const open = last.close
    const isLast = at === bucket
    fresh.push({
      openTime: new Date(at).toISOString(),
      open,
      high: isLast ? higher(open, price) : open,
      low: isLast ? lower(open, price) : open,
      close: isLast ? price : open,
    })
  }
  return [...candles, ...fresh]
}

const higher = (a: string, b: string): string => (micros(a) >= micros(b) ? a : b)
const lower = (a: string, b: string): string => (micros(a) <= micros(b) ? a : b)

export const timeOf = (openTime: string): number => Date.parse(openTime) / 1000

export const pixelsOf = ({ openTime, open, high, low, close }: Candle) => ({
  time: timeOf(openTime),
  open: toNumber(open),
  high: toNumber(high),
  low: toNumber(low),
  close: toNumber(close),
})

const TOLD: readonly News['kind'][] = ['PHASE_BUMP', 'SEED_UPDATE', 'INVESTMENT']

/** News that moved the price of a project, oldest first. */
export const movingNews = (news: readonly News[], projectId: string): readonly News[] =>
  news.filter((item) => item.project?.projectId === projectId && TOLD.includes(item.kind)).toReversed()

/** The candle that a moment falls into, in seconds; null where the chart does not reach. */
export function markerTime(at: string, candles: readonly Candle[], ms: number): number | null {
  const first = candles[0]
  const last = candles.at(-1)
  const bucket = bucketOf(at, ms)
  return first && last && bucket >= Date.parse(first.openTime) && bucket <= Date.parse(last.openTime) ? bucket / 1000 : null
}

export type ChartKind = 'line' | 'candles'

/** Where something was announced, and by how much it moved the price. */
export interface Mark {
  readonly time: number
  readonly changeBps: bigint
}

export interface Drawing {
  draw(kind: ChartKind, candles: readonly Candle[]): void
  /** `isWhole`: more than the last candle changed. */
  show(candles: readonly Candle[], isWhole: boolean): void
  mark(marks: readonly Mark[]): void
  /** Takes the page's colours. */
  paint(): void
  remove(): void
}
