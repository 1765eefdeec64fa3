import type { Generated, JSONColumnType } from 'kysely'
import type { MarketState } from '../matching/market-book.ts'

/** Who matches a market, and how far it has come. */
export interface MatchersTable {
  market_id: number
  /** The process; null where nobody has the lease. */
  holder: string | null
  /** Rises with every change of holder: a write with another one is nobody's. */
  epoch: Generated<bigint>
  /** When the lease may be taken over; null: at once. */
  expires_at: Date | null
  /** Number of the last command that was carried out. */
  inbox_position: Generated<bigint>
  trade_count: Generated<bigint>
  /** What the book is beside orders and positions. */
  state: JSONColumnType<StoredState> | null
}

export interface StoredState {
  readonly market: MarketState
  /** Orders that came to rest so far. */
  readonly restCount: number
  /** Lots of all positions above zero, as text. */
  readonly openInterest: string
}
