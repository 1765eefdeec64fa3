import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { lotTickMicros, type Market, markPriceOf, priceText } from '../markets/market.ts'
import { marketById } from '../markets/markets.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { halfUpDiv } from '../money/rounding.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { ATTOS_PER_MICRO, AVERAGE_DECIMALS, averagePrice, type Position, unrealisedAt } from './average-cost.ts'
import { listPositions, type PositionRecord } from './positions.sql.ts'

const usdc = (micros: bigint): string => formatScaled(micros, MICROS_DECIMALS)
/** Half-up at 6 decimals. */
const roundedUsdc = (attos: bigint): string => usdc(halfUpDiv(attos, ATTOS_PER_MICRO))
/** Micro-USDC of the signed quantity at the mark price. */
const valueOf = (market: Market, { quantity }: Position): bigint => quantity * BigInt(markPriceOf(market)) * lotTickMicros(market)

export const PositionRef = builder.objectRef<PositionRecord>('Position').implement({
  description: "What a trader's fills in a market add up to, by average cost.",
  fields: (t) => ({
    symbol: t.id({
      description: 'Its market.',
      resolve: async ({ marketId }, _args, context) => (await marketById(context, marketId)).symbol,
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that were bought less sold here; below zero is short. Not what was credited or withdrawn.',
      resolve: async ({ marketId, quantity }, _args, context) =>
        formatScaled(quantity * (await marketById(context, marketId)).lotSizeUnits, BASE_DECIMALS),
    }),
    averagePrice: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'Entry price of what is open, fees excluded, in USDC per whole base unit, half-up at 8 decimals; null when flat.',
      resolve: async (position, _args, context) => {
        const average = averagePrice(position, (await marketById(context, position.marketId)).lotSizeUnits)
        return average === null ? null : formatScaled(average, AVERAGE_DECIMALS)
      },
    }),
    costBasis: t.field({
      type: 'Decimal',
      description:
        'What the open quantity was bought for, below zero what a short one was sold for; USDC, half-up at 6 decimals.',
      resolve: ({ costBasis }) => roundedUsdc(costBasis),
    }),
    markPrice: t.field({
      type: 'Decimal',
      description: 'What it is valued at: the last trade, before the first the reference price; USDC.',
      resolve: async ({ marketId }, _args, context) => {
        const market = await marketById(context, marketId)
        return priceText(market, markPriceOf(market))
      },
    }),
    marketValue: t.field({
      type: 'Decimal',
      description: 'quantity at the mark price, in USDC; below zero when short.',
      resolve: async (position, _args, context) => usdc(valueOf(await marketById(context, position.marketId), position)),
    }),
    unrealisedPnl: t.field({
      type: 'Decimal',
      description: 'marketValue less cost basis, in USDC, half-up at 6 decimals.',
      resolve: async (position, _args, context) =>
        roundedUsdc(unrealisedAt(position, valueOf(await marketById(context, position.marketId), position))),
    }),
    realisedPnl: t.field({
      type: 'Decimal',
      description: 'What closing fills gained over the average entry price, fees excluded, in USDC, half-up at 6 decimals.',
      resolve: ({ realised }) => roundedUsdc(realised),
    }),
    feesPaid: t.field({ type: 'Decimal', description: 'Fees of all fills, in USDC.', resolve: ({ fees }) => usdc(fees) }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When a fill last changed it.' }),
  }),
})

builder.queryField('positions', (t) =>
  t.field({
    type: [PositionRef],
    extensions: { listSize: 20 },
    description: "The caller's positions, one per market that was ever traded, flat ones too. UNAUTHENTICATED for guests.",
    resolve: (_root, _args, context) => listPositions(context.deps.db, requireViewer(context).userId),
  }),
)
