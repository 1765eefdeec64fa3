import { bandOf, type MarketStatus, markPriceOf } from '../markets/market.ts'
import {
  type DecidedStatus,
  type RulesRecord,
  recordOfRules,
  rulesOfRecord,
  type StatusAndRules,
} from '../markets/market-rules.ts'
import type { Side } from '../events/feed.ts'
import type { BookCommand, BookEvent, Terms } from './order.ts'
import { type OpenBook, OrderBook } from './order-book.ts'

/** An entry of a market's inbox. Its moment is data: no clock is asked when it is carried out. */
export type InboxCommand = { readonly number: number; readonly atMs: number } & (
  | BookCommand
  | { readonly kind: 'MARKET'; readonly rules: StatusAndRules<DecidedStatus> }
)

export type MarketEvent =
  | BookEvent
  /** The breaker: a trade at `price` was too far from `anchor`. */
  | { readonly kind: 'PAUSED'; readonly price: number; readonly anchor: number }

/** What a market's book is beside its orders and positions, as JSON. */
export interface MarketState {
  readonly rules: RulesRecord | null
  readonly lastPrice: number | null
  /** The breaker's window by its number since 1970, and the mark price with which it began. */
  readonly window: number
  readonly anchor: number
}

/**
 * A book with its market's rules, fed by the market's inbox from number 1 on, which is the listing. Status says which orders
 * may enter. The band is that of the mark price (last trade, else reference price) with which a command begins: a match
 * outside is not made. The breaker: command time is cut into windows of breakerWindowMs, counted from 1970; a trade that is
 * farther than breakerBps from the mark price with which its window began pauses the market once its command is complete.
 * A MARKET command begins the window anew. Pure: the same commands give the same events. Source: cxpt, "Markets", "Matching".
 */
export class MarketBook {
  readonly #book: OrderBook
  #rules: StatusAndRules | null
  #window: number
  #anchor: number
  /** What the mark price allows; worked out anew when it moves. */
  #terms: { readonly mark: number; readonly terms: Terms } | null = null

  constructor(
    state: MarketState = { rules: null, lastPrice: null, window: 0, anchor: 0 },
    open: Omit<OpenBook, 'lastPrice'> = { resting: [], stops: [], positions: new Map() },
  ) {
    this.#book = OrderBook.restore({ ...open, lastPrice: state.lastPrice })
    this.#rules = state.rules && rulesOfRecord(state.rules)
    this.#window = state.window
    this.#anchor = state.anchor
  }

  get status(): MarketStatus {
    return this.#rules?.status ?? 'PENDING'
  }

  get lastPrice(): number | null {
    return this.#book.lastPrice
  }

  /** Ticks; 0 before the market is listed. */
  get markPrice(): number {
    return this.#rules ? markPriceOf({ lastPrice: this.lastPrice, referencePrice: this.#rules.referencePrice }) : 0
  }

  get state(): MarketState {
    return {
      rules: this.#rules && recordOfRules(this.#rules),
      lastPrice: this.lastPrice,
      window: this.#window,
      anchor: this.#anchor,
    }
  }

  depth(side: Side, levels: number) {
    return this.#book.depth(side, levels)
  }

  /** Lots and orders at a price. */
  at(side: Side, price: number) {
    return this.#book.at(side, price)
  }

  /** All open orders with their open lots. */
  open() {
    return this.#book.open()
  }

  /** Carries out the next command; everything that it caused, in order. */
  apply(command: InboxCommand): readonly MarketEvent[] {
    if (command.kind === 'MARKET') {
      this.#decide({ ...command.rules, status: command.rules.status ?? this.status })
      this.#beginWindow(command.atMs)
      return []
    }
    if (this.#rules && windowOf(this.#rules, command.atMs) > this.#window) this.#beginWindow(command.atMs)
    return this.#withBreaker(this.#book.apply(command, this.#currentTerms()))
  }

  #beginWindow(atMs: number): void {
    this.#window = windowOf(this.#rules!, atMs)
    this.#anchor = this.markPrice
  }

  #currentTerms(): Terms {
    if (!this.#rules) return NO_TERMS
    const mark = this.markPrice
    if (this.#terms?.mark !== mark)
      this.#terms = { mark, terms: { admits: ADMITS[this.#rules.status], ...bandOf(mark, this.#rules.bandBps) } }
    return this.#terms.terms
  }

  #withBreaker(events: readonly BookEvent[]): readonly MarketEvent[] {
    if (!this.#rules) return events
    for (const event of events) {
      if (event.kind !== 'TRADED' || !isFar(event.price, this.#anchor, this.#rules.breakerBps)) continue
      this.#decide({ ...this.#rules, status: 'PAUSED' })
      return [...events, { kind: 'PAUSED', price: event.price, anchor: this.#anchor }]
    }
    return events
  }

  #decide(rules: StatusAndRules): void {
    this.#rules = rules
    this.#terms = null
  }
}

const NO_TERMS: Terms = { admits: 'NONE', lowest: 0, highest: 0 }

/** Whether a price is outside of the band around another. */
function isFar(price: number, anchor: number, bps: number): boolean {
  if (price === anchor) return false
  const { lowest, highest } = bandOf(anchor, bps)
  return price < lowest || price > highest
}

const windowOf = ({ breakerWindowMs }: StatusAndRules, atMs: number): number => Math.floor(atMs / breakerWindowMs)

const ADMITS: Readonly<Record<MarketStatus, Terms['admits']>> = {
  PENDING: 'NONE',
  ACTIVE: 'ALL',
  POST_ONLY: 'POST_ONLY',
  REDUCE_ONLY: 'REDUCE_ONLY',
  PAUSED: 'NONE',
  SETTLING: 'NONE',
  CLOSED: 'NONE',
}
