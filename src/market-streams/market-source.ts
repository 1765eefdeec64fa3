import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { listTrades, TRADES_MAX } from '../market-data/market-books.sql.ts'
import type { Market } from '../markets/market.ts'
import type { LevelState } from '../matching/market-feed.ts'
import type { Delivery, FrameCache } from '../streams/frames.ts'
import { inTurn } from '../streams/reading.ts'
import { NOBODY, type Source } from '../streams/source.ts'
import { cursorOfMarket, type MarketPlace } from './cursors.ts'
import type { MarketHub } from './market-hub.ts'
import type { MarketEntry, MarketView } from './market-view.ts'

/** The source value of marketUpdated. */
export interface MarketUpdate {
  readonly market: Market
  readonly entry: MarketEntry
  cursor(): string
}

/**
 * One subscriber of marketUpdated: a place among the entries of its view. It holds nothing: a slow reader is given several
 * entries as one, and one that has fallen out of what the view keeps a SNAPSHOT with the trades since, from the tables.
 */
export class MarketSource implements Source {
  taker = NOBODY
  capacity = 256
  readonly skipsEqual = false
  readonly #db: Kysely<Database>
  readonly #hub: MarketHub
  readonly #view: MarketView
  /** The next entry to take; null: a SNAPSHOT first. */
  #nextId: number | null
  /** What the reader has; null: nothing yet. */
  #place: Pick<MarketPlace, 'sequence' | 'tradeNumber'> | null

  /** `place`: what the reader has; null: nothing. */
  constructor(db: Kysely<Database>, hub: MarketHub, view: MarketView, place: MarketPlace | null) {
    this.#db = db
    this.#hub = hub
    this.#view = view
    this.#place = place
    const isSameView = place?.limit === view.limit && place.group === view.group
    this.#nextId = place && isSameView ? view.idAfter(place.sequence) : null
    view.listeners.add(this)
  }

  next(): Delivery | null | Promise<Delivery | null> {
    const id = this.#nextId
    const { firstId, nextId } = this.#view
    if (id === null || id < firstId) return this.#begin()
    if (id === nextId) return null
    const count = nextId - id > this.capacity ? nextId - id : 1
    this.#nextId = id + count
    const { entry, frames } = this.#view.entry(id)
    if (count === 1) return this.#delivery(entry, frames)
    return this.#delivery(folded(Array.from({ length: count }, (_, index) => this.#view.entry(id + index).entry)), null)
  }

  dueAt(): null {
    return null
  }

  close(): void {
    this.#view.listeners.delete(this)
    this.#hub.leave(this.#view)
  }

  /** The view as it is, and the trades since the reader's last one. */
  #begin(): Delivery | Promise<Delivery> {
    const { entry, frames } = this.#view.snapshot()
    const { nextId } = this.#view
    const after = this.#place?.tradeNumber ?? entry.tradeNumber
    if (after >= entry.tradeNumber) {
      this.#nextId = nextId
      return this.#delivery(entry, frames)
    }
    return inTurn(async () => {
      const stretch = { after, upTo: entry.tradeNumber, limit: TRADES_MAX }
      const trades = await listTrades(this.#db, this.#hub.market.marketId, stretch)
      this.#nextId = nextId
      return this.#delivery({ ...entry, trades, missed: entry.tradeNumber - after - trades.length }, null)
    })
  }

  #delivery(said: MarketEntry, shared: FrameCache | null): Delivery {
    const { market, epoch } = this.#hub
    const { limit, group } = this.#view
    const { sequence, tradeNumber } = said
    // Another server may have stopped in between, where the view was the same.
    const joinsOn = said.previous === null || said.previous === this.#place?.sequence
    const entry = joinsOn ? said : { ...said, previous: this.#place!.sequence }
    this.#place = { sequence, tradeNumber }
    return {
      frames: joinsOn ? shared : null,
      isPlain: true,
      cursor: () => cursorOfMarket({ epoch, symbol: market.symbol, sequence, tradeNumber, limit, group }),
      root: (cursor): MarketUpdate => ({ market, entry, cursor }),
    }
  }
}

/** Entries that follow each other as one: of each level the newest state, of the trades the newest thousand. */
function folded(entries: readonly MarketEntry[]): MarketEntry {
  const last = entries.at(-1)!
  const levels = new Map<string, LevelState>()
  for (const entry of entries) for (const level of entry.levels) levels.set(`${level.side} ${level.price}`, level)
  const trades = entries.flatMap((entry) => entry.trades)
  const missed = entries.reduce((sum, entry) => sum + entry.missed, 0)
  return {
    ...last,
    kind: entries.every(({ kind }) => kind === 'HEARTBEAT') ? 'HEARTBEAT' : 'DELTA',
    previous: entries[0]!.previous,
    levels: [...levels.values()],
    trades: trades.slice(-TRADES_MAX),
    missed: missed + Math.max(0, trades.length - TRADES_MAX),
  }
}
