/** What the order ticket knows: the amount that was typed, and the server's newest quote for it. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { QuoteDocument, type Side } from '../generated/graphql.ts'
import { ask, sentenceOf } from '../lib/api.ts'
import {
  costBound,
  fraction,
  fromUnits,
  MICROS,
  micros,
  proceedsBound,
  readTyped,
  SHARE_UNITS,
  shareUnits,
} from '../lib/decimal.ts'
import { token } from '../lib/session.ts'
import type { Quote } from './orders.ts'
import { market, portfolio } from './state.ts'

export type Unit = 'shares' | 'cash'

export const SLIPPAGES_BPS = [50, 100, 300] as const
export const SLIDER_STEPS = 100
const QUOTE_EVERY_MS = 200
/** Without an amount only the most that one could take is asked for. */
const MOST_EVERY_MS = 2_000

export interface Ticket {
  readonly side: Accessor<Side>
  readonly unit: Accessor<Unit>
  readonly typed: Accessor<string>
  readonly slippageBps: Accessor<number>
  /** The typed amount as a decimal; null where it is none. */
  readonly amount: Accessor<string | null>
  /** The quote for the amount as it stands; null while there is none. */
  readonly quote: Accessor<Quote | null>
  /** The most that can be bought or sold now; null for who has not joined. */
  readonly most: Accessor<bigint | null>
  readonly fault: Accessor<string | null>
  /** The most it may cost, or the least it must bring, in micros. */
  readonly bound: Accessor<bigint | null>
  /** Where the slider stands, 0..100. */
  readonly part: Accessor<number>
  setSide(side: Side): void
  setUnit(unit: Unit): void
  setTyped(text: string): void
  setSlippageBps(bps: number): void
  setPart(part: number): void
}

export function createTicket(projectId: Accessor<string>, firstSide: Side): Ticket {
  const [side, setSideSignal] = createSignal<Side>(firstSide)
  const [unit, setUnitSignal] = createSignal<Unit>('shares')
  const [typed, setTypedSignal] = createSignal('')
  const [slippageBps, setSlippageBps] = createSignal(100)
  const [answer, setAnswer] = createSignal<{ quote: Quote; asked: string } | null>(null)
  const [most, setMost] = createSignal<bigint | null>(null)
  const [failure, setFailure] = createSignal<string | null>(null)

  const amount = createMemo(() => readTyped(typed(), unit() === 'shares' ? SHARE_UNITS : MICROS))
  const asked = () => `${projectId()} ${side()} ${unit()} ${amount()}`
  const quote = createMemo(() => (amount() !== null && answer()?.asked === asked() ? answer()!.quote : null))

  const sequence = () => market.projects[projectId()]?.sequence
  let timer: ReturnType<typeof setTimeout> | undefined
  let sentMs = 0
  let abort = new AbortController()

  async function requote(): Promise<void> {
    timer = undefined
    sentMs = Date.now()
    abort.abort()
    abort = new AbortController()
    const own = asked()
    const value = amount()
    const by = value === null ? { shares: '1' } : unit() === 'shares' ? { shares: value } : { cash: value }
    try {
      const { quote: fresh } = await ask(QuoteDocument, { projectId: projectId(), side: side(), ...by }, { signal: abort.signal })
      if (!fresh || own !== asked()) return
      setFailure(null)
      setAnswer({ quote: fresh, asked: own })
      setMost(fresh.maxAffordable == null ? null : shareUnits(fresh.maxAffordable))
    } catch (error) {
      if (error instanceof DOMException || own !== asked()) return
      setAnswer(null)
      setFailure(sentenceOf(error))
    }
  }

  // Typing is answered soon, a moving price at most five times a second; the newest state always gets its quote.
  createEffect(
    on([asked, sequence, token, () => portfolio()?.account.cashBalance], ([now], before) => {
      if (amount() === null && token() === null) return
      const isTyped = before?.[0] !== now
      if (isTyped) {
        clearTimeout(timer)
        timer = undefined
      }
      const pauseMs = amount() === null ? MOST_EVERY_MS : QUOTE_EVERY_MS
      timer ??= setTimeout(() => void requote(), isTyped ? 60 : Math.max(40, sentMs + pauseMs - Date.now()))
    }),
  )
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })

  const bound = createMemo(() => {
    const current = quote()
    if (!current) return null
    const cash = micros(current.cashDelta)
    return side() === 'BUY' ? costBound(-cash, slippageBps()) : proceedsBound(cash, slippageBps())
  })

  const part = createMemo(() => {
    const current = quote()
    const whole = most()
    if (!current || whole === null || whole === 0n) return 0
    return Number((shareUnits(current.shares) * BigInt(SLIDER_STEPS)) / whole)
  })

  const fault = createMemo(() => {
    if (typed().trim() === '') return null
    if (amount() === null)
      return unit() === 'shares' ? 'A number of shares above zero, at most 4 decimals.' : 'A sum above zero, at most 6 decimals.'
    return failure()
  })

  return {
    side,
    unit,
    typed,
    slippageBps,
    amount,
    quote,
    most,
    fault,
    bound,
    part,
    setSlippageBps,
    setTyped: setTypedSignal,
    setSide(value) {
      setSideSignal(value)
      if (value === 'SELL') setUnitSignal('shares')
      setMost(null)
      setTypedSignal('')
    },
    setUnit(value) {
      // What is meant stays: shares become what they cost, and the other way round.
      const current = quote()
      setUnitSignal(value)
      if (current) setTypedSignal(value === 'shares' ? current.shares : current.cashDelta.replace('-', ''))
    },
    setPart(value) {
      const whole = most()
      if (whole === null) return
      if (value === 0) return void setTypedSignal('')
      const cash = portfolio()?.account.cashBalance
      if (unit() === 'cash' && cash) setTypedSignal(fromUnits(fraction(micros(cash), value, SLIDER_STEPS), MICROS))
      else setTypedSignal(fromUnits(fraction(whole, value, SLIDER_STEPS), SHARE_UNITS))
    },
  }
}
