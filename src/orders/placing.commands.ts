import type { Side } from '../events/feed.ts'
import { marketNotFound } from '../markets/markets.commands.ts'
import type { Market } from '../markets/market.ts'
import { findMarket } from '../markets/markets.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type SignedText, withCheck } from '../wallets/debugger.commands.ts'
import type { Signatures } from '../wallets/signatures.ts'
import { type Hex, NO_ID, secondsOf } from '../wallets/typed-data.ts'
import type { IntakeItem } from './fold-intake.ts'
import { messageOf, type OrderTerms, readOrder, type SignedParts } from './order-intent.ts'
import type { ItemAnswer, OrderIntake } from './order-intake.ts'

/** What turns a signed message into an item of the intake, and an answer into what the caller is told. */
export interface Placing {
  readonly deps: Deps
  readonly services: { readonly signatures: Signatures; readonly orders: OrderIntake }
}

/** An item of the intake with the message it was read from. */
export interface Prepared {
  readonly item: IntakeItem
  readonly sent: Omit<SignedText, 'userId'>
}

export interface SignedOrderInput extends OrderTerms, SignedParts {
  readonly signature: string
  readonly path: readonly string[]
}

/** A market's grid, kind and assets never change: found once, they stay known. */
const known = new WeakMap<Deps, Map<string, Market>>()

/** A market by its symbol, for its grid and assets; status and rules may be of any time. */
export async function gridOf({ deps }: { readonly deps: Deps }, symbol: string): Promise<Market | null> {
  const markets = known.get(deps) ?? new Map<string, Market>()
  known.set(deps, markets)
  const market = markets.get(symbol) ?? (/^[A-Z0-9-]{1,64}$/.test(symbol) ? await findMarket(deps.db, symbol) : null)
  if (market) markets.set(symbol, market)
  return market
}

/** Reads an order on its market's grid and finds out who signed it. */
export async function prepareOrder(placing: Placing, input: SignedOrderInput): Promise<Prepared | Refusal> {
  const { path, signature, trader, salt, replaces } = input
  const market = await gridOf(placing, input.symbol)
  if (!market) return marketNotFound(input.symbol, [...path, 'symbol'])
  const order = readOrder(market, input, path)
  if (isRefusal(order)) return order
  const message = messageOf(market, order, { trader, salt, replaces })
  const signed = await placing.services.signatures.verify('Order', message, signature)
  return {
    item: { kind: 'PLACE', marketId: market.marketId, order, signed: { ...signed, wallet: trader, salt, replaces }, path },
    sent: { name: 'Order', message, signature },
  }
}

export interface CancelInput {
  readonly trader: Hex
  readonly symbol: string
  readonly orderId: Hex | null
  readonly clientOrderId: string | null
  readonly signature: string
  readonly path: readonly string[]
}

/** A cancel of one order, by one of its two ids. */
export async function prepareCancel(placing: Placing, input: CancelInput): Promise<Prepared | Refusal> {
  const { trader, symbol, orderId, clientOrderId, signature, path } = input
  const market = await gridOf(placing, symbol)
  if (!market) return marketNotFound(symbol, [...path, 'symbol'])
  const message = { trader, market: symbol, orderId: orderId ?? NO_ID, clientOrderId: clientOrderId ?? '' }
  const signed = await placing.services.signatures.verify('CancelOrder', message, signature)
  return {
    item: { kind: 'CANCEL', marketId: market.marketId, orderId, clientOrderId, signed: { ...signed, wallet: trader }, path },
    sent: { name: 'CancelOrder', message, signature },
  }
}

export interface CancelAllInput {
  readonly trader: Hex
  readonly symbol: string | null
  readonly side: Side | null
  readonly expiresAt: Date
  readonly salt: bigint
  readonly signature: string
  readonly path: readonly string[]
}

/** A cancel of every open order that the filter takes. */
export async function prepareCancelAll(placing: Placing, input: CancelAllInput): Promise<Prepared | Refusal> {
  const { trader, symbol, side, expiresAt, salt, signature, path } = input
  const market = symbol === null ? null : await gridOf(placing, symbol)
  if (symbol !== null && !market) return marketNotFound(symbol, [...path, 'symbol'])
  const expiry = secondsOf(expiresAt)
  if (expiry === null) return refuse('INVALID_PARAMETER', 'expiresAt must be a whole second.', [...path, 'expiresAt'])
  const message = { trader, market: symbol ?? '', side: side ?? '', expiry, salt }
  const signed = await placing.services.signatures.verify('CancelOrders', message, signature)
  return {
    item: {
      kind: 'CANCEL_ALL',
      marketId: market?.marketId ?? null,
      side,
      expiresAt,
      signed: { ...signed, wallet: trader },
      path,
    },
    sent: { name: 'CancelOrders', message, signature },
  }
}

/**
 * Submits what could be prepared and answers for each input in its order. All or none: where one could not be prepared,
 * nothing is submitted, and the others have no orders.
 */
export async function submitPrepared(
  placing: Placing,
  userId: string,
  prepared: readonly (Prepared | Refusal)[],
  allOrNone: boolean,
): Promise<ItemAnswer[]> {
  const sound = prepared.filter((each): each is Prepared => !isRefusal(each))
  const isWhole = sound.length === prepared.length
  const submitted =
    sound.length > 0 && (isWhole || !allOrNone)
      ? await placing.services.orders.submit({ userId, items: sound.map(({ item }) => item), allOrNone })
      : []
  const answers = new Map(sound.map((each, index) => [each, submitted[index] ?? { orders: [] }]))
  return await Promise.all(
    prepared.map(async (each) => {
      if (isRefusal(each)) return each
      const answer = answers.get(each)!
      return await withCheck(placing, answer, { userId, ...each.sent })
    }),
  )
}
