import type { Market } from '../markets/market.ts'
import type { Delivery } from '../streams/frames.ts'
import { NOBODY, type Source } from '../streams/source.ts'
import { cursorOfTrader, type TraderPlace } from './cursors.ts'
import { pageOf, type TraderPage } from './trader-page.ts'
import type { ReadTrader } from './trader-reader.ts'
import type { TraderListener, TraderWatch } from './trader-watch.ts'
import type { TraderHead } from './traders.sql.ts'

/** The source value of traderUpdated. */
export interface TraderUpdate {
  readonly kind: 'SNAPSHOT' | 'DELTA'
  readonly page: TraderPage
  readonly markets: readonly Market[]
  readonly at: Date
  cursor(): string
}

/**
 * One subscriber of traderUpdated: a revision of its trader. It holds nothing; what has a higher revision is read when the
 * reader can take it, so that many changes of one row are told as one.
 */
export class TraderSource implements Source, TraderListener {
  taker = NOBODY
  capacity = 1
  readonly skipsEqual = false
  readonly userId: string
  readonly #read: ReadTrader
  readonly #unwatch: () => void
  #place: TraderPlace | null
  #isDirty = true

  /** `place`: what the reader has; null: nothing. */
  constructor(read: ReadTrader, watch: TraderWatch, userId: string, place: TraderPlace | null) {
    this.userId = userId
    this.#read = read
    this.#place = place
    this.#unwatch = watch.add(this)
  }

  hint(): void {
    this.#isDirty = true
    this.taker.wake()
  }

  compare({ epoch, revision }: TraderHead): void {
    if (epoch !== this.#place?.epoch || revision !== this.#place.revision) this.hint()
  }

  next(): null | Promise<Delivery | null> {
    if (!this.#isDirty) return null
    this.#isDirty = false
    return this.#take().catch((error: unknown) => {
      this.#isDirty = true
      throw error
    })
  }

  dueAt(): null {
    return null
  }

  close(): void {
    this.#unwatch()
  }

  async #take(): Promise<Delivery | null> {
    const { userId } = this
    const before = this.#place
    const { rows, markets } = await this.#read({ userId, after: before?.revision ?? null })
    const { epoch, revision } = rows.head
    if (before && (epoch !== before.epoch || revision < before.revision)) {
      // Another database, or an older one.
      this.#place = null
      return await this.#take()
    }
    if (before && revision === before.revision) return null
    const page = before ? pageOf(rows) : { ...rows, revision, hasMore: false }
    if (page.hasMore) this.#isDirty = true
    const place = { epoch, userId, revision: page.revision }
    this.#place = place
    const at = new Date()
    const kind = before ? 'DELTA' : 'SNAPSHOT'
    const root = (cursor: () => string): TraderUpdate => ({ kind, page, markets, at, cursor })
    return { frames: null, isPlain: true, cursor: () => cursorOfTrader(place), root }
  }
}
