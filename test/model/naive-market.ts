import type { InboxCommand, MarketEvent } from '../../src/matching/market-book.ts'
import type { StatusAndRules } from '../../src/markets/market-rules.ts'
import { NaiveBook } from './naive-book.ts'

/** A market's book as one would explain it, with the whole history at hand: the specification of MarketBook. */
export class NaiveMarket {
  readonly book = new NaiveBook()
  rules: StatusAndRules | null = null
  /** Since the market was decided about last: the mark price before each command, and its moment. */
  #history: { atMs: number; mark: number }[] = []

  get mark(): number {
    return this.book.last ?? this.rules?.referencePrice ?? 0
  }

  apply(command: InboxCommand): MarketEvent[] {
    if (command.kind === 'MARKET') {
      this.rules = { ...command.rules, status: command.rules.status ?? this.rules?.status ?? 'PENDING' }
      this.#history = [{ atMs: command.atMs, mark: this.mark }]
      return []
    }
    if (!this.rules) return this.book.apply(command, { admits: 'NONE', lowest: 0, highest: 0 })
    this.#history.push({ atMs: command.atMs, mark: this.mark })
    const { bandBps, breakerBps, status } = this.rules
    const width = Math.floor((this.mark * bandBps) / 10_000)
    const admits = status === 'ACTIVE' ? 'ALL' : status === 'POST_ONLY' || status === 'REDUCE_ONLY' ? status : 'NONE'
    const events: MarketEvent[] = this.book.apply(command, { admits, lowest: this.mark - width, highest: this.mark + width })
    const anchor = this.#anchor()
    const far = events.find((event) => event.kind === 'TRADED' && Math.abs(event.price - anchor) * 10_000 > anchor * breakerBps)
    if (far?.kind === 'TRADED') {
      this.rules = { ...this.rules, status: 'PAUSED' }
      events.push({ kind: 'PAUSED', price: far.price, anchor })
    }
    return events
  }

  /** The mark before the first command of the newest window. */
  #anchor(): number {
    const windowOf = ({ atMs }: { atMs: number }) => Math.floor(atMs / this.rules!.breakerWindowMs)
    const newest = Math.max(...this.#history.map(windowOf))
    return this.#history.find((each) => windowOf(each) === newest)!.mark
  }
}
