import type { Micros, ShareUnits } from '../money/units.ts'

/**
 * The feed of an event: everything public that happens in it, numbered by `position` 1, 2, 3 … without gaps and in
 * commit order (the number is drawn under the lock of the feed's row as the last thing before the commit). So a reader
 * that has seen position p has seen all before p, and a gap is a loss. Price moves and news are entries; a trade is
 * told by the price move that it made. Pure payload types; `feed.codec.ts` puts them on the bus.
 */
export const PRICE_SOURCES = ['PROJECT_CREATE', 'TRADE', 'DRIFT', 'SEED_UPDATE', 'PHASE_BUMP'] as const
export type PriceSource = (typeof PRICE_SOURCES)[number]

export const SIDES = ['BUY', 'SELL'] as const
export type Side = (typeof SIDES)[number]

export const NEWS_KINDS = [
  'LISTED',
  'PHASE_BUMP',
  'SEED_UPDATE',
  'INVESTMENT',
  'EVENT_OPENED',
  'EVENT_HALTED',
  'EVENT_CLOSED',
  'ANNOUNCEMENT',
] as const
export type NewsKind = (typeof NEWS_KINDS)[number]

/** One price move, with the project's state right after it. */
export interface PriceMove {
  readonly position: bigint
  readonly projectId: string
  readonly projectNumber: number
  readonly ticker: string
  readonly name: string
  readonly sequence: number
  readonly at: Date
  readonly priceBefore: Micros
  readonly price: Micros
  readonly source: PriceSource
  readonly headline: string | null
  readonly basePrice: Micros
  readonly offset: Micros
  readonly netShares: ShareUnits
  readonly totalVolume: ShareUnits
  readonly totalTrades: number
  /** Earlier drift moves of the project that this entry stands for, because history was thinned. 0 when live. */
  readonly folded: number
  readonly trade: TradePrint | null
}

/** What the tape shows of the trade that made the move; its id is (projectId, sequence) of the move. */
export interface TradePrint {
  readonly accountId: string
  readonly userId: string
  readonly side: Side
  readonly shares: ShareUnits
  readonly executionPrice: Micros
  readonly fee: Micros
  readonly cashDelta: Micros
}

export interface NewsPrint {
  readonly position: bigint
  readonly newsId: string
  readonly at: Date
  readonly kind: NewsKind
  readonly headline: string
  readonly projectId: string | null
  readonly bumpType: string | null
  readonly priceBefore: Micros | null
  readonly priceAfter: Micros | null
  readonly sequence: number | null
}

/** What one transaction appended: the positions first..last, whole. Empty (last = first − 1) when only `revision` rose. */
export interface FeedBatch {
  readonly eventId: string
  readonly epoch: number
  readonly first: bigint
  readonly last: bigint
  readonly revision: bigint
  readonly moves: readonly PriceMove[]
  readonly news: readonly NewsPrint[]
  /** Users whose private state (account, holdings, name) changed by other means than a trade in `moves`. */
  readonly touchedUserIds: readonly string[]
}
