import type { LiveBooks } from '../market-data/books.cache.ts'
import { findMarketHeads, type MarketHead } from '../market-data/market-books.sql.ts'
import { badUserInput, CodedError } from '../graphql/errors.ts'
import type { Market } from '../markets/market.ts'
import type { Deps } from '../platform/deps.ts'
import { createHubs } from '../streams/hubs.ts'
import type { StreamCall, Streams } from '../streams/streams.ts'
import { createChangesFeed } from './changes-feed.ts'
import { ChangesSource } from './changes-source.ts'
import { type MarketPlace, marketPlaceOf, type TraderPlace, traderPlaceOf } from './cursors.ts'
import { MarketHub } from './market-hub.ts'
import { MarketSource } from './market-source.ts'
import { createTraderReader } from './trader-reader.ts'
import { TraderSource } from './trader-source.ts'
import { watchTraders } from './trader-watch.ts'

/** The order book's live part of the server: one hub per market that somebody watches. One per process. */
export interface MarketStreams {
  /** Opens a stream of a market, as so many levels by so many ticks. */
  openMarket(call: StreamCall, market: Market, view: MarketArguments): Promise<AsyncIterableIterator<unknown>>
  /** Opens the stream of a trader, who is the caller. */
  openTrader(call: StreamCall, userId: string, after: string | null): AsyncIterableIterator<unknown>
  /** Opens the stream of what is decided of a market, or of all. */
  openChanges(call: StreamCall, symbol: string | null): Promise<AsyncIterableIterator<unknown>>
  /** The books that are kept up to date here. */
  readonly liveBooks: LiveBooks
  /** To be called when no stream is open any more. */
  close(): Promise<void>
}

export interface MarketArguments {
  readonly limit: number
  readonly group: number
  readonly after: string | null
}

declare module '../graphql/context.ts' {
  interface Services {
    marketStreams: MarketStreams
  }
}

export function createMarketStreams(deps: Deps, streams: Streams): MarketStreams {
  const hubs = createHubs<MarketHead, number, MarketHub>(deps.log, {
    open: (id) => MarketHub.open(deps, Number(id)),
    findHeads: async (ids) =>
      new Map((await findMarketHeads(deps.db, ids.map(Number))).map((head) => [String(head.marketId), head])),
  })
  const readTrader = createTraderReader(deps.db)
  const traders = watchTraders(deps)
  const changes = createChangesFeed(deps)

  return {
    async openMarket(call, market, { limit, group, after }) {
      const hub = await hubs.acquire(String(market.marketId))
      if (!hub) throw new Error(`market ${market.marketId} is missing`)
      try {
        const place = await placeOf(hub, after)
        const view = hub.join(limit, group)
        if (!view) throw tooManyViews()
        const source = new MarketSource(deps.db, hub, view, place)
        return streams.run(source, call, () => hubs.release(hub))
      } catch (error) {
        hubs.release(hub)
        throw error
      }
    },
    openTrader(call, userId, after) {
      const source = new TraderSource(readTrader, traders, userId, ownPlaceOf(userId, after))
      return streams.run(source, call, () => undefined)
    },
    async openChanges(call, symbol) {
      return streams.run(await ChangesSource.open(changes, symbol), call, () => undefined)
    },
    liveBooks: {
      find: (marketId) => hubs.find(String(marketId)),
      keep(marketId) {
        hubs.acquire(String(marketId)).then(
          (hub) => hub && hubs.release(hub),
          (error: unknown) => deps.log.debug({ err: error, marketId }, 'a book could not be kept'),
        )
      },
    },
    async close() {
      hubs.close()
      await traders.close()
      await changes.close()
    },
  }
}

const tooManyViews = () =>
  new CodedError(
    'COST_LIMIT_EXCEEDED',
    'Too many different views of this market are open: ask for other levels or another group.',
  )

/** null: begin without it. A cursor of another database, or of one that was set back, says nothing about this one. */
async function placeOf(hub: MarketHub, after: string | null): Promise<MarketPlace | null> {
  if (after === null) return null
  const place = marketPlaceOf(after)
  if (place?.symbol !== hub.market.symbol) throw badUserInput('after must be a cursor that this API gave out for this market.')
  if (place.epoch === hub.epoch && place.sequence > hub.position) await hub.catchUp()
  return place.epoch === hub.epoch && place.sequence <= hub.position ? place : null
}

function ownPlaceOf(userId: string, after: string | null): TraderPlace | null {
  if (after === null) return null
  const place = traderPlaceOf(after)
  if (place?.userId !== userId) throw badUserInput('after must be a cursor that this API gave out for this trader.')
  return place
}
