import type { Side } from '../events/feed.ts'
import { notionalOf } from '../ledger/ledger.ts'
import {
  type Grid,
  lotsOf,
  lotTickMicros,
  type Market,
  type OnGrid,
  priceMicros,
  priceText,
  quantityText,
  quantityUnits,
  STEPS_MAX,
  ticksOf,
} from '../markets/market.ts'
import type { OrderType, SelfTradeMode, TimeInForce } from '../matching/order.ts'
import { canonical, type Decimal, formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type Hex, NO_ID, type OrderMessage, secondsOf } from '../wallets/typed-data.ts'
import type { OrderRecord } from './order-record.ts'

/**
 * An order as its sender wrote it becomes numbers on the market's grid, and the message that was signed. Nothing here
 * changes with time: status, band, balance and expiry are decided when the order is taken in. Pure. Source: cxpt, "Orders".
 */
export interface OrderTerms {
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  /** Whole base units. */
  readonly quantity: Decimal
  /** USDC per whole base unit: the limit, or the worst price of MARKET and STOP. */
  readonly price: Decimal
  readonly stopPrice: Decimal | null
  /** Null: GTC of orders that may rest, IOC of the others. */
  readonly timeInForce: TimeInForce | null
  readonly postOnly: boolean
  readonly reduceOnly: boolean
  readonly selfTrade: SelfTradeMode
  readonly expiresAt: Date | null
  readonly clientOrderId: string | null
}

/** What a signed order says beside its terms. */
export interface SignedParts {
  /** The wallet that trades. */
  readonly trader: Hex
  readonly salt: bigint
  readonly replaces: Hex | null
}

/** An order on its market's grid. */
export type GridOrder = Pick<
  OrderRecord,
  | 'side'
  | 'type'
  | 'quantity'
  | 'price'
  | 'stopPrice'
  | 'timeInForce'
  | 'postOnly'
  | 'reduceOnly'
  | 'selfTrade'
  | 'expiresAt'
  | 'clientOrderId'
>

/** A refusal that names the values beside the one that was given. */
export interface OffGrid extends Refusal {
  readonly step: string
  /** Null where it would not be above zero. */
  readonly nearestBelow: string | null
  readonly nearestAbove: string
}

/** Lots times ticks of one order stay below a thousand million USDC. */
const NOTIONAL_MAX = 10n ** 15n
const CLIENT_ORDER_ID = /^[\x21-\x7e]{1,64}$/
export const isClientOrderId = (text: string): boolean => CLIENT_ORDER_ID.test(text)

const canRest = (type: OrderType): boolean => type === 'LIMIT' || type === 'STOP_LIMIT'
export const isStop = (type: OrderType): boolean => type === 'STOP' || type === 'STOP_LIMIT'
/** What the input calls the price. */
export const priceField = (type: OrderType): 'price' | 'worstPrice' => (canRest(type) ? 'price' : 'worstPrice')

/** The order on the grid, or why it can be none: values off the grid first, then what does not go together. */
export function readOrder(market: Market, terms: OrderTerms, path: readonly string[]): GridOrder | Refusal {
  const price = readPrice(market, terms.price, [...path, priceField(terms.type)])
  if (typeof price !== 'number') return price
  const quantity = readQuantity(market, terms.quantity, [...path, 'quantity'])
  if (typeof quantity !== 'number') return quantity
  if (notionalOf(lotTickMicros(market), price, quantity) > NOTIONAL_MAX) {
    const most = formatScaled(NOTIONAL_MAX, MICROS_DECIMALS)
    return refuse('INVALID_PARAMETER', `price times quantity must be at most ${most} USDC.`, [...path, 'quantity'])
  }
  const stopPrice = terms.stopPrice && isStop(terms.type) ? readPrice(market, terms.stopPrice, [...path, 'stopPrice']) : null
  if (isRefusal(stopPrice)) return stopPrice
  const timeInForce = terms.timeInForce ?? (canRest(terms.type) ? 'GTC' : 'IOC')
  const { symbol: _, ...rest } = terms
  const order: GridOrder = { ...rest, price, quantity, stopPrice, timeInForce }
  return refuseFlags(order, path) ?? order
}

const readPrice = (grid: Grid, price: Decimal, path: readonly string[]): number | Refusal =>
  onGrid(ticksOf(grid, price), price, (ticks) => priceText(grid, ticks), 'PRICE_OFF_GRID', path)

const readQuantity = (grid: Grid, quantity: Decimal, path: readonly string[]): number | Refusal =>
  onGrid(lotsOf(grid, quantity), quantity, (lots) => quantityText(grid, lots), 'QUANTITY_OFF_GRID', path)

function onGrid(
  found: OnGrid,
  given: Decimal,
  textOf: (steps: number) => string,
  code: 'PRICE_OFF_GRID' | 'QUANTITY_OFF_GRID',
  path: readonly string[],
): number | Refusal {
  const field = path[path.length - 1]!
  const value = canonical(given)
  if (('steps' in found ? found.steps : found.above) > STEPS_MAX)
    return refuse('INVALID_PARAMETER', `${field} is ${value}; it must be at most ${textOf(STEPS_MAX)}.`, path)
  if ('steps' in found) return found.steps
  const nearestBelow = found.below === null ? null : textOf(found.below)
  const nearestAbove = textOf(found.above)
  const message =
    `${field} is ${value}; it must be above 0 and a multiple of ${textOf(1)}. ` +
    `The nearest valid ${nearestBelow === null ? `value is ${nearestAbove}` : `values are ${nearestBelow} and ${nearestAbove}`}.`
  const refusal: OffGrid = { ...refuse(code, message, path), step: textOf(1), nearestBelow, nearestAbove }
  return refusal
}

/** What does not go together: the first that applies. */
function refuseFlags(order: GridOrder, path: readonly string[]): Refusal | null {
  const { type, timeInForce, expiresAt, clientOrderId } = order
  const invalid = (field: string, message: string) => refuse('INVALID_PARAMETER', `${field} ${message}`, [...path, field])
  if (isStop(type) && order.stopPrice === null) return invalid('stopPrice', `of a ${type} order must be given.`)
  const rests = timeInForce === 'GTC' || timeInForce === 'GTT'
  if (rests && !canRest(type)) return invalid('timeInForce', `of a ${type} order is IOC or FOK: it never rests.`)
  if (timeInForce === 'GTT' && !expiresAt) return invalid('expiresAt', 'must be given with GTT.')
  if (timeInForce === 'GTC' && expiresAt)
    return invalid('expiresAt', 'is not for GTC, which rests until it is cancelled: send GTT.')
  if (expiresAt && secondsOf(expiresAt) === null) return invalid('expiresAt', 'must be a whole second.')
  if (order.postOnly && !rests) return invalid('postOnly', `does not go together with ${timeInForce}: it would never rest.`)
  if (clientOrderId !== null && !isClientOrderId(clientOrderId))
    return invalid('clientOrderId', 'must be 1 to 64 visible ASCII characters.')
  return null
}

/** The struct that the sender signed for the order; what is absent stands in it as 0, false or ''. */
export const messageOf = (market: Market, order: GridOrder, { trader, salt, replaces }: SignedParts): OrderMessage => ({
  trader,
  market: market.symbol,
  side: order.side,
  type: order.type,
  price: priceMicros(market, order.price),
  stopPrice: order.stopPrice === null ? 0n : priceMicros(market, order.stopPrice),
  quantity: quantityUnits(market, order.quantity),
  timeInForce: order.timeInForce,
  postOnly: order.postOnly,
  reduceOnly: order.reduceOnly,
  selfTrade: order.selfTrade,
  expiry: order.expiresAt === null ? 0n : secondsOf(order.expiresAt)!,
  clientOrderId: order.clientOrderId ?? '',
  replaces: replaces ?? NO_ID,
  salt,
})
