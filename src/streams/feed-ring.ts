import type { NewsPrint, PriceMove } from '../events/feed.ts'
import { FrameCache } from './frames.ts'
import type { Change } from './price-queue.ts'

/** The last few thousand entries of an event's feed, in its order, so that who returns soon needs no database. */
export interface MoveEntry extends Change {
  readonly position: bigint
  readonly move: PriceMove
  readonly news: null
  readonly frames: FrameCache
}

export interface NewsEntry {
  readonly position: bigint
  readonly move: null
  readonly news: NewsPrint
  readonly frames: FrameCache
}

export type Entry = MoveEntry | NewsEntry

export const RING_ENTRIES = 4_096
/** Entries younger than that keep their frames. */
const FRAMED_ENTRIES = 512

export class FeedRing {
  #entries: Entry[]
  /** Every entry behind this position is here. */
  #start: bigint

  constructor(entries: Entry[] = [], start = 0n) {
    this.#entries = entries
    this.#start = start
  }

  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#entries[this.#entries.length - FRAMED_ENTRIES]?.frames.close()
    const surplus = this.#entries.length - RING_ENTRIES
    if (surplus < RING_ENTRIES / 4) return
    this.#start = this.#entries[surplus - 1]!.position
    this.#entries = this.#entries.slice(surplus)
  }

  /** Entries behind a position, at most `limit`; null where some are forgotten. */
  after(position: bigint, limit: number): readonly Entry[] | null {
    if (position < this.#start) return null
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#entries[middle]!.position <= position) low = middle + 1
      else high = middle
    }
    return this.#entries.slice(low, low + limit)
  }
}

export const moveEntry = (move: PriceMove, before: number): MoveEntry => ({
  position: move.position,
  move,
  news: null,
  before,
  frames: new FrameCache(),
})

const newsEntry = (news: NewsPrint): NewsEntry => ({ position: news.position, move: null, news, frames: new FrameCache() })

/** Moves and news in the order of their positions. */
export function inOrder(
  moves: readonly PriceMove[],
  news: readonly NewsPrint[],
  entryOf: (move: PriceMove) => MoveEntry,
): Entry[] {
  const entries: Entry[] = []
  let next = 0
  for (const move of moves) {
    for (let item = news[next]; item && item.position < move.position; item = news[++next]) entries.push(newsEntry(item))
    entries.push(entryOf(move))
  }
  for (const item of news.slice(next)) entries.push(newsEntry(item))
  return entries
}
