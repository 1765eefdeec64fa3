import { SIDES } from '../events/feed.ts'
import { DepthView, type LevelChange } from '../market-data/depth-view.ts'
import type { DepthBook } from '../market-data/depth-book.ts'
import type { MarketStatus } from '../markets/market.ts'
import type { LevelState, TradePrint } from '../matching/market-feed.ts'
import { FrameCache } from '../streams/frames.ts'
import type { Source } from '../streams/source.ts'

export interface MarketState {
  /** Ticks; null before the first trade. */
  readonly lastPrice: number | null
  readonly markPrice: number
  readonly status: MarketStatus
}

/** What happened to the market at once. */
export interface MarketNews extends MarketState {
  readonly sequence: number
  /** Of the newest trade. */
  readonly tradeNumber: number
  readonly changes: readonly LevelChange[]
  readonly trades: readonly TradePrint[]
  /** Trades that are not among `trades`, because there were too many. */
  readonly missed: number
  readonly at: Date
  /** Several batches that nobody told apart: other servers may have stopped in between. */
  readonly isJump: boolean
}

export interface MarketEntry extends MarketState {
  readonly kind: 'SNAPSHOT' | 'DELTA' | 'HEARTBEAT'
  /** The sequence of the entry before; null for a SNAPSHOT. */
  readonly previous: number | null
  readonly sequence: number
  readonly tradeNumber: number
  readonly levels: readonly LevelState[]
  readonly trades: readonly TradePrint[]
  readonly missed: number
  readonly at: Date
}

/** An entry with the frames that its readers share. */
export interface FramedEntry {
  readonly entry: MarketEntry
  readonly frames: FrameCache
}

interface KeptEntry extends FramedEntry {
  /** The view was as after the entry before up to this sequence. */
  readonly sameUpTo: number
}

const ENTRIES_MAX = 2_048
/** Entries younger than that keep their frames. */
const FRAMED_ENTRIES = 256

/**
 * A market as one group of readers sees it: so many levels, in price groups. It keeps what it said last, each entry with the
 * frames that its readers share; a reader is a place among them. An entry holds only what changed, with the state that
 * each level has after it, so that any run of entries can be told as one.
 */
export class MarketView {
  readonly limit: number
  /** Ticks. */
  readonly group: number
  /** Readers, to be woken when there is a new entry. */
  readonly listeners = new Set<Pick<Source, 'taker'>>()
  #depth: DepthView
  #entries: KeptEntry[] = []
  #firstId = 0
  #state: MarketState
  #sequence: number
  #sameUpTo: number
  #tradeNumber: number
  #at: Date
  #toldAtMs = performance.now()
  #snapshot: FramedEntry | null = null

  constructor(book: DepthBook, limit: number, group: number, start: Omit<MarketNews, 'changes' | 'trades'>) {
    this.limit = limit
    this.group = group
    this.#depth = new DepthView(book, limit, group)
    this.#state = start
    this.#sequence = start.sequence
    this.#sameUpTo = start.sequence
    this.#tradeNumber = start.tradeNumber
    this.#at = start.at
  }

  /** The id of the oldest entry that is kept. */
  get firstId(): number {
    return this.#firstId
  }

  /** The id that the next entry will have. */
  get nextId(): number {
    return this.#firstId + this.#entries.length
  }

  entry(id: number): FramedEntry {
    return this.#entries[id - this.#firstId]!
  }

  /** The first entry that a reader lacks who has seen the view as of this sequence; null where that cannot be told. */
  idAfter(sequence: number): number | null {
    if (sequence >= this.#sequence && sequence <= this.#sameUpTo) return this.nextId
    const index = this.#entries.findIndex(({ entry, sameUpTo }) => sequence >= entry.previous! && sequence <= sameUpTo)
    return index < 0 ? null : this.#firstId + index
  }

  /** The view as it is, for who begins with it; the same entry until something changes. */
  snapshot(): FramedEntry {
    this.#snapshot ??= {
      entry: {
        ...this.#place(),
        kind: 'SNAPSHOT',
        previous: null,
        levels: SIDES.flatMap((side) => this.#depth.levels(side)),
        trades: [],
        missed: 0,
      },
      frames: new FrameCache(),
    }
    return this.#snapshot
  }

  take(news: MarketNews): void {
    const levels = this.#depth.apply(news.changes)
    const isSame =
      levels.length === 0 &&
      news.trades.length + news.missed === 0 &&
      news.lastPrice === this.#state.lastPrice &&
      news.markPrice === this.#state.markPrice &&
      news.status === this.#state.status
    if (isSame && !news.isJump) this.#sameUpTo = news.sequence
    else this.#tell('DELTA', news, levels)
  }

  /** Says that nothing has happened, where the last entry was so long ago; whether it did. */
  beat(quietMs: number, at: Date): boolean {
    if (performance.now() - this.#toldAtMs < quietMs) return false
    this.#tell('HEARTBEAT', { ...this.#place(), sequence: this.#sameUpTo, trades: [], missed: 0, at }, [])
    return true
  }

  /** Another database, or an older one: readers begin anew. */
  reset(book: DepthBook, news: Omit<MarketNews, 'changes' | 'trades'>): void {
    this.#depth = new DepthView(book, this.limit, this.group)
    // An id is left out: whoever stood at the end has missed something as well.
    this.#firstId = this.nextId + 1
    this.#entries = []
    this.#advance(news)
  }

  #tell(kind: MarketEntry['kind'], news: Omit<MarketNews, 'changes' | 'isJump'>, levels: readonly LevelState[]): void {
    const previous = this.#sequence
    const sameUpTo = this.#sameUpTo
    const { trades, missed } = news
    this.#advance(news)
    this.#entries.push({
      entry: { ...this.#place(), kind, previous, levels, trades, missed },
      sameUpTo,
      frames: new FrameCache(),
    })
    this.#entries[this.#entries.length - FRAMED_ENTRIES]?.frames.close()
    const surplus = this.#entries.length - ENTRIES_MAX
    if (surplus >= ENTRIES_MAX / 4) {
      this.#entries = this.#entries.slice(surplus)
      this.#firstId += surplus
    }
  }

  #advance({
    sequence,
    tradeNumber,
    lastPrice,
    markPrice,
    status,
    at,
  }: Omit<MarketNews, 'changes' | 'trades' | 'missed' | 'isJump'>): void {
    this.#state = { lastPrice, markPrice, status }
    this.#sequence = sequence
    this.#sameUpTo = sequence
    this.#tradeNumber = tradeNumber
    this.#at = at
    this.#toldAtMs = performance.now()
    this.#snapshot = null
  }

  #place() {
    const { lastPrice, markPrice, status } = this.#state
    return { sequence: this.#sequence, tradeNumber: this.#tradeNumber, lastPrice, markPrice, status, at: this.#at }
  }
}
