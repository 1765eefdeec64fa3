import type { InputFieldBuilder } from '@pothos/core'
import { builder } from '../graphql/builder.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Side } from '../events/feed.ts'
import type { OrderType, SelfTradeMode, TimeInForce } from '../matching/order.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import type { OrderTerms } from './order-intent.ts'
import { SelfTradeEnum, TimeInForceEnum } from './orders.graphql.ts'

type Fields = InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>

/** What every order has. */
const commonFields = (t: Fields, times: string) => ({
  symbol: t.id({ required: true, description: 'The market, as CXPT-USDC.' }),
  side: t.field({ type: SideEnum, required: true, description: 'BUY or SELL.' }),
  quantity: t.field({ type: 'Decimal', required: true, description: 'Whole base units, a multiple of the lot size.' }),
  timeInForce: t.field({ type: TimeInForceEnum, description: times }),
  reduceOnly: t.boolean({ description: 'Default false. Takes and rests only as far as it reduces a position.' }),
  selfTradePrevention: t.field({ type: SelfTradeEnum, description: 'Default EXPIRE_TAKER; signed as selfTrade.' }),
  expiresAt: t.field({
    type: 'DateTime',
    description:
      'A whole second, signed as expiry. Needed with GTT, not for GTC; with IOC and FOK it is not taken in, and no stop waits, after it.',
  }),
  clientOrderId: t.string({
    description: 'Your own id: 1..64 visible ASCII characters, unlike that of any open order of yours in the market.',
  }),
})

const signedFields = (t: Fields) => ({
  trader: t.string({ required: true, description: 'The wallet that trades: an address.' }),
  salt: t.string({ required: true, description: 'Makes the message unlike others: decimal digits or 0x-hex, below 2^256.' }),
  signature: t.string({ required: true, description: 'Of the Order struct, by the wallet or one of its session keys: 0x-hex.' }),
})

const RESTING = 'Default GTC.'
const PASSING = 'IOC, the default, or FOK.'

const price = { type: 'Decimal', required: true, description: 'The limit in USDC, a multiple of the tick size.' } as const
const worstPrice = {
  type: 'Decimal',
  required: true,
  description: 'The worst price that is taken, in USDC, a multiple of the tick size; signed as price.',
} as const
const stopPrice = {
  type: 'Decimal',
  required: true,
  description: 'A BUY enters once the last price is at or above it, a SELL at or below; at once if it is already.',
} as const
const postOnly = { description: 'Default false. It is rejected if it would take.' } as const

const LimitOrderInput = builder.inputType('LimitOrderInput', {
  description: 'A signed LIMIT order.',
  fields: (t) => ({
    ...commonFields(t, RESTING),
    price: t.field(price),
    postOnly: t.boolean(postOnly),
    ...signedFields(t),
  }),
})

const MarketOrderInput = builder.inputType('MarketOrderInput', {
  description: 'A signed MARKET order: it takes what there is up to its worst price.',
  fields: (t) => ({ ...commonFields(t, PASSING), worstPrice: t.field(worstPrice), ...signedFields(t) }),
})

const StopOrderInput = builder.inputType('StopOrderInput', {
  description: 'A signed STOP order: a MARKET order once the stop price is reached.',
  fields: (t) => ({
    ...commonFields(t, PASSING),
    stopPrice: t.field(stopPrice),
    worstPrice: t.field(worstPrice),
    ...signedFields(t),
  }),
})

const StopLimitOrderInput = builder.inputType('StopLimitOrderInput', {
  description: 'A signed STOP_LIMIT order: a LIMIT order once the stop price is reached.',
  fields: (t) => ({
    ...commonFields(t, RESTING),
    stopPrice: t.field(stopPrice),
    price: t.field(price),
    postOnly: t.boolean(postOnly),
    ...signedFields(t),
  }),
})

export const PlaceOrderInput = builder.inputType('PlaceOrderInput', {
  description: 'Exactly one kind of order.',
  isOneOf: true,
  fields: (t) => ({
    limit: t.field({ type: LimitOrderInput, description: 'A LIMIT order.' }),
    market: t.field({ type: MarketOrderInput, description: 'A MARKET order.' }),
    stop: t.field({ type: StopOrderInput, description: 'A STOP order.' }),
    stopLimit: t.field({ type: StopLimitOrderInput, description: 'A STOP_LIMIT order.' }),
  }),
})

export type PlaceOrderChoice = typeof PlaceOrderInput.$inferInput

/** Any of the four, with what it may have. */
interface AnyOrder {
  readonly symbol: string
  readonly side: Side
  readonly quantity: Decimal
  readonly price?: Decimal
  readonly worstPrice?: Decimal
  readonly stopPrice?: Decimal
  readonly timeInForce?: TimeInForce | null
  readonly postOnly?: boolean | null
  readonly reduceOnly?: boolean | null
  readonly selfTradePrevention?: SelfTradeMode | null
  readonly expiresAt?: Date | null
  readonly clientOrderId?: string | null
  readonly trader: string
  readonly salt: string
  readonly signature: string
}

const TYPES: Readonly<Record<string, OrderType>> = { limit: 'LIMIT', market: 'MARKET', stop: 'STOP', stopLimit: 'STOP_LIMIT' }

/** The one order that was given: under which name, its terms, and what signs it. */
export function termsOf(choice: PlaceOrderChoice) {
  const [name, order] = Object.entries(choice)[0] as [string, AnyOrder]
  const terms: OrderTerms = {
    symbol: order.symbol,
    side: order.side,
    type: TYPES[name]!,
    quantity: order.quantity,
    price: (order.price ?? order.worstPrice)!,
    stopPrice: order.stopPrice ?? null,
    timeInForce: order.timeInForce ?? null,
    postOnly: order.postOnly ?? false,
    reduceOnly: order.reduceOnly ?? false,
    selfTrade: order.selfTradePrevention ?? 'EXPIRE_TAKER',
    expiresAt: order.expiresAt ?? null,
    clientOrderId: order.clientOrderId ?? null,
  }
  return { name, terms, signed: { trader: order.trader, salt: order.salt, signature: order.signature } }
}
