import { BASE_DECIMALS, decimalsOf, holdOf, notionalOf } from '../ledger/ledger.ts'
import { bandOf, lotTickMicros, lotValueOf, type Market, markPriceOf, priceText, quantityText } from '../markets/market.ts'
import { formatScaled } from '../money/decimal.ts'
import { ceilDiv } from '../money/rounding.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { type GridOrder, isStop, priceField } from './order-intent.ts'
import type { OrderRecord } from './order-record.ts'

/**
 * Whether an order is taken in, and what it holds. Everything here may change from one moment to the next; status, band and
 * reduce-only are decided by the matcher again. Pure. Source: cxpt, "Markets", "Orders".
 */
export interface PlaceState {
  readonly market: Market
  /** The database's clock. */
  readonly now: Date
  readonly userId: string
  /** Of the asset that the order holds, in its smallest unit. */
  readonly available: bigint
  /** The trader's open orders in the market. */
  readonly openOrders: number
  readonly isClientOrderIdTaken: boolean
  /** The order that this one replaces: null where there is no such order of the trader, absent where it replaces none. */
  readonly replaced?: OrderRecord | null
  /** Lots, signed; looked at for reduce-only orders. */
  readonly position: bigint
}

export interface Taken {
  readonly held: bigint
  readonly feeBps: number
  readonly replacesOpen: number | null
}

/** Open orders of one trader in one market. */
export const OPEN_ORDERS_MAX = 200

/** PRICE_OUT_OF_BAND with what would be inside. */
export interface OutOfBand extends Refusal {
  readonly lowest: string
  readonly highest: string
}

/** NOTIONAL_TOO_SMALL with what would do. */
export interface TooSmall extends Refusal {
  readonly minNotional: string
  readonly notional: string
  readonly nearestQuantity: string
}

/** INSUFFICIENT_BALANCE with what is missing, and whose open orders hold the rest. */
export interface Insufficient extends Refusal {
  readonly asset: string
  readonly userId: string
}

export const heldAsset = (market: Market, side: GridOrder['side']): string =>
  side === 'BUY' ? market.quoteAsset : market.baseAsset

/** Takes the order in, or says why not, with the first reason that applies. */
export function decideOrder(state: PlaceState, order: GridOrder, replaces: Hex | null, path: readonly string[]): Taken | Refusal {
  const refusal =
    refuseStatus(state, order, path) ??
    refuseExpiry(state, order, path) ??
    refuseDust(state, order, path) ??
    refuseBand(state, order, path) ??
    (replaces && refuseReplacing(state, order, replaces, path)) ??
    refuseCount(state, order, path) ??
    refuseReduceOnly(state, order, path)
  return refusal || hold(state, order, path)
}

function refuseStatus({ market: { symbol, status } }: PlaceState, order: GridOrder, path: readonly string[]): Refusal | null {
  const admits =
    status === 'ACTIVE' || (status === 'POST_ONLY' && order.postOnly) || (status === 'REDUCE_ONLY' && order.reduceOnly)
  return admits ? null : refuse('MARKET_NOT_ACTIVE', `${symbol} is ${status} and does not take this order.`, [...path, 'symbol'])
}

function refuseExpiry({ now }: PlaceState, { expiresAt }: GridOrder, path: readonly string[]): Refusal | null {
  if (!expiresAt || expiresAt > now) return null
  const message = `The order expired at ${expiresAt.toISOString()}; it is ${now.toISOString()} now.`
  return refuse('ORDER_EXPIRED', message, [...path, 'expiresAt'])
}

function refuseDust({ market }: PlaceState, { price, quantity }: GridOrder, path: readonly string[]): Refusal | null {
  const perLot = notionalOf(lotTickMicros(market), price, 1)
  const notional = perLot * BigInt(quantity)
  if (notional >= market.minNotionalMicros) return null
  const figures = {
    minNotional: formatScaled(market.minNotionalMicros, MICROS_DECIMALS),
    notional: formatScaled(notional, MICROS_DECIMALS),
    nearestQuantity: quantityText(market, Number(ceilDiv(market.minNotionalMicros, perLot))),
  }
  const message =
    `The order is worth ${figures.notional} USDC; ${market.symbol} takes orders from ${figures.minNotional} USDC on: ` +
    `at this price a quantity of ${figures.nearestQuantity}.`
  const refusal: TooSmall = { ...refuse('NOTIONAL_TOO_SMALL', message, [...path, 'quantity']), ...figures }
  return refusal
}

/** A stop enters where the price will be: its band is around its stop price. */
function refuseBand({ market }: PlaceState, { type, price, stopPrice }: GridOrder, path: readonly string[]): Refusal | null {
  const centre = isStop(type) ? stopPrice! : markPriceOf(market)
  const { lowest, highest } = bandOf(centre, market.bandBps)
  if (price >= lowest && price <= highest) return null
  const figures = { lowest: priceText(market, lowest), highest: priceText(market, highest) }
  const message =
    `${priceField(type)} is ${priceText(market, price)}; it must be within ${figures.lowest} and ${figures.highest}, ` +
    `${market.bandBps} basis points around the ${isStop(type) ? 'stop' : 'mark'} price of ${priceText(market, centre)}.`
  const refusal: OutOfBand = { ...refuse('PRICE_OUT_OF_BAND', message, [...path, priceField(type)]), ...figures }
  return refusal
}

function refuseReplacing(
  { market, replaced }: PlaceState,
  { side }: GridOrder,
  replaces: Hex,
  path: readonly string[],
): Refusal | null {
  if (!replaced) return orderNotFound(replaces, path)
  if (replaced.openLots === 0) return orderNotOpen(replaced, path)
  if (replaced.marketId === market.marketId && replaced.side === side) return null
  return refuse('INVALID_PARAMETER', 'An order replaces one of the same market and side.', [...path, 'side'])
}

export const orderNotFound = (id: string, path: readonly string[]): Refusal =>
  refuse('ORDER_NOT_FOUND', `You have no order ${id}.`, path)

export const orderNotOpen = ({ orderId, status }: OrderRecord, path: readonly string[]): Refusal =>
  refuse('ORDER_NOT_OPEN', `The order ${orderId} is ${status} already.`, path)

function refuseCount(state: PlaceState, { clientOrderId }: GridOrder, path: readonly string[]): Refusal | null {
  if (state.isClientOrderIdTaken) {
    const message = `An open order of yours in ${state.market.symbol} has the client order id ${clientOrderId}.`
    return refuse('CLIENT_ORDER_ID_TAKEN', message, [...path, 'clientOrderId'])
  }
  if (state.replaced || state.openOrders < OPEN_ORDERS_MAX) return null
  const message = `You have ${state.openOrders} open orders in ${state.market.symbol}; the most is ${OPEN_ORDERS_MAX}.`
  return refuse('TOO_MANY_OPEN_ORDERS', message, path)
}

function refuseReduceOnly({ market, position }: PlaceState, order: GridOrder, path: readonly string[]): Refusal | null {
  if (!order.reduceOnly || (order.side === 'SELL' ? position > 0n : position < 0n)) return null
  const has = formatScaled(position * market.lotSizeUnits, BASE_DECIMALS)
  const message = `Your position in ${market.symbol} is ${has} ${market.baseAsset}: a ${order.side} has nothing to reduce.`
  return refuse('REDUCE_ONLY_NOTHING_TO_REDUCE', message, [...path, 'reduceOnly'])
}

/**
 * An order that replaces another takes over what that one holds, and holds only the rest until the matcher has come to it:
 * the matcher carries it out only if the old one is open as far as it is now, so that both together always suffice.
 */
function hold({ market, available, replaced, userId }: PlaceState, order: GridOrder, path: readonly string[]): Taken | Refusal {
  const value = lotValueOf(market)
  const whole = holdOf({ ...order, openLots: order.quantity, filledNotional: 0n, feeBps: market.feeBps }, value)
  const taken = replaced ? holdOf(replaced, value) : 0n
  const held = whole > taken ? whole - taken : 0n
  if (held <= available) return { held, feeBps: market.feeBps, replacesOpen: replaced?.openLots ?? null }
  const asset = heldAsset(market, order.side)
  const text = (amount: bigint) => `${formatScaled(amount, decimalsOf(asset))} ${asset}`
  const message = `The order needs ${text(held)}${order.side === 'BUY' ? ', fee included' : ''}; ${text(available)} are available.`
  const refusal: Insufficient = {
    ...refuse('INSUFFICIENT_BALANCE', message, [...path, 'quantity'], { required: held, available }),
    asset,
    userId,
  }
  return refusal
}
