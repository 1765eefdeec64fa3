import { readClock } from '../events/events.sql.ts'
import { builder } from '../graphql/builder.ts'
import {
  type Connection,
  connectionOf,
  defineConnection,
  type Page,
  type PageArguments,
  pageCursor,
  pageOf,
} from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import type { PriceSource } from '../events/feed.ts'
import { formatScaled } from '../money/decimal.ts'
import { type Micros, MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import { readCandleLists } from './candles.cache.ts'
import { CANDLES_MAX, type Candle, type CandleInterval, candleCount, candleRange } from './candles.ts'
import { absoluteChange, CHANGE_MINUTES_MAX, type PriceMoves, percentChangeHundredths } from './price-change.ts'
import {
  type ChangeAsked,
  type FoundChange,
  findChanges,
  listPricePoints,
  type PricePoint,
  type ProjectPlace,
} from './price-history.sql.ts'
import { SPARKLINE_POINTS_MAX, SPARKLINE_POINTS_MIN, sparklineOf } from './sparkline.ts'
import { readSparklines, type SparklineAsked, sparklineText } from './sparkline.cache.ts'
import { described } from '../graphql/described.ts'

/** The types of a project's past and how they are read; the projects room puts the fields on Project and Query. */
const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const shares = (value: bigint) => formatScaled(value, SHARE_DECIMALS)

export const HISTORY_PAGE_MAX = 1_000

export const PriceSourceEnum = builder.enumType('PriceSource', {
  description: 'What moved a price: the listing, a trade, drift, a seed change or an investment, a bump.',
  values: described<PriceSource>({
    PROJECT_CREATE: 'The listing: the first price point.',
    TRADE: 'A buy or sell.',
    DRIFT: 'A step of the random walk.',
    SEED_UPDATE: 'A seed change or an investment.',
    PHASE_BUMP: 'A bump that an organiser announced.',
  }),
})

export const CandleIntervalEnum = builder.enumType('CandleInterval', {
  description: 'Length of a candle; candles are aligned to UTC.',
  values: described<CandleInterval>({
    FIVE_SECONDS: '5 seconds.',
    ONE_MINUTE: '1 minute.',
    FIVE_MINUTES: '5 minutes.',
    FIFTEEN_MINUTES: '15 minutes.',
    ONE_HOUR: '1 hour.',
    FOUR_HOURS: '4 hours, from midnight UTC.',
    ONE_DAY: '1 day, from midnight UTC.',
  }),
})

const PricePointRef = builder.objectRef<PricePoint>('PricePoint').implement({
  description: 'One price move of a project. Each starts at the price where the one before ended.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence', { description: 'Number of the move: 1, 2, 3 … per project.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened; never before the move before it.' }),
    priceBefore: t.field({
      type: 'Decimal',
      description: 'USDC per share before the move.',
      resolve: (p) => money(p.priceBefore),
    }),
    price: t.field({ type: 'Decimal', description: 'USDC per share after the move.', resolve: (p) => money(p.price) }),
    source: t.expose('source', { type: PriceSourceEnum, description: 'What moved the price.' }),
    headline: t.exposeString('headline', { nullable: true, description: 'What the organiser said about it.' }),
    folded: t.exposeInt('folded', {
      description:
        'How many drift moves right before this one it also stands for, because old history is thinned. sequence = the one before + 1 + folded.',
    }),
  }),
})

export const PricePointConnectionRef = defineConnection('PricePoint', PricePointRef)

export const CandleRef = builder.objectRef<Candle>('Candle').implement({
  description: 'The price moves of one interval.',
  fields: (t) => ({
    openTime: t.expose('openTime', { type: 'DateTime', description: 'Start of the interval, which includes it.' }),
    open: t.field({
      type: 'Decimal',
      description: 'Close of the interval before, in USDC; the first ever: its first price.',
      resolve: (c) => money(c.open),
    }),
    high: t.field({ type: 'Decimal', description: 'Highest of open and all prices, in USDC.', resolve: (c) => money(c.high) }),
    low: t.field({ type: 'Decimal', description: 'Lowest of open and all prices, in USDC.', resolve: (c) => money(c.low) }),
    close: t.field({
      type: 'Decimal',
      description: 'Last price, in USDC; so far where the interval still runs.',
      resolve: (c) => money(c.close),
    }),
    volume: t.field({ type: 'Decimal', description: 'Shares traded.', resolve: (c) => shares(c.volume) }),
    trades: t.exposeInt('trades', { description: 'Number of trades.' }),
  }),
})

export const PriceChangeRef = builder.objectRef<PriceMoves>('PriceChange').implement({
  description: 'How a price moved over the last N minutes, the same for every viewer.',
  fields: (t) => ({
    reference: t.field({
      type: 'Decimal',
      description: 'Last price at or before N minutes ago, else the first ever, in USDC.',
      resolve: (c) => money(c.reference),
    }),
    absolute: t.field({
      type: 'Decimal',
      description: 'Current price minus reference, in USDC.',
      resolve: (c) => money(absoluteChange(c)),
    }),
    percent: t.field({
      type: 'Decimal',
      description: 'absolute in percent of reference, to 2 decimals, half up.',
      resolve: (c) => formatScaled(percentChangeHundredths(c), 2),
    }),
    high: t.field({
      type: 'Decimal',
      description: 'Highest of the reference and all prices since, in USDC.',
      resolve: (c) => money(c.high),
    }),
    low: t.field({
      type: 'Decimal',
      description: 'Lowest of the reference and all prices since, in USDC.',
      resolve: (c) => money(c.low),
    }),
    volume: t.field({ type: 'Decimal', description: 'Shares traded since the reference.', resolve: (c) => shares(c.volume) }),
  }),
})

/** Milliseconds and sequence: the order of a project's history. */
const pointCursor = pageCursor('price', /^[0-9]{1,14}$/, /^[0-9]{1,9}$/)

function placeOf(text: string | null) {
  const parts = pointCursor.decode(text)
  return parts && { at: new Date(Number(parts[0])), sequence: Number(parts[1]) }
}

export interface HistoryArguments extends PageArguments {
  readonly from?: Date | null
  readonly to?: Date | null
}

interface HistoryKey extends ProjectPlace {
  readonly page: Page
  readonly from: Date | null
  readonly to: Date | null
}

const askedOf = ({ page, from, to }: HistoryKey): string => JSON.stringify([page, from, to])
const historyText = (key: HistoryKey): string => `${key.projectId} ${askedOf(key)}`

/** One statement for all projects that are asked for the same page. */
const historyLoader = defineLoader<HistoryKey, { text: string; points: PricePoint[] }>(
  async (context, keys) => {
    const groups = [...Map.groupBy(keys, askedOf).values()]
    const read = groups.map(async (group) => {
      const { page, from, to } = group[0]!
      const points = await listPricePoints(context.reader, group, {
        from,
        to,
        after: placeOf(page.after),
        before: placeOf(page.before),
        limit: page.limit + 1,
        backward: page.direction === 'backward',
      })
      const ofProject = Map.groupBy(points, (point) => point.projectId)
      return group.map((key) => ({ text: historyText(key), points: ofProject.get(key.projectId) ?? [] }))
    })
    return (await Promise.all(read)).flat()
  },
  (row) => row.text,
  historyText,
)

/** A page of the project's history, oldest first, with from <= at < to. */
export async function priceHistoryPage(
  context: Context,
  { eventId, projectId }: ProjectPlace,
  args: HistoryArguments,
): Promise<Connection<PricePoint>> {
  const page = pageOf(args, HISTORY_PAGE_MAX)
  // Cursors are read here as well, so that a bad one is refused before the batch is made.
  placeOf(page.after)
  placeOf(page.before)
  const found = await historyLoader(context).load({ eventId, projectId, page, from: args.from ?? null, to: args.to ?? null })
  return connectionOf(found?.points ?? [], page, (point) =>
    pointCursor.encode(String(point.at.getTime()), String(point.sequence)),
  )
}

/** The database's clock, read once per operation. */
const clockLoader = defineLoader<string, Date>(
  async (context) => [context.now ?? (await readClock(context.deps.db))],
  () => 'now',
)

interface CandleKey extends ProjectPlace {
  readonly interval: CandleInterval
  readonly from: Date
  readonly to: Date
  readonly now: Date
}

const rangeText = ({ interval, from, to }: CandleKey): string => `${interval} ${from.getTime()} ${to.getTime()}`
const candleText = (key: CandleKey): string => `${key.projectId} ${rangeText(key)}`

const candleLoader = defineLoader<CandleKey, { text: string; candles: readonly Candle[] }>(
  async (context, keys) => {
    const groups = [...Map.groupBy(keys, rangeText).values()]
    const read = groups.map(async (group) => {
      const { interval, from, to, now } = group[0]!
      const lists = await readCandleLists(context.deps.db, context.reader, group, candleRange(interval, from, to), now)
      return group.map((key) => ({ text: candleText(key), candles: lists.get(key.projectId)! }))
    })
    return (await Promise.all(read)).flat()
  },
  (row) => row.text,
  candleText,
)

export interface CandleArguments {
  readonly interval: CandleInterval
  readonly from: Date
  readonly to?: Date | null
}

/** BAD_USER_INPUT for a range of more than 1,500 candles. */
export async function readCandles(
  context: Context,
  { eventId, projectId }: ProjectPlace,
  { interval, from, to }: CandleArguments,
): Promise<readonly Candle[]> {
  const now = (await clockLoader(context).load('now'))!
  // A range that is open at its end takes the running candle in, even where it began this very millisecond.
  const end = to ?? new Date(now.getTime() + 1)
  const range = candleRange(interval, from, end)
  if (candleCount(range) > CANDLES_MAX) {
    throw badUserInput(
      `from..to must span at most ${CANDLES_MAX} candles of ${interval}, and ${from.toISOString()}..${end.toISOString()} spans ${candleCount(range)}.`,
    )
  }
  return (await candleLoader(context).load({ eventId, projectId, interval, from, to: end, now }))!.candles
}

const changeText = ({ projectId, sequence, minutes }: ChangeAsked): string => `${projectId} ${sequence} ${minutes}`

/** What led to a move is there as soon as the move is: a move that a replica lacks is asked of the primary. */
const changeLoader = defineLoader<ChangeAsked, FoundChange>(
  async (context, keys) => {
    const found = await findChanges(context.reader, keys)
    if (context.reader === context.deps.db || found.length === keys.length) return found
    const texts = new Set(found.map(({ asked }) => changeText(asked)))
    const missing = keys.filter((key) => !texts.has(changeText(key)))
    return [...found, ...(await findChanges(context.deps.db, missing))]
  },
  (row) => changeText(row.asked),
  changeText,
)

/** The change up to the move `sequence` of the project, over 1..10,080 minutes. */
export async function readChange(context: Context, asked: ChangeAsked): Promise<PriceMoves> {
  if (asked.minutes < 1 || asked.minutes > CHANGE_MINUTES_MAX) {
    throw badUserInput(`minutes must be 1..${CHANGE_MINUTES_MAX}, and was ${asked.minutes}.`)
  }
  const found = await changeLoader(context).load(asked)
  if (!found) throw new Error(`move ${asked.sequence} of project ${asked.projectId} is missing`)
  return found
}

const sparklineLoader = defineLoader<SparklineAsked, { text: string; past: readonly (Micros | null)[] }>(
  (context, keys) => readSparklines(context.deps.db, keys, new Date()),
  (row) => row.text,
  sparklineText,
)

/** The price at evenly spread moments of the last minutes, and now, oldest first. */
export async function readSparkline(context: Context, asked: SparklineAsked, price: Micros): Promise<Micros[]> {
  if (asked.minutes < 1 || asked.minutes > CHANGE_MINUTES_MAX) {
    throw badUserInput(`minutes must be 1..${CHANGE_MINUTES_MAX}, and was ${asked.minutes}.`)
  }
  if (asked.points < SPARKLINE_POINTS_MIN || asked.points > SPARKLINE_POINTS_MAX) {
    throw badUserInput(`points must be ${SPARKLINE_POINTS_MIN}..${SPARKLINE_POINTS_MAX}, and was ${asked.points}.`)
  }
  return sparklineOf((await sparklineLoader(context).load(asked))?.past ?? [], price)
}
