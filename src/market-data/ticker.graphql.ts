import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import { type Market, priceText } from '../markets/market.ts'
import { MarketRef } from '../markets/markets.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { CANDLES_MAX, type CandleInterval, candleCount, candleRange } from '../price-history/candles.ts'
import { CandleIntervalEnum } from '../price-history/price-history.graphql.ts'
import { type MarketCandle, marketCandlesOf } from './market-candles.ts'
import { readCandleSource } from './market-candles.sql.ts'
import { BookDepthRef, bookLoader, marketOf, SYMBOL, unitsText } from './order-book.graphql.ts'
import { changeHundredths, type Ticker } from './ticker.ts'
import { readTickers } from './tickers.cache.ts'

/** A market at a glance, and its candles. */
interface ShownTicker {
  readonly market: Market
  readonly ticker: Ticker
}

const money = (micros: bigint): string => formatScaled(micros, MICROS_DECIMALS)
const priceOf = ({ tickSizeMicros }: Market, ticks: bigint): string => money(ticks * tickSizeMicros)
const priceOrNull = (market: Market, ticks: bigint | number | null): string | null =>
  ticks === null ? null : priceOf(market, BigInt(ticks))

const TickerRef = builder.objectRef<ShownTicker>('Ticker').implement({
  description: 'A market at a glance. 24 hours are the running minute and the 1,439 before it.',
  fields: (t) => ({
    symbol: t.id({ description: 'Of the market.', resolve: ({ market }) => market.symbol }),
    lastPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the newest trade, in USDC; null before the first.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.lastPrice),
    }),
    markPrice: t.field({
      type: 'Decimal',
      description: 'What the band is around, in USDC.',
      resolve: ({ market, ticker }) => priceText(market, ticker.markPrice),
    }),
    open24h: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price 24 hours ago, where there was none yet the first one ever, in USDC; null before the first trade.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.day.open),
    }),
    high24h: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Highest of the trades of 24 hours, in USDC; null where there was none.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.day.high),
    }),
    low24h: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Lowest of the trades of 24 hours, in USDC; null where there was none.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.day.low),
    }),
    change24hPercent: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'lastPrice less open24h, in percent of open24h, to 2 decimals, half up; null before the first trade.',
      resolve: ({ ticker }) => {
        const change = changeHundredths(ticker.day.open, ticker.lastPrice)
        return change === null ? null : formatScaled(change, 2)
      },
    }),
    volume24h: t.field({
      type: 'Decimal',
      description: 'Whole base units traded.',
      resolve: ({ market, ticker }) => unitsText(market, ticker.day.quantity),
    }),
    notional24h: t.field({
      type: 'Decimal',
      description: 'USDC traded, fees excluded.',
      resolve: ({ ticker }) => money(ticker.day.notional),
    }),
    trades24h: t.int({ description: 'How many trades.', resolve: ({ ticker }) => ticker.day.trades }),
    openInterest: t.field({
      type: 'Decimal',
      description: 'Sum of all positions above zero, in whole base units.',
      resolve: ({ market, ticker }) => unitsText(market, ticker.day.openInterest),
    }),
    bestBid: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Highest bid, in USDC.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.bestBid),
    }),
    bestAsk: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Lowest offer, in USDC.',
      resolve: ({ market, ticker }) => priceOrNull(market, ticker.bestAsk),
    }),
    depth1Bp: t.field({
      type: BookDepthRef,
      description: 'Within 1 basis point of the middle.',
      resolve: ({ market, ticker }) => ({ market, lots: ticker.depth1Bp }),
    }),
    depth5Bp: t.field({
      type: BookDepthRef,
      description: 'Within 5 basis points of the middle.',
      resolve: ({ market, ticker }) => ({ market, lots: ticker.depth5Bp }),
    }),
  }),
})

const tickerLoader = defineLoader<number, Ticker>(
  async (context, marketIds) => {
    const books = await Promise.all(marketIds.map((marketId) => bookLoader(context).load(marketId)))
    return await readTickers(
      context.deps.db,
      books.filter((book) => book !== null),
    )
  },
  ({ marketId }) => String(marketId),
)

const tickerOf = async (context: Context, market: Market): Promise<ShownTicker> => ({
  market,
  ticker: (await tickerLoader(context).load(market.marketId))!,
})

interface ShownCandle {
  readonly market: Market
  readonly candle: MarketCandle
}

const MarketCandleRef = builder.objectRef<ShownCandle>('MarketCandle').implement({
  description: 'The trades of one interval; without any it is flat at the close before it.',
  fields: (t) => ({
    openTime: t.field({
      type: 'DateTime',
      description: 'Start of the interval, which includes it.',
      resolve: ({ candle }) => new Date(candle.openTimeMs),
    }),
    open: t.field({
      type: 'Decimal',
      description: 'First price, in USDC.',
      resolve: ({ market, candle }) => priceOf(market, candle.open),
    }),
    high: t.field({
      type: 'Decimal',
      description: 'Highest price, in USDC.',
      resolve: ({ market, candle }) => priceOf(market, candle.high),
    }),
    low: t.field({
      type: 'Decimal',
      description: 'Lowest price, in USDC.',
      resolve: ({ market, candle }) => priceOf(market, candle.low),
    }),
    close: t.field({
      type: 'Decimal',
      description: 'Last price, in USDC; so far where the interval still runs.',
      resolve: ({ market, candle }) => priceOf(market, candle.close),
    }),
    volume: t.field({
      type: 'Decimal',
      description: 'Whole base units traded.',
      resolve: ({ market, candle }) => unitsText(market, candle.quantity),
    }),
    notional: t.field({ type: 'Decimal', description: 'USDC traded.', resolve: ({ candle }) => money(candle.notional) }),
    trades: t.int({ description: 'Number of trades.', resolve: ({ candle }) => candle.trades }),
  }),
})

interface CandleArguments {
  readonly interval: CandleInterval
  readonly from: Date
  readonly to?: Date | null
}

/** BAD_USER_INPUT for an interval below the buckets' minute, and for a range of more than 1,500 candles. */
async function candlesOf(context: Context, market: Market, { interval, from, to }: CandleArguments): Promise<ShownCandle[]> {
  if (interval === 'FIVE_SECONDS') throw badUserInput('Candles of a market are of one minute at least.')
  const end = to ?? new Date()
  const asked = candleRange(interval, from, end)
  if (candleCount(asked) > CANDLES_MAX) {
    throw badUserInput(
      `from..to must span at most ${CANDLES_MAX} candles of ${interval}, and ${from.toISOString()}..${end.toISOString()} spans ${candleCount(asked)}.`,
    )
  }
  const { now, closeBefore, traded } = await readCandleSource(context.reader, market.marketId, asked)
  return marketCandlesOf(asked, now, closeBefore, traded).map((candle) => ({ market, candle }))
}

builder.queryFields((t) => ({
  ticker: t.field({
    type: TickerRef,
    nullable: true,
    description: 'A market at a glance; null where there is no such market. Public.',
    args: { symbol: t.arg.id(SYMBOL) },
    resolve: async (_root, { symbol }, context) => {
      const market = await marketOf(context, symbol)
      return market && (await tickerOf(context, market))
    },
  }),
  marketCandles: t.field({
    type: [MarketCandleRef],
    extensions: { listSize: CANDLES_MAX / 10 },
    description: `Candles of a market with from (rounded down to the interval) <= openTime < to, at most ${CANDLES_MAX}. None before the first trade or after now; none where there is no such market. Public.`,
    args: {
      symbol: t.arg.id(SYMBOL),
      interval: t.arg({ type: CandleIntervalEnum, required: true, description: 'Length of a candle: one minute at least.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'Start of the first candle, rounded down to the interval.' }),
      to: t.arg({ type: 'DateTime', description: 'End of the range; absent: now.' }),
    },
    resolve: async (_root, { symbol, ...args }, context) => {
      const market = await marketOf(context, symbol)
      return market ? await candlesOf(context, market, args) : []
    },
  }),
}))

builder.objectField(MarketRef, 'ticker', (t) =>
  t.field({
    type: TickerRef,
    description: 'It at a glance.',
    resolve: (market, _args, context) => tickerOf(context, market),
  }),
)
