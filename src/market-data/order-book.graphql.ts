import { plainId } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { range } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import { type Market, priceMicros, priceText, quantityText, ticksOf } from '../markets/market.ts'
import { MarketRef } from '../markets/markets.graphql.ts'
import { findMarket } from '../markets/markets.sql.ts'
import type { LevelState } from '../matching/market-feed.ts'
import { canonical, type Decimal, formatScaled } from '../money/decimal.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { type CurrentBook, type LiveBooks, readCurrentBooks } from './books.cache.ts'
import { groupedLevels, type NearMid, nearMid, twiceMid } from './depth.ts'
import { findMarketHeads, type MarketHead } from './market-books.sql.ts'

/** Books as they are now, on Query and Market. */
declare module '../graphql/context.ts' {
  interface Services {
    /** Books that streams of this process keep. */
    liveBooks: LiveBooks
  }
}

export const LEVELS_MAX = 1_000
const LEVELS_DEFAULT = 20

export interface ShownLevel {
  readonly market: Market
  readonly level: LevelState
}

export const BookLevelRef = builder.objectRef<ShownLevel>('BookLevel').implement({
  description: 'What stands in a book at one price, or in one price group.',
  fields: (t) => ({
    price: t.field({
      type: 'Decimal',
      description: 'USDC per whole base unit; of a group: bids rounded down, offers up.',
      resolve: ({ market, level }) => priceText(market, level.price),
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that are open here. 0 in a stream: the level is gone.',
      resolve: ({ market, level }) => quantityText(market, level.lots),
    }),
    orders: t.int({ description: 'How many orders that is.', resolve: ({ level }) => level.orders }),
  }),
})

export interface ShownDepth {
  readonly market: Market
  readonly lots: NearMid
}

export const BookDepthRef = builder.objectRef<ShownDepth>('BookDepth').implement({
  description: 'How much stands close to the middle of a book, in whole base units; 0 where a side is empty.',
  fields: (t) => ({
    bid: t.field({ type: 'Decimal', description: 'Of bids.', resolve: ({ market, lots }) => unitsText(market, lots.bid) }),
    ask: t.field({ type: 'Decimal', description: 'Of offers.', resolve: ({ market, lots }) => unitsText(market, lots.ask) }),
  }),
})

/** Lots of which there may be more than one order can have, as whole base units. */
export const unitsText = ({ lotSizeUnits }: Market, lots: bigint): string => formatScaled(lots * lotSizeUnits, BASE_DECIMALS)

export interface ShownBook {
  readonly market: Market
  readonly sequence: number
  readonly at: Date
  readonly bids: readonly LevelState[]
  readonly asks: readonly LevelState[]
  readonly bestBid: number | null
  readonly bestAsk: number | null
  readonly twiceMid: bigint | null
  readonly depth1Bp: NearMid
  readonly depth5Bp: NearMid
}

/** Levels are many and small: ten of them cost what one object does. */
export const LEVEL_COST = { cost: 0.1 } as const

const shown = (market: Market, levels: readonly LevelState[]): ShownLevel[] => levels.map((level) => ({ market, level }))

const OrderBookRef = builder.objectRef<ShownBook>('OrderBook').implement({
  description: 'The book of a market after one command.',
  fields: (t) => ({
    symbol: t.id({ description: 'Of the market.', resolve: ({ market }) => market.symbol }),
    sequence: t.string({
      description: 'Number of the command that the matcher carried out last; marketUpdated counts the same.',
      resolve: ({ sequence }) => String(sequence),
    }),
    bids: t.field({
      type: [BookLevelRef],
      extensions: LEVEL_COST,
      description: 'Highest first.',
      resolve: (b) => shown(b.market, b.bids),
    }),
    asks: t.field({
      type: [BookLevelRef],
      extensions: LEVEL_COST,
      description: 'Lowest first.',
      resolve: (b) => shown(b.market, b.asks),
    }),
    mid: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Half way between best bid and best offer, in USDC, exact; null where a side is empty.',
      resolve: ({ market, twiceMid }) =>
        twiceMid === null ? null : formatScaled(twiceMid * market.tickSizeMicros * 5n, MICROS_DECIMALS + 1),
    }),
    spread: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Best offer less best bid, in USDC; null where a side is empty.',
      resolve: ({ market, bestBid, bestAsk }) =>
        bestBid === null || bestAsk === null
          ? null
          : formatScaled(priceMicros(market, bestAsk) - priceMicros(market, bestBid), MICROS_DECIMALS),
    }),
    depth1Bp: t.field({
      type: BookDepthRef,
      description: 'Within 1 basis point of mid.',
      resolve: ({ market, depth1Bp }) => ({ market, lots: depth1Bp }),
    }),
    depth5Bp: t.field({
      type: BookDepthRef,
      description: 'Within 5 basis points of mid.',
      resolve: ({ market, depth5Bp }) => ({ market, lots: depth5Bp }),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was so.' }),
  }),
})

/** Ticks of a price group; BAD_USER_INPUT unless it is a multiple of the market's tick size. */
export function groupTicks(market: Market, group: Decimal | null | undefined): number {
  if (group == null) return 1
  const ticks = ticksOf(market, group)
  if ('steps' in ticks) return ticks.steps
  const nearest = [ticks.below, ticks.above].filter((each) => each !== null).map((each) => priceText(market, each))
  throw badUserInput(
    `group must be a multiple of the tick size ${priceText(market, 1)}, and was ${canonical(group)}: try ${nearest.join(' or ')}.`,
  )
}

export const bookLoader = defineLoader<number, CurrentBook>(
  (context, marketIds) => readCurrentBooks(context.deps.db, context.services.liveBooks, marketIds),
  ({ head }) => String(head.marketId),
)

const headLoader = defineLoader<number, MarketHead>(
  (context, marketIds) => findMarketHeads(context.deps.db, marketIds),
  (head) => String(head.marketId),
)

interface BookArguments {
  readonly levels?: number | null
  readonly group?: Decimal | null
}

async function shownBook(context: Context, market: Market, { levels, group }: BookArguments): Promise<ShownBook> {
  const ticks = groupTicks(market, group)
  const limit = levels ?? LEVELS_DEFAULT
  const { head, live } = (await bookLoader(context).load(market.marketId))!
  const { sequence, book } = live
  return {
    market,
    sequence,
    at: head.at,
    bids: groupedLevels(book, 'BUY', limit, ticks),
    asks: groupedLevels(book, 'SELL', limit, ticks),
    bestBid: book.best('BUY'),
    bestAsk: book.best('SELL'),
    twiceMid: twiceMid(book),
    depth1Bp: nearMid(book, 1),
    depth5Bp: nearMid(book, 5),
  }
}

const LEVELS = {
  defaultValue: LEVELS_DEFAULT,
  description: `How many levels of each side, 1..${LEVELS_MAX}.`,
  extensions: range(1, LEVELS_MAX),
} as const
export const GROUP = {
  type: 'Decimal',
  description: 'Levels within so many USDC as one: a multiple of the tick size. Bids are rounded down, offers up.',
} as const
export const SYMBOL = { required: true, description: 'As CXPT-USDC.' } as const

/** The market of this symbol; null where there is none. */
export const marketOf = (context: Context, symbol: string): Promise<Market | null> =>
  plainId(symbol) === null ? Promise.resolve(null) : findMarket(context.deps.db, symbol)

builder.queryField('orderBook', (t) =>
  t.field({
    type: OrderBookRef,
    nullable: true,
    description: 'The book of a market as it is; null where there is no such market. Public.',
    args: { symbol: t.arg.id(SYMBOL), levels: t.arg.int(LEVELS), group: t.arg(GROUP) },
    resolve: async (_root, { symbol, ...args }, context) => {
      const market = await marketOf(context, symbol)
      return market && (await shownBook(context, market, args))
    },
  }),
)

builder.objectFields(MarketRef, (t) => ({
  sequence: t.string({
    description: 'Number of the command that the matcher carried out last; 0 before the first.',
    resolve: async ({ marketId }, _args, context) => String((await headLoader(context).load(marketId))?.sequence ?? 0),
  }),
  orderBook: t.field({
    type: OrderBookRef,
    description: 'Its book as it is.',
    args: { levels: t.arg.int(LEVELS), group: t.arg(GROUP) },
    resolve: (market, args, context) => shownBook(context, market, args),
  }),
}))
