import type { Kysely } from 'kysely'
import { newsRowOf } from '../audit/news.sql.ts'
import type { Database } from '../database.ts'
import { cursorOfPosition } from '../events/cursor.ts'
import { badUserInput } from '../graphql/errors.ts'
import { tradeRowOfMove } from '../trading/trades.sql.ts'
import { decodeCursor } from './cursor.ts'
import { type Delivery, FrameCache } from './frames.ts'
import type { Entry } from './feed-ring.ts'
import type { FeedNews, Hub, HubListener } from './hub.ts'
import { inTurn } from './reading.ts'
import { NOBODY, type Source } from './source.ts'
import { listFeedNews, listTradeMoves } from './streams.sql.ts'

/**
 * One subscriber of the tape or of the news: a place in the feed that moves on as the reader takes entries. It holds
 * nothing: what the hub no longer has is read from the tables, so nothing is ever folded.
 */
export interface TapeOptions {
  readonly kind: 'trades' | 'news'
  /** Trades of this project only; null: all. */
  readonly projectId: string | null
  /** Behind this position. */
  readonly start: bigint
}

type TapeEntry = Pick<Entry, 'position' | 'move' | 'news' | 'frames'>

const PAGE_ENTRIES = 128

export class TapeSource implements Source, HubListener {
  taker = NOBODY
  capacity = 256
  readonly skipsEqual = false
  readonly #db: Kysely<Database>
  readonly #hub: Hub
  readonly #options: TapeOptions
  #position: bigint
  #page: readonly TapeEntry[] = []
  #index = 0

  constructor(db: Kysely<Database>, hub: Hub, options: TapeOptions) {
    this.#db = db
    this.#hub = hub
    this.#options = options
    this.#position = options.start
    hub.listeners.add(this)
  }

  onFeed({ isReset }: FeedNews): void {
    if (isReset) {
      this.#position = this.#hub.position
      this.#page = []
      this.#index = 0
    }
    this.taker.wake()
  }

  next(): Delivery | null | Promise<Delivery | null> {
    for (;;) {
      for (let entry = this.#page[this.#index]; entry; entry = this.#page[this.#index]) {
        this.#index++
        this.#position = entry.position
        if (this.#isMine(entry)) return this.#delivery(entry)
      }
      if (this.#position >= this.#hub.position) return null
      const page = this.#readPage()
      if (page instanceof Promise) return page.then(() => this.next())
    }
  }

  *ahead(limit: number): Generator<Delivery> {
    const end = Math.min(this.#page.length, this.#index + limit)
    for (let index = this.#index; index < end; index++) {
      const entry = this.#page[index]!
      if (this.#isMine(entry)) yield this.#delivery(entry)
    }
  }

  dueAt(): null {
    return null
  }

  close(): void {
    this.#hub.listeners.delete(this)
  }

  #isMine({ move, news }: TapeEntry): boolean {
    const { kind, projectId } = this.#options
    if (kind === 'news') return news !== null
    return move?.trade != null && (projectId === null || move.projectId === projectId)
  }

  #readPage(): void | Promise<void> {
    const recent = this.#hub.recent(this.#position, PAGE_ENTRIES)
    if (recent) return this.#turnTo(recent, recent.length < PAGE_ENTRIES ? this.#hub.position : null)
    const stretch = { after: this.#position, upTo: this.#hub.position, limit: PAGE_ENTRIES }
    return inTurn(async () => {
      const rows = await this.#readRows(stretch)
      this.#turnTo(rows, rows.length < PAGE_ENTRIES ? stretch.upTo : null)
    })
  }

  async #readRows(stretch: { after: bigint; upTo: bigint; limit: number }): Promise<TapeEntry[]> {
    const { eventId } = this.#hub
    if (this.#options.kind === 'news') {
      const news = await listFeedNews(this.#db, eventId, stretch)
      return news.map((item) => ({ position: item.position, move: null, news: item, frames: new FrameCache() }))
    }
    const moves = await listTradeMoves(this.#db, eventId, stretch, this.#options.projectId)
    return moves.map((move) => ({ position: move.position, move, news: null, frames: new FrameCache() }))
  }

  /** `end`: nothing else stands up to there. */
  #turnTo(page: readonly TapeEntry[], end: bigint | null): void {
    // What is old has frames of this reader's own.
    this.#page = page.map((entry) => (entry.frames.isOpen ? entry : { ...entry, frames: new FrameCache() }))
    this.#index = 0
    if (page.length === 0 && end !== null) this.#position = end
  }

  #delivery(entry: TapeEntry): Delivery {
    const { eventId, epoch } = this.#hub
    const row = entry.news ? newsRowOf({ eventId, epoch }, entry.news) : tradeRowOfMove({ eventId, epoch }, entry.move!)
    return {
      frames: entry.frames,
      isPlain: true,
      cursor: () => cursorOfPosition(epoch, eventId, entry.position),
      root: () => row,
    }
  }
}

/** Behind which position the tape begins: with the next entry, or where `after` says. */
export async function tapeStart(hub: Hub, after: string | null): Promise<bigint> {
  if (after === null) return hub.position
  const cursor = decodeCursor(after)
  if (cursor?.eventId !== hub.eventId) throw badUserInput('after must be a cursor that this API gave out for this event.')
  if (cursor.epoch === hub.epoch && cursor.position > hub.position) await hub.catchUp()
  return cursor.epoch === hub.epoch && cursor.position <= hub.position ? cursor.position : hub.position
}
