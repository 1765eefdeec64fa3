import type { Delivery } from '../streams/frames.ts'
import { Fifo } from '../platform/fifo.ts'
import { NOBODY, type Source } from '../streams/source.ts'
import type { ChangeEntry, ChangesFeed } from './changes-feed.ts'

/** One subscriber of marketStateChanged. What waits is what people decide while one reader pauses: nothing is folded. */
export class ChangesSource implements Source {
  taker = NOBODY
  capacity = 1
  readonly skipsEqual = false
  readonly #waiting = new Fifo<ChangeEntry>()
  readonly #symbol: string | null
  #unwatch: () => void = () => undefined

  private constructor(symbol: string | null) {
    this.#symbol = symbol
  }

  /** Of one market, or of all. */
  static async open(feed: ChangesFeed, symbol: string | null): Promise<ChangesSource> {
    const source = new ChangesSource(symbol)
    source.#unwatch = await feed.add((entries) => source.#take(entries))
    return source
  }

  next(): Delivery | null {
    const entry = this.#waiting.shift()
    if (!entry) return null
    return { frames: entry.frames, isPlain: true, cursor: () => '', root: () => entry.change }
  }

  dueAt(): null {
    return null
  }

  close(): void {
    this.#unwatch()
  }

  #take(entries: readonly ChangeEntry[]): void {
    for (const entry of entries) if (this.#symbol === null || entry.change.symbol === this.#symbol) this.#waiting.push(entry)
    this.taker.wake()
  }
}
