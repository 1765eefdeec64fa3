import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { decimalsOf } from '../ledger/ledger.ts'
import { type Market, priceText, quantityText } from '../markets/market.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import { averagePriceText } from './average-price.ts'
import { heldAsset } from './decide-order.ts'
import type { GridOrder, OrderTerms } from './order-intent.ts'
import { OrderReasonEnum, OrderTypeEnum, SelfTradeEnum, TimeInForceEnum } from './orders.graphql.ts'
import type { Preview } from './preview.ts'
import { previewOrder } from './preview.commands.ts'

interface Shown {
  readonly found: { readonly market: Market; readonly order: GridOrder; readonly preview: Preview } | null
  readonly refusal: Refusal | null
}

const PreviewLevelRef = builder.objectRef<{ market: Market; price: number; lots: number }>('PreviewLevel').implement({
  description: 'What an order would take at one price.',
  fields: (t) => ({
    price: t.field({ type: 'Decimal', description: 'In USDC.', resolve: ({ market, price }) => priceText(market, price) }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units.',
      resolve: ({ market, lots }) => quantityText(market, lots),
    }),
  }),
})

const OrderPreviewRef = builder.objectRef<Shown>('OrderPreview').implement({
  description:
    'What an order would do if it came to the matcher now. Figures are zero or null where the order cannot be read on the grid.',
  fields: (t) => ({
    fills: t.field({
      type: [PreviewLevelRef],
      description: 'What it would take, by price.',
      resolve: ({ found }) => found?.preview.levels.map((level) => ({ ...level, market: found.market })) ?? [],
    }),
    filledQuantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that it would take.',
      resolve: ({ found }) => (found ? quantityText(found.market, found.preview.filledLots) : '0'),
    }),
    averagePrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of what it would take, in USDC, half up to 8 decimals; null where nothing.',
      resolve: ({ found }) =>
        found && averagePriceText(found.market, { ...found.preview, filledNotional: found.preview.notional }),
    }),
    worstPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The last price that it would take, in USDC; null where none.',
      resolve: ({ found }) => {
        const last = found?.preview.levels.at(-1)
        return last ? priceText(found!.market, last.price) : null
      },
    }),
    notional: t.field({
      type: 'Decimal',
      description: 'What that is worth, in USDC, fee aside.',
      resolve: ({ found }) => formatScaled(found?.preview.notional ?? 0n, MICROS_DECIMALS),
    }),
    fee: t.field({
      type: 'Decimal',
      description: 'The fee of it, in USDC.',
      resolve: ({ found }) => formatScaled(found?.preview.fee ?? 0n, MICROS_DECIMALS),
    }),
    restingQuantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that would rest, or wait for the stop price.',
      resolve: ({ found }) => (found ? quantityText(found.market, found.preview.restingLots) : '0'),
    }),
    hold: t.field({
      type: 'Decimal',
      description: 'What it would hold of holdAsset when it is taken in: the most that it can cost.',
      resolve: ({ found }) =>
        found ? formatScaled(found.preview.held, decimalsOf(heldAsset(found.market, found.order.side))) : '0',
    }),
    holdAsset: t.string({
      nullable: true,
      description: 'USDC of a BUY, the base asset of a SELL; null where the market is unknown.',
      resolve: ({ found }) => found && heldAsset(found.market, found.order.side),
    }),
    reason: t.field({
      type: OrderReasonEnum,
      nullable: true,
      description: 'Why the matcher would reject it or cancel what is left; null where it would not.',
      resolve: ({ found }) => found?.preview.reason ?? null,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the refusal that placing it would get now.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const OrderDraftInput = builder.inputType('OrderDraftInput', {
  description: 'An order before it is signed.',
  fields: (t) => ({
    symbol: t.id({ required: true, description: 'The market.' }),
    side: t.field({ type: SideEnum, required: true, description: 'BUY or SELL.' }),
    type: t.field({ type: OrderTypeEnum, description: 'Default LIMIT.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'Whole base units.' }),
    price: t.field({ type: 'Decimal', required: true, description: 'USDC: the limit, or the worst price of MARKET and STOP.' }),
    stopPrice: t.field({ type: 'Decimal', description: 'USDC; of STOP and STOP_LIMIT.' }),
    timeInForce: t.field({ type: TimeInForceEnum, description: 'Default GTC, of MARKET and STOP IOC.' }),
    postOnly: t.boolean({ description: 'Default false.' }),
    reduceOnly: t.boolean({ description: 'Default false.' }),
    selfTradePrevention: t.field({ type: SelfTradeEnum, description: 'Default EXPIRE_TAKER.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'A whole second; with GTT.' }),
  }),
})

/** It reads up to a thousand resting orders. */
const PREVIEW_COST = 10

builder.queryField('previewOrder', (t) =>
  t.field({
    type: OrderPreviewRef,
    extensions: { cost: PREVIEW_COST },
    description:
      'What an order of the caller would match, hold and cost now, and the refusal that placing it would get. Needs no signature and changes nothing; ' +
      'it looks at the first 1,000 resting orders that it would meet.',
    args: { order: t.arg({ type: OrderDraftInput, required: true, description: 'The order.' }) },
    resolve: async (_root, { order: draft }, context): Promise<Shown> => {
      const { userId } = requireViewer(context)
      const terms: OrderTerms = {
        symbol: draft.symbol,
        side: draft.side,
        type: draft.type ?? 'LIMIT',
        quantity: draft.quantity,
        price: draft.price,
        stopPrice: draft.stopPrice ?? null,
        timeInForce: draft.timeInForce ?? null,
        postOnly: draft.postOnly ?? false,
        reduceOnly: draft.reduceOnly ?? false,
        selfTrade: draft.selfTradePrevention ?? 'EXPIRE_TAKER',
        expiresAt: draft.expiresAt ?? null,
        clientOrderId: null,
      }
      const found = await previewOrder(context.deps, userId, terms)
      return isRefusal(found) ? { found: null, refusal: found } : { found, refusal: found.refusal }
    },
  }),
)
