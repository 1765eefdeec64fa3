import { builder } from '../graphql/builder.ts'
import { described } from '../graphql/described.ts'
import { MarketTradeRef } from '../fills/market-trade.graphql.ts'
import { BookLevelRef, LEVEL_COST } from '../market-data/order-book.graphql.ts'
import { priceText } from '../markets/market.ts'
import { MarketStatusEnum } from '../markets/markets.graphql.ts'
import type { MarketUpdate } from './market-source.ts'

const MarketUpdateKindEnum = builder.enumType('MarketUpdateKind', {
  description: 'What an update of a market is to be taken for.',
  values: described({
    SNAPSHOT: 'All levels of the view: forget what was known.',
    DELTA: 'What has changed since the update before.',
    HEARTBEAT: 'Nothing has changed: the tables were asked just now.',
  }),
})

export const MarketUpdateRef = builder.objectRef<MarketUpdate>('MarketUpdate').implement({
  description: 'What has become of a market: levels as they are now, trades, prices and status.',
  fields: (t) => ({
    kind: t.field({
      type: MarketUpdateKindEnum,
      description: 'SNAPSHOT, DELTA or HEARTBEAT.',
      resolve: ({ entry }) => entry.kind,
    }),
    symbol: t.id({ description: 'Of the market.', resolve: ({ market }) => market.symbol }),
    sequence: t.string({
      description: 'Number of the last command that is in the update; orderBook counts the same.',
      resolve: ({ entry }) => String(entry.sequence),
    }),
    previousSequence: t.string({
      nullable: true,
      description: 'sequence of the update before; null for a SNAPSHOT. Another one: something was lost.',
      resolve: ({ entry }) => (entry.previous === null ? null : String(entry.previous)),
    }),
    bids: t.field({
      type: [BookLevelRef],
      extensions: LEVEL_COST,
      description: 'Levels as they are now; quantity 0: gone from the view. Of a SNAPSHOT highest first.',
      resolve: ({ market, entry }) => levelsOf({ market, entry }, 'BUY'),
    }),
    asks: t.field({
      type: [BookLevelRef],
      extensions: LEVEL_COST,
      description: 'Levels as they are now; quantity 0: gone from the view. Of a SNAPSHOT lowest first.',
      resolve: ({ market, entry }) => levelsOf({ market, entry }, 'SELL'),
    }),
    trades: t.field({
      type: [MarketTradeRef],
      description: 'Trades of the commands in the update, oldest first; of a SNAPSHOT those behind after.',
      resolve: ({ market, entry }) => entry.trades.map((trade) => ({ ...trade, market })),
    }),
    lastPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the newest trade, in USDC; null before the first.',
      resolve: ({ market, entry }) => (entry.lastPrice === null ? null : priceText(market, entry.lastPrice)),
    }),
    markPrice: t.field({
      type: 'Decimal',
      description: 'What the band is around, in USDC.',
      resolve: ({ market, entry }) => priceText(market, entry.markPrice),
    }),
    fundingRate: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What longs pay to shorts; null where the kind has none.',
      resolve: () => null,
    }),
    status: t.field({ type: MarketStatusEnum, description: 'What the market lets in.', resolve: ({ entry }) => entry.status }),
    missed: t.int({
      description: 'Trades of this update that are not among trades, because more than 1,000 came together. 0 or more.',
      resolve: ({ entry }) => entry.missed,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When the last command was accepted; of a HEARTBEAT when the tables were asked.',
      resolve: ({ entry }) => entry.at,
    }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Pass as after to go on behind this update on a new connection, on any server.',
      resolve: (update) => update.cursor(),
    }),
  }),
})

const levelsOf = ({ market, entry }: Pick<MarketUpdate, 'market' | 'entry'>, side: 'BUY' | 'SELL') =>
  entry.levels.filter((level) => level.side === side).map((level) => ({ market, level }))
