import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import type { CurrentBook } from './books.cache.ts'
import { nearMid } from './depth.ts'
import { dayStart, type Ticker } from './ticker.ts'
import { listDayFigures } from './ticker.sql.ts'

const MARKETS_MAX = 1_000

interface Kept {
  /** The market's place, and the minute in which the 24 hours end. */
  readonly mark: string
  readonly ticker: Ticker
}

const caches = new WeakMap<Deps['db'], LRUCache<number, Kept>>()

/** Tickers as of now. One is made again when the market has gone on, or the minute; all that are, share their statements. */
export async function readTickers(db: Deps['db'], books: readonly CurrentBook[]): Promise<Ticker[]> {
  const cache = caches.get(db) ?? new LRUCache<number, Kept>({ max: MARKETS_MAX })
  caches.set(db, cache)
  const asked = books.map(({ head, live: { sequence, book } }) => ({
    head,
    mark: [head.epoch, sequence, head.markPrice, dayStart(head.at).getTime()].join(' '),
    top: { bestBid: book.best('BUY'), bestAsk: book.best('SELL'), depth1Bp: nearMid(book, 1), depth5Bp: nearMid(book, 5) },
  }))
  const isKept = ({ head, mark }: (typeof asked)[number]) => cache.get(head.marketId)?.mark === mark
  const tickers = asked.filter(isKept).map(({ head }) => cache.get(head.marketId)!.ticker)
  const stale = asked.filter((each) => !isKept(each))
  if (stale.length === 0) return tickers
  const staleIds = stale.map(({ head }) => head.marketId)
  const days = new Map((await listDayFigures(db, staleIds, dayStart(stale[0]!.head.at))).map((day) => [day.marketId, day]))
  for (const { head, mark, top } of stale) {
    const { marketId, lastPrice, markPrice } = head
    const ticker: Ticker = { marketId, lastPrice, markPrice, day: days.get(marketId)!, ...top }
    cache.set(marketId, { mark, ticker })
    tickers.push(ticker)
  }
  return tickers
}
