import { builder } from '../graphql/builder.ts'
import { described } from '../graphql/described.ts'
import { decimalsOf } from '../ledger/ledger.ts'
import { priceText, quantityText } from '../markets/market.ts'
import { marketById } from '../markets/markets.graphql.ts'
import type { OrderType, SelfTradeMode, TimeInForce } from '../matching/order.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import { averagePriceText } from './average-price.ts'
import { heldAsset } from './decide-order.ts'
import type { OrderReason, OrderRecord, OrderStatus } from './order-record.ts'

export const OrderTypeEnum = builder.enumType('OrderType', {
  description: 'What an order does when it enters.',
  values: described<OrderType>({
    LIMIT: 'Takes up to its price, and rests with what is left unless its time in force says otherwise.',
    MARKET: 'Takes up to its worst price and never rests.',
    STOP: 'Waits until the last price reaches its stop price, then is a MARKET order.',
    STOP_LIMIT: 'Waits until the last price reaches its stop price, then is a LIMIT order.',
  }),
})

export const TimeInForceEnum = builder.enumType('TimeInForce', {
  description: 'How long an order stays.',
  values: described<TimeInForce>({
    GTC: 'Until it is filled or cancelled.',
    IOC: 'What it cannot take at once is cancelled.',
    FOK: 'All at once, or nothing.',
    GTT: 'Until expiresAt.',
  }),
})

export const SelfTradeEnum = builder.enumType('SelfTradePrevention', {
  description: "What happens, by the taker's choice, where two orders of one account would meet.",
  values: described<SelfTradeMode>({
    EXPIRE_TAKER: 'The taker ends.',
    EXPIRE_MAKER: 'The resting order ends.',
    EXPIRE_BOTH: 'Both end.',
    DECREMENT: 'Both lose the quantity of the smaller.',
    NONE: 'They trade.',
  }),
})

export const OrderStatusEnum = builder.enumType('OrderStatus', {
  description: 'PENDING, then OPEN or PARTIALLY_FILLED while it is open, then one of the others for good.',
  values: described<OrderStatus>({
    PENDING: "Taken in and paid for; the market's matcher has not come to it yet.",
    OPEN: 'Rests, or waits for its stop price; nothing was filled.',
    PARTIALLY_FILLED: 'Rests with what is left.',
    FILLED: 'Whole.',
    CANCELLED: 'Ended with something left; the reason says why.',
    EXPIRED: 'Its expiry came.',
    REJECTED: 'The matcher did not let it in; the reason says why.',
  }),
})

export const OrderReasonEnum = builder.enumType('OrderReason', {
  description: 'Why an order ended, or lost quantity, without being filled.',
  values: described<OrderReason>({
    REQUESTED: 'Its trader cancelled it.',
    EXPIRED: 'expiresAt came.',
    REPLACED: 'Another order took its place.',
    UNFILLED: 'There was nothing more to take for an order that never rests.',
    SELF_TRADE: 'It would have met an order of the same account.',
    POST_ONLY_WOULD_TAKE: 'A post-only order would have taken.',
    FOK_UNFILLABLE: 'Not all of it could be filled at once.',
    PRICE_BAND: "The next match would have been outside the market's band.",
    REDUCE_ONLY: 'There was no position left to reduce.',
    MARKET_NOT_ACTIVE: "The market's status did not let it in.",
    DEAD_MANS_SWITCH: "Its trader's dead man's switch was not renewed in time.",
    UNKNOWN_ORDER: 'The order that it was to replace had ended.',
    ORDER_CHANGED: 'The order that it was to replace had been filled further meanwhile, and stays.',
  }),
})

export const OrderRef = builder.objectRef<OrderRecord>('Order').implement({
  description: 'An order of the caller, as it was signed and as it is now.',
  fields: (t) => ({
    id: t.exposeID('orderId', { description: 'The EIP-712 hash of what was signed: 0x and 64 hex digits.' }),
    symbol: t.id({
      description: 'Its market.',
      resolve: async ({ marketId }, _args, context) => (await marketById(context, marketId)).symbol,
    }),
    side: t.expose('side', { type: SideEnum, description: 'BUY or SELL.' }),
    type: t.expose('type', { type: OrderTypeEnum, description: 'What it does when it enters.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'Whole base units, as signed.',
      resolve: async (order, _args, context) => quantityText(await marketById(context, order.marketId), order.quantity),
    }),
    price: t.field({
      type: 'Decimal',
      description: 'USDC per whole base unit: the limit; of MARKET and STOP the worst price.',
      resolve: async (order, _args, context) => priceText(await marketById(context, order.marketId), order.price),
    }),
    stopPrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What the last price must reach; null where it does not wait for one.',
      resolve: async ({ marketId, stopPrice }, _args, context) =>
        stopPrice === null ? null : priceText(await marketById(context, marketId), stopPrice),
    }),
    timeInForce: t.expose('timeInForce', { type: TimeInForceEnum, description: 'How long it stays.' }),
    postOnly: t.exposeBoolean('postOnly', { description: 'It is rejected if it would take.' }),
    reduceOnly: t.exposeBoolean('reduceOnly', { description: 'It only reduces a position.' }),
    selfTradePrevention: t.expose('selfTrade', {
      type: SelfTradeEnum,
      description: 'When it meets an order of its own account.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Not open after it; null where it has none.',
    }),
    clientOrderId: t.exposeString('clientOrderId', {
      nullable: true,
      description: "Its sender's own id; null where it has none.",
    }),
    status: t.expose('status', { type: OrderStatusEnum, description: 'Where it stands.' }),
    reason: t.expose('reason', {
      type: OrderReasonEnum,
      nullable: true,
      description: 'Why it ended or lost quantity without being filled; null where nothing of that happened.',
    }),
    filledQuantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that were traded.',
      resolve: async (order, _args, context) => quantityText(await marketById(context, order.marketId), order.filledLots),
    }),
    remainingQuantity: t.field({
      type: 'Decimal',
      description: 'Whole base units that are still open; 0 once it has ended.',
      resolve: async (order, _args, context) => quantityText(await marketById(context, order.marketId), order.openLots),
    }),
    averagePrice: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of its fills, in USDC, rounded half up to 8 decimals; null before the first.',
      resolve: async (order, _args, context) => averagePriceText(await marketById(context, order.marketId), order),
    }),
    filledNotional: t.field({
      type: 'Decimal',
      description: 'What its fills were worth, in USDC, fees aside.',
      resolve: ({ filledNotional }) => formatScaled(filledNotional, MICROS_DECIMALS),
    }),
    fees: t.field({
      type: 'Decimal',
      description: 'USDC that its fills cost.',
      resolve: ({ fees }) => formatScaled(fees, MICROS_DECIMALS),
    }),
    held: t.field({
      type: 'Decimal',
      description: 'What it holds of heldAsset: what its open part can still take.',
      resolve: async (order, _args, context) =>
        formatScaled(order.held, decimalsOf(heldAsset(await marketById(context, order.marketId), order.side))),
    }),
    heldAsset: t.string({
      description: 'USDC of a BUY, the base asset of a SELL.',
      resolve: async (order, _args, context) => heldAsset(await marketById(context, order.marketId), order.side),
    }),
    wallet: t.exposeString('wallet', { description: 'The wallet that trades.' }),
    signer: t.exposeString('signer', { description: 'Who signed: the wallet, or one of its session keys.' }),
    signature: t.exposeString('signature', { description: '65 bytes as 0x-hex.' }),
    replaces: t.exposeID('replaces', { nullable: true, description: 'The order whose place it was to take; null where none.' }),
    replacedBy: t.exposeID('replacedBy', { nullable: true, description: 'The order that took its place; null where none.' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', description: 'When it was taken in.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the matcher last changed it.' }),
    sequence: t.string({
      description: "Its place among the commands of its market: the market's sequence once the matcher came to it.",
      resolve: ({ inboxNumber }) => inboxNumber.toString(),
    }),
  }),
})
