import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import { DepthBook } from './depth-book.ts'
import { findMarketHeads, type MarketHead, readBooks } from './market-books.sql.ts'

/** A book as of a command, and where the market stood when it was asked for. To be read at once: a live one goes on. */
export interface CurrentBook {
  readonly head: MarketHead
  readonly book: DepthBook
}

/** A book that a stream keeps up to date in this process. */
export interface LiveBook {
  readonly epoch: number
  readonly sequence: number
  readonly book: DepthBook
}

export type FindLiveBook = (marketId: number) => LiveBook | null

const MARKETS_MAX = 200

const caches = new WeakMap<Deps['db'], LRUCache<number, LiveBook>>()

/**
 * The books of markets as they are now: of a stream of this process or of an earlier reading where nothing was carried out
 * since, which one statement tells for all of them; the others are read from the tables, all at once.
 */
export async function readCurrentBooks(
  db: Deps['db'],
  findLive: FindLiveBook,
  marketIds: readonly number[],
): Promise<CurrentBook[]> {
  const cache = caches.get(db) ?? new LRUCache<number, LiveBook>({ max: MARKETS_MAX })
  caches.set(db, cache)
  const heads = await findMarketHeads(db, marketIds)
  const known = new Map<number, CurrentBook>()
  const look = () => {
    for (const head of heads) {
      const isCurrent = (kept: LiveBook | null | undefined) => kept?.epoch === head.epoch && kept.sequence >= head.sequence
      const kept = [findLive(head.marketId), cache.get(head.marketId)].find(isCurrent)
      if (kept) known.set(head.marketId, { head: { ...head, sequence: kept.sequence }, book: kept.book })
    }
  }
  look()
  const unknown = heads.filter(({ marketId }) => !known.has(marketId)).map(({ marketId }) => marketId)
  if (unknown.length === 0) return [...known.values()]
  const read = await readBooks(db, unknown)
  // Live ones have gone on meanwhile: head and book are of one moment again.
  look()
  for (const { head, levels } of read) {
    const book = new DepthBook(levels)
    cache.set(head.marketId, { epoch: head.epoch, sequence: head.sequence, book })
    known.set(head.marketId, { head, book })
  }
  return [...known.values()]
}
