import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import { DepthBook } from './depth-book.ts'
import { findMarketHeads, type MarketHead, readBooks } from './market-books.sql.ts'

/** A book as of a command; one that a stream keeps goes on, so what is read of it is read at once. */
export interface LiveBook {
  readonly epoch: number
  readonly sequence: number
  readonly book: DepthBook
}

export interface CurrentBook {
  /** Where the market stood when it was asked for; the book is there, or further. */
  readonly head: MarketHead
  readonly live: LiveBook
}

export interface LiveBooks {
  /** The book that a stream of this process keeps. */
  find(marketId: number): LiveBook | null
  /** Has it kept up to date from soon on, for a while. */
  keep(marketId: number): void
}

const MARKETS_MAX = 200

const caches = new WeakMap<Deps['db'], LRUCache<number, LiveBook>>()

/**
 * The books of markets as they are now: of a stream of this process or of an earlier reading where nothing was carried out
 * since, which one statement tells for all of them; the others are read from the tables, all at once. One that is asked for
 * again and has gone on is worth keeping.
 */
export async function readCurrentBooks(
  db: Deps['db'],
  liveBooks: LiveBooks,
  marketIds: readonly number[],
): Promise<CurrentBook[]> {
  const cache = caches.get(db) ?? new LRUCache<number, LiveBook>({ max: MARKETS_MAX })
  caches.set(db, cache)
  const heads = await findMarketHeads(db, marketIds)
  const isCurrent = (head: MarketHead) => (kept: LiveBook | null | undefined) =>
    kept?.epoch === head.epoch && kept.sequence >= head.sequence
  const known = heads.flatMap((head): CurrentBook[] => {
    const live = [liveBooks.find(head.marketId), cache.get(head.marketId)].find(isCurrent(head))
    return live ? [{ head, live }] : []
  })
  const knownIds = new Set(known.map(({ head }) => head.marketId))
  const unknown = heads.filter(({ marketId }) => !knownIds.has(marketId)).map(({ marketId }) => marketId)
  if (unknown.length === 0) return known
  for (const marketId of unknown) if (cache.has(marketId)) liveBooks.keep(marketId)
  const read = (await readBooks(db, unknown)).map(({ head, levels }) => {
    const live = { epoch: head.epoch, sequence: head.sequence, book: new DepthBook(levels) }
    cache.set(head.marketId, live)
    return { head, live }
  })
  return [...known, ...read]
}
