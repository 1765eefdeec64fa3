/** Placing, changing and cancelling: signed by this device, repeated unchanged until there is an answer. */
import {
  CancelBookOrderDocument,
  CancelBookOrdersDocument,
  PlaceBookOrderDocument,
  ReplaceBookOrderDocument,
} from '../generated/graphql.ts'
import { ask, untilAnswered } from '../lib/api.ts'
import { type Draft, inputOf, messageOf } from './draft.ts'
import { type OwnOrder, showOrder } from './own.ts'
import { inMs, newSalt, type Signer, signMessage } from './signing.ts'

/** The order, or the sentence of its refusal. */
export type Placed = { readonly order: OwnOrder } | { readonly refusal: string }

interface Answer {
  readonly order: OwnOrder | null
  readonly userErrors: readonly { readonly message: string }[]
}

function shown({ order, userErrors }: Answer): Placed {
  if (!order) return { refusal: userErrors[0]?.message ?? 'It was refused.' }
  showOrder(order)
  return { order }
}

async function signed(by: Signer, draft: Draft, replaces?: string) {
  const salt = newSalt()
  const signature = await signMessage(by, 'Order', messageOf(draft, by.wallet, salt, replaces))
  return inputOf(draft, { trader: by.wallet, salt, signature })
}

/** The same signed order twice is one order, so that it may be sent again after a silence. */
export async function placeOrder(by: Signer, draft: Draft): Promise<Placed> {
  const input = await signed(by, draft)
  return shown((await untilAnswered(() => ask(PlaceBookOrderDocument, { input }))).placeOrder)
}

export async function replaceOrder(by: Signer, { id: orderId }: OwnOrder, draft: Draft): Promise<Placed> {
  const order = await signed(by, draft, orderId)
  const answer = (await untilAnswered(() => ask(ReplaceBookOrderDocument, { input: { orderId, order } }))).replaceOrder
  if (answer.replaced) showOrder(answer.replaced)
  return shown(answer)
}

export async function cancelOrder(by: Signer, { id: orderId, symbol }: OwnOrder): Promise<Placed> {
  const message = { trader: by.wallet, market: symbol, orderId, clientOrderId: '' }
  const signature = await signMessage(by, 'CancelOrder', message)
  const input = { symbol, orderId, trader: by.wallet, signature }
  return shown((await untilAnswered(() => ask(CancelBookOrderDocument, { input }))).cancelOrder)
}

/** What is signed to cancel all at once takes no effect after it. */
const CANCEL_ALL_MS = 60_000

/** Cancels all open orders of a market; how many that ended, or the sentence of its refusal. */
export async function cancelAll(
  by: Signer,
  symbol: string,
): Promise<{ readonly cancelled: number } | { readonly refusal: string }> {
  const { expiresAt, expiry } = inMs(CANCEL_ALL_MS)
  const salt = newSalt()
  const signature = await signMessage(by, 'CancelOrders', { trader: by.wallet, market: symbol, side: '', expiry, salt })
  const input = { trader: by.wallet, symbol, expiresAt, salt, signature }
  const { cancelled, orders, userErrors } = (await untilAnswered(() => ask(CancelBookOrdersDocument, { input }))).cancelOrders
  if (userErrors.length > 0) return { refusal: userErrors[0]!.message }
  for (const order of orders) showOrder(order)
  return { cancelled }
}
