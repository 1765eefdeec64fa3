/**
 * Orders on their way. One key stands for one intent: it is made when the person presses the button, kept on the device
 * until there is an answer, and sent again unchanged after a loss, so that the order happens once or not at all.
 */
import { createSignal } from 'solid-js'
import {
  BuyDocument,
  type QuoteFiguresFragment,
  SellDocument,
  type Side,
  type TradeResultFragment,
} from '../generated/graphql.ts'
import { ApiError, ask, newKey, sentenceOf, untilAnswered } from '../lib/api.ts'
import { viewer } from '../lib/session.ts'
import { readStored, writeStored } from '../lib/stored.ts'

export interface Intent {
  readonly key: string
  readonly side: Side
  readonly projectId: string
  readonly ticker: string
  readonly shares: string
  /** The most it may cost, or the least it must bring. */
  readonly bound: string
  readonly viewerId: string
}

export type UserError = TradeResultFragment['userErrors'][number]

export type Outcome =
  | { readonly kind: 'done'; readonly trade: NonNullable<TradeResultFragment['trade']> }
  | { readonly kind: 'refused'; readonly error: UserError }
  | { readonly kind: 'failed'; readonly sentence: string }
  /** Nobody answered: it happened or it did not. */
  | { readonly kind: 'unknown' }

const [pending, setPending] = createSignal<Intent | null>(readStored<Intent | null>('intent', null))
const [isSending, setSending] = createSignal(false)
const [isRetrying, setRetrying] = createSignal(false)

/** An order without an answer; no other is sent before it has one or is let go. */
export { isRetrying, isSending, pending }

export const isUnanswered = (): boolean => pending() !== null && !isSending()

export const intend = (order: Omit<Intent, 'key' | 'viewerId'>): Intent => ({
  ...order,
  key: newKey(),
  viewerId: viewer()?.id ?? '',
})

function keep(intent: Intent | null): void {
  setPending(intent)
  writeStored('intent', intent)
}

/** Sends an intent until it is answered, for half a minute. A second call while one is under way does nothing. */
export async function send(intent: Intent): Promise<Outcome | null> {
  if (isSending() || (pending() !== null && pending()!.key !== intent.key)) return null
  setSending(true)
  keep(intent)
  try {
    const result = await untilAnswered(() => post(intent), { onRetry: () => setRetrying(true) })
    keep(null)
    const [error] = result.userErrors
    if (error) return { kind: 'refused', error }
    return result.trade ? { kind: 'done', trade: result.trade } : { kind: 'failed', sentence: 'The server gave no trade.' }
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'NETWORK' || error.code === 'SERVICE_UNAVAILABLE'))
      return { kind: 'unknown' }
    keep(null)
    return { kind: 'failed', sentence: sentenceOf(error) }
  } finally {
    setSending(false)
    setRetrying(false)
  }
}

export const letGo = (): void => keep(null)

async function post({ key, side, projectId, shares, bound }: Intent): Promise<TradeResultFragment> {
  const common = { idempotencyKey: key, projectId, shares }
  if (side === 'BUY') return (await ask(BuyDocument, { input: { ...common, maxCost: bound } })).buy
  return (await ask(SellDocument, { input: { ...common, minProceeds: bound } })).sell
}

export type Quote = QuoteFiguresFragment
