import { plainId, requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { type Connection, connectionOf, defineConnection, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { described } from '../graphql/described.ts'
import { defineLoader } from '../graphql/loader.ts'
import { type Market, priceText, quantityText } from '../markets/market.ts'
import { marketById } from '../markets/markets.graphql.ts'
import { findMarket } from '../markets/markets.sql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { OrderRef } from '../orders/orders.graphql.ts'
import { readOrderId } from '../orders/placing.graphql.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { type FillLeg, type LegPlace, orderIdOf } from './fill.ts'
import { listLegs, listOrderLegs, listTrades } from './fills.sql.ts'
import type { SettlementState } from './fills.table.ts'
import { MarketTradeRef } from './market-trade.graphql.ts'

const usdc = (micros: bigint): string => formatScaled(micros, MICROS_DECIMALS)

const LiquidityEnum = builder.enumType('Liquidity', {
  description: "Which of a match's two orders.",
  values: described<FillLeg['liquidity']>({ MAKER: 'It rested.', TAKER: 'It came and met the resting one.' }),
})

const SettlementStateEnum = builder.enumType('SettlementState', {
  description: 'How far a fill is settled on-chain; nothing settles yet.',
  values: described<SettlementState>({
    MATCHED: 'Paid and delivered here.',
    SETTLING: 'In a batch that is under way.',
    SETTLED: 'Final on-chain.',
    REVERTED: 'Its batch failed and was taken back.',
  }),
})

export const FillRef = builder.objectRef<FillLeg>('Fill').implement({
  description: 'A match, as the trader of one of its orders sees it.',
  fields: (t) => ({
    symbol: t.id({
      description: 'Its market.',
      resolve: async ({ marketId }, _args, context) => (await marketById(context, marketId)).symbol,
    }),
    tradeNumber: t.string({
      description: '1, 2, 3 … per market, without gaps.',
      resolve: ({ tradeNumber }) => String(tradeNumber),
    }),
    orderId: t.id({ description: "The caller's order.", resolve: orderIdOf }),
    side: t.field({
      type: SideEnum,
      description: "The caller's side.",
      resolve: ({ liquidity, takerSide }) => (liquidity === 'TAKER' ? takerSide : takerSide === 'BUY' ? 'SELL' : 'BUY'),
    }),
    liquidity: t.expose('liquidity', { type: LiquidityEnum, description: "Whether the caller's order rested or took." }),
    price: t.field({
      type: 'Decimal',
      description: "The resting order's price, in USDC per whole base unit.",
      resolve: async ({ marketId, price }, _args, context) => priceText(await marketById(context, marketId), price),
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units.',
      resolve: async ({ marketId, lots }, _args, context) => quantityText(await marketById(context, marketId), lots),
    }),
    notional: t.field({
      type: 'Decimal',
      description: 'price times quantity in USDC, exact; fees excluded.',
      resolve: ({ notional }) => usdc(notional),
    }),
    fee: t.field({
      type: 'Decimal',
      description: 'What the caller paid beside it in USDC: rounded up over all fills of the order, so 0 is possible.',
      resolve: ({ liquidity, makerFee, takerFee }) => usdc(liquidity === 'MAKER' ? makerFee : takerFee),
    }),
    settlement: t.expose('settlement', { type: SettlementStateEnum, description: 'How far it is settled on-chain.' }),
    at: t.expose('at', { type: 'DateTime', description: "When the taker's command was accepted." }),
  }),
})

const ORDER_FILLS_MAX = 100

const orderFills = defineLoader<Hex, { readonly orderId: Hex; readonly fills: FillLeg[] }>(
  async (context, orderIds) => {
    const fills = Map.groupBy(await listOrderLegs(context.deps.db, orderIds, ORDER_FILLS_MAX), orderIdOf)
    return orderIds.map((orderId) => ({ orderId, fills: fills.get(orderId) ?? [] }))
  },
  ({ orderId }) => orderId,
)

builder.objectField(OrderRef, 'fills', (t) =>
  t.field({
    type: [FillRef],
    extensions: { listSize: 10 },
    description: `Its first ${ORDER_FILLS_MAX} fills, oldest first; Query.fills has all.`,
    resolve: async ({ orderId }, _args, context) => (await orderFills(context).load(orderId))?.fills ?? [],
  }),
)

const FillConnectionRef = defineConnection('Fill', FillRef)
const fillCursor = pageCursor('fills', /^[1-9][0-9]{0,17}$/, /^[1-9][0-9]{0,14}$/, /^(MAKER|TAKER)$/)

function legPlaceOf(text: string | null): LegPlace | null {
  const parts = fillCursor.decode(text)
  if (!parts) return null
  const [revision, tradeNumber, liquidity] = parts as [string, string, FillLeg['liquidity']]
  return { revision: BigInt(revision), tradeNumber: Number(tradeNumber), liquidity }
}

const legCursorOf = (leg: FillLeg): string =>
  fillCursor.encode(
    String(leg.liquidity === 'MAKER' ? leg.makerRevision : leg.takerRevision),
    String(leg.tradeNumber),
    leg.liquidity,
  )

const marketOf = async ({ deps }: Context, symbol: string): Promise<Market | null> =>
  plainId(symbol) === null ? null : await findMarket(deps.db, symbol)

builder.queryField('fills', (t) =>
  t.field({
    type: FillConnectionRef,
    nullable: true,
    description: "The caller's fills, newest first; null where no market has the symbol. UNAUTHENTICATED for guests.",
    args: {
      symbol: t.arg.id({ description: 'Only of this market.' }),
      orderId: t.arg.id({ description: 'Only of this order.' }),
      ...pageArguments(t),
    },
    resolve: async (_root, { symbol, orderId, ...args }, context): Promise<Connection<FillLeg> | null> => {
      const { userId } = requireViewer(context)
      const page = pageOf(args)
      const [after, before] = [legPlaceOf(page.after), legPlaceOf(page.before)]
      const ofOrder = orderId == null ? null : readOrderId(orderId, 'orderId')
      const market = symbol == null ? null : await marketOf(context, symbol)
      if (symbol != null && !market) return null
      const legs = await listLegs(context.deps.db, userId, {
        marketId: market?.marketId ?? null,
        orderId: ofOrder,
        after,
        before,
        limit: page.limit + 1,
        backward: page.direction === 'backward',
      })
      return connectionOf(legs, page, legCursorOf)
    },
  }),
)

const MarketTradeConnectionRef = defineConnection('MarketTrade', MarketTradeRef)
const tradeCursor = pageCursor('market trades', /^[1-9][0-9]{0,14}$/)
const tradeNumberOf = (text: string | null): number | null => {
  const parts = tradeCursor.decode(text)
  return parts && Number(parts[0])
}

builder.queryField('marketTrades', (t) =>
  t.field({
    type: MarketTradeConnectionRef,
    nullable: true,
    description: 'The public tape of a market, newest first; null where no market has the symbol. Public.',
    args: { symbol: t.arg.id({ required: true, description: 'As CXPT-USDC.' }), ...pageArguments(t) },
    resolve: async (_root, { symbol, ...args }, context) => {
      const page = pageOf(args)
      const [after, before] = [tradeNumberOf(page.after), tradeNumberOf(page.before)]
      const market = await marketOf(context, symbol)
      if (!market) return null
      const trades = await listTrades(context.deps.db, market.marketId, {
        after,
        before,
        limit: page.limit + 1,
        backward: page.direction === 'backward',
      })
      return connectionOf(
        trades.map((trade) => ({ ...trade, market })),
        page,
        ({ tradeNumber }) => tradeCursor.encode(String(tradeNumber)),
      )
    },
  }),
)
