import { plainId } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { described } from '../graphql/described.ts'
import { defineLoader } from '../graphql/loader.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { type Market, type MarketKind, type MarketStatus, markPriceOf, priceText } from './market.ts'
import { findMarket, listMarkets } from './markets.sql.ts'

export const MarketKindEnum = builder.enumType('MarketKind', {
  description: 'What is traded. All but SPOT stay PENDING until their rules come.',
  values: described<MarketKind>({
    SPOT: 'An asset against USDC, fully paid.',
    PERPETUAL: 'A contract without expiry, with funding.',
    FUTURE: 'A contract that is settled in cash at its expiry.',
    OPTION: 'A right that is settled in cash at its expiry.',
  }),
})

export const MarketStatusEnum = builder.enumType('MarketStatus', {
  description: 'What the market lets in; checked when an order enters and again by the matcher. Cancels are always let in.',
  values: described<MarketStatus>({
    PENDING: 'Listed and not opened yet: no orders.',
    ACTIVE: 'All orders.',
    POST_ONLY: 'Only post-only orders.',
    REDUCE_ONLY: 'Only reduce-only orders.',
    PAUSED: 'No orders; by an administrator, or by the breaker after a large move.',
    SETTLING: 'No orders: positions are being settled.',
    CLOSED: 'No orders any more.',
  }),
})

/** Markets by their number inside the database. */
export const marketLoader = defineLoader<number, Market>(
  (context, marketIds) => listMarkets(context.deps.db, { marketIds }),
  (market) => String(market.marketId),
)

/** The market of an order, fill or position. */
export async function marketById(context: Context, marketId: number): Promise<Market> {
  const market = await marketLoader(context).load(marketId)
  if (!market) throw new Error(`market ${marketId} does not exist`)
  return market
}

export const MarketRef = builder.objectRef<Market>('Market').implement({
  description: 'A market of the order book.',
  fields: (t) => ({
    symbol: t.exposeID('symbol', { description: 'As CXPT-USDC; its plain id.' }),
    kind: t.expose('kind', { type: MarketKindEnum, description: 'What is traded.' }),
    status: t.expose('status', { type: MarketStatusEnum, description: 'What it lets in now.' }),
    baseAsset: t.exposeString('baseAsset', { description: 'What quantities are of.' }),
    quoteAsset: t.exposeString('quoteAsset', { description: 'What prices are in: USDC.' }),
    tickSize: t.field({
      type: 'Decimal',
      description: 'A price is a multiple of it; USDC per whole base unit.',
      resolve: (market) => priceText(market, 1),
    }),
    lotSize: t.field({
      type: 'Decimal',
      description: 'A quantity is a multiple of it; whole base units.',
      resolve: ({ lotSizeUnits }) => formatScaled(lotSizeUnits, BASE_DECIMALS),
    }),
    minNotional: t.field({
      type: 'Decimal',
      description: 'The least that price times quantity of an order must be, in USDC.',
      resolve: ({ minNotionalMicros }) => formatScaled(minNotionalMicros, MICROS_DECIMALS),
    }),
    feeBps: t.exposeInt('feeBps', { description: 'Of the notional, for maker and taker alike, in basis points.' }),
    bandBps: t.exposeInt('bandBps', { description: 'How far from the mark price orders and matches may be, in basis points.' }),
    breakerBps: t.exposeInt('breakerBps', {
      description: 'A move beyond it within the window pauses the market, in basis points.',
    }),
    breakerWindowSeconds: t.int({
      description: 'The window of the breaker, in seconds.',
      resolve: ({ breakerWindowMs }) => breakerWindowMs / 1_000,
    }),
    markPrice: t.field({
      type: 'Decimal',
      description: 'What the band is around: the last price, before the first trade the reference price; USDC.',
      resolve: (market) => priceText(market, markPriceOf(market)),
    }),
    lastPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the newest trade, in USDC; null before the first.',
      resolve: (market) => (market.lastPrice === null ? null : priceText(market, market.lastPrice)),
    }),
    indexPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the outside markets, in USDC; null while there is no oracle.',
      resolve: () => null,
    }),
    fundingRate: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What longs pay to shorts; null where the kind has none.',
      resolve: () => null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was listed.' }),
  }),
})

builder.queryFields((t) => ({
  markets: t.field({
    type: [MarketRef],
    extensions: { listSize: 20 },
    description: 'All markets of the order book, by symbol.',
    args: {
      kind: t.arg({ type: MarketKindEnum, description: 'Only these.' }),
      status: t.arg({ type: MarketStatusEnum, description: 'Only those in it.' }),
    },
    resolve: (_root, { kind, status }, { deps }) =>
      listMarkets(deps.db, { ...(kind ? { kind } : {}), ...(status ? { status } : {}) }),
  }),
  market: t.field({
    type: MarketRef,
    nullable: true,
    description: 'A market; null where there is none of the symbol.',
    args: { symbol: t.arg.id({ required: true, description: 'As CXPT-USDC.' }) },
    resolve: (_root, { symbol }, { deps }) => (plainId(symbol) === null ? null : findMarket(deps.db, symbol)),
  }),
}))
