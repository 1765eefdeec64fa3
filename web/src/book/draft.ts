/** An order as it is typed, as the API takes it, and as it is signed. Pure. */
import type { PlaceOrderInput, SelfTradePrevention, TimeInForce } from '../generated/graphql.ts'
import { PRICE_DECIMALS, QUANTITY_DECIMALS } from './figures.ts'
import { toUnits } from '../lib/decimal.ts'
import type { Fields } from './signing.ts'

export type OrderType = 'LIMIT' | 'MARKET' | 'STOP' | 'STOP_LIMIT'

/** Prices and quantities are on the market's grid. `price` is the worst price of a MARKET or STOP order. */
export interface Draft {
  readonly symbol: string
  readonly side: 'BUY' | 'SELL'
  readonly type: OrderType
  readonly quantity: string
  readonly price: string
  readonly stopPrice: string | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly reduceOnly: boolean
  readonly selfTradePrevention: SelfTradePrevention
  readonly expiresAt: string | null
}

export const TIMES: Readonly<Record<OrderType, readonly TimeInForce[]>> = {
  LIMIT: ['GTC', 'GTT', 'IOC', 'FOK'],
  STOP_LIMIT: ['GTC', 'GTT', 'IOC', 'FOK'],
  MARKET: ['IOC', 'FOK'],
  STOP: ['IOC', 'FOK'],
}

export const hasLimit = (type: OrderType): boolean => type === 'LIMIT' || type === 'STOP_LIMIT'
export const hasStop = (type: OrderType): boolean => type === 'STOP' || type === 'STOP_LIMIT'

/** How a price of the type is called. */
export const priceLabel = (type: OrderType): string => (hasLimit(type) ? 'Limit price' : 'Worst price')

const NAMES = { LIMIT: 'limit', MARKET: 'market', STOP: 'stop', STOP_LIMIT: 'stopLimit' } as const
const NO_ID = `0x${'0'.repeat(64)}`

const text = (decimal: string, decimals: number): string => String(toUnits(decimal, decimals) ?? 0n)

/** The fields of the struct `Order`; numbers as texts. */
export const messageOf = (draft: Draft, trader: string, salt: string, replaces: string = NO_ID): Fields => ({
  trader,
  market: draft.symbol,
  side: draft.side,
  type: draft.type,
  price: text(draft.price, PRICE_DECIMALS),
  stopPrice: text(draft.stopPrice ?? '0', PRICE_DECIMALS),
  quantity: text(draft.quantity, QUANTITY_DECIMALS),
  timeInForce: draft.timeInForce,
  postOnly: draft.postOnly,
  reduceOnly: draft.reduceOnly,
  selfTrade: draft.selfTradePrevention,
  expiry: draft.expiresAt === null ? '0' : String(Date.parse(draft.expiresAt) / 1000),
  clientOrderId: '',
  replaces,
  salt,
})

/** What both an order and its preview name. */
function termsOf(draft: Draft) {
  const { symbol, side, quantity, timeInForce, reduceOnly, selfTradePrevention, expiresAt, price, stopPrice } = draft
  return {
    symbol,
    side,
    quantity,
    timeInForce,
    reduceOnly,
    selfTradePrevention,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(hasLimit(draft.type) ? { price, postOnly: draft.postOnly } : { worstPrice: price }),
    ...(hasStop(draft.type) ? { stopPrice } : {}),
  }
}

export const inputOf = (draft: Draft, signed: { trader: string; salt: string; signature: string }): PlaceOrderInput =>
  ({ [NAMES[draft.type]]: { ...termsOf(draft), ...signed } }) as unknown as PlaceOrderInput
