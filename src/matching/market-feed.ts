import type { Side } from '../events/feed.ts'
import type { MarketStatus } from '../markets/market.ts'

/**
 * What a matcher tells about each batch that it committed. The sequence of a market is the number of the inbox command
 * that was carried out last: `from`..`to` are whole, so a reader that has seen n waits for the batch whose `from` is n + 1,
 * and any other is a loss. Prices are ticks, quantities lots. Pure payload types; `market-feed.codec.ts` puts them on the bus.
 */
export interface LevelState {
  readonly side: Side
  readonly price: number
  /** Open lots of all orders at the price; 0 where the level is gone. */
  readonly lots: number
  readonly orders: number
}

export interface TradePrint {
  readonly tradeNumber: number
  readonly at: Date
  readonly price: number
  readonly lots: number
  readonly takerSide: Side
}

export interface MarketBatch {
  readonly marketId: number
  readonly symbol: string
  readonly from: number
  readonly to: number
  /** When the last command was accepted. */
  readonly at: Date
  /** Every level that changed, as it is after the batch. */
  readonly levels: readonly LevelState[]
  readonly trades: readonly TradePrint[]
  /** Null before the first trade. */
  readonly lastPrice: number | null
  readonly markPrice: number
  readonly status: MarketStatus
  /** The market's rules or status are not what they were before the batch. */
  readonly rulesChanged: boolean
}
