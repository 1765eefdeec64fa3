import { type Side, SIDES } from '../events/feed.ts'
import type { LiveBook } from '../market-data/books.cache.ts'
import { DepthBook } from '../market-data/depth-book.ts'
import type { LevelChange } from '../market-data/depth-view.ts'
import { type BookPicture, type MarketHead, readBookAndTrades, readBooks } from '../market-data/market-books.sql.ts'
import type { Market } from '../markets/market.ts'
import { listMarkets } from '../markets/markets.sql.ts'
import { marketTopic } from '../matching/market-feed.codec.ts'
import type { LevelState, MarketBatch } from '../matching/market-feed.ts'
import type { Deps } from '../platform/deps.ts'
import type { SweptHub } from '../streams/hubs.ts'
import { Intake } from '../streams/intake.ts'
import { type MarketNews, MarketView } from './market-view.ts'

/**
 * One market in this process: its book as of the last command that the matcher told about. It listens to the bus first
 * and reads the tables then; a gap is read from the tables, and what the bus loses altogether is noticed by the sweep. Each
 * batch is applied whole before anyone sees it, so the book is never seen crossed.
 */
const HEARTBEAT_MS = 5_000
/** Views that nobody reads are kept up to date for those who come back, so many of them. */
const IDLE_VIEWS_MAX = 4
/** Each view costs work with every batch, and memory. */
const VIEWS_MAX = 64

export class MarketHub implements SweptHub<MarketHead, number>, LiveBook {
  readonly market: Market
  readonly #deps: Deps
  #head: MarketHead
  #book: DepthBook
  /** Most recently joined last. */
  readonly #views = new Map<string, { readonly view: MarketView; readers: number }>()
  readonly #intake: Intake<MarketBatch>
  #unsubscribe: () => void = () => undefined

  private constructor(deps: Deps, market: Market) {
    this.market = market
    this.#deps = deps
    this.#head = {
      marketId: market.marketId,
      epoch: 0,
      sequence: 0,
      tradeNumber: 0,
      status: market.status,
      lastPrice: null,
      markPrice: 0,
      at: new Date(0),
    }
    this.#book = new DepthBook()
    this.#intake = new Intake({
      place: (batch) => (batch.from > this.position + 1 ? 'GAP' : 'NEXT'),
      apply: (batch) => this.#apply(batch),
      fill: () => this.#fill(),
      label: { marketId: market.marketId },
      log: deps.log,
    })
  }

  /** null: no such market. */
  static async open(deps: Deps, marketId: number): Promise<MarketHub | null> {
    const [market] = await listMarkets(deps.db, { marketIds: [marketId] })
    if (!market) return null
    const hub = new MarketHub(deps, market)
    hub.#unsubscribe = deps.bus.subscribe(marketTopic(marketId), (batch) => hub.#intake.receive(batch))
    try {
      const [picture] = await readBooks(deps.db, [marketId])
      if (!picture) throw new Error(`market ${marketId} is missing`)
      hub.#load(picture)
      hub.#intake.open()
      return hub
    } catch (error) {
      hub.close()
      throw error
    }
  }

  close(): void {
    this.#unsubscribe()
  }

  get id(): string {
    return String(this.market.marketId)
  }

  get epoch(): number {
    return this.#head.epoch
  }

  get sequence(): number {
    return this.#head.sequence
  }

  get position(): number {
    return this.sequence
  }

  get book(): DepthBook {
    return this.#book
  }

  isBehind(head: MarketHead, positionAsked: number): boolean {
    return head.epoch !== this.epoch || head.sequence < positionAsked || head.sequence > this.position
  }

  catchUp(): Promise<void> {
    return this.#intake.catchUp()
  }

  /** Nothing was lost: what was decided of the market without a command, and that all is quiet. */
  afterSweep(head: MarketHead): void {
    if (head.sequence !== this.position || head.epoch !== this.epoch) return
    const { status, lastPrice, markPrice } = this.#head
    if (head.status !== status || head.lastPrice !== lastPrice || head.markPrice !== markPrice) {
      this.#head = head
      this.#tell({ ...head, changes: [], trades: [], missed: 0, isJump: false })
    }
    for (const { view } of this.#views.values()) if (view.beat(HEARTBEAT_MS, head.at)) this.#wake(view)
  }

  /** The view of so many levels by so many ticks; to be given back by `leave`. null: too many others are read. */
  join(limit: number, group: number): MarketView | null {
    const key = `${limit} ${group}`
    if (!this.#views.has(key) && this.#views.size >= VIEWS_MAX) return null
    const kept = this.#views.get(key) ?? {
      view: new MarketView(this.#book, limit, group, { ...this.#head, missed: 0, isJump: false }),
      readers: 0,
    }
    kept.readers++
    this.#views.delete(key)
    this.#views.set(key, kept)
    return kept.view
  }

  leave(view: MarketView): void {
    const kept = this.#views.get(`${view.limit} ${view.group}`)
    if (kept?.view !== view) return
    kept.readers--
    const idle = [...this.#views].filter(([, { readers }]) => readers === 0)
    for (const [key] of idle.slice(0, -IDLE_VIEWS_MAX)) this.#views.delete(key)
  }

  #apply(batch: MarketBatch): void {
    if (batch.to <= this.position) return
    const trades = batch.trades.filter(({ tradeNumber }) => tradeNumber > this.#head.tradeNumber)
    const { lastPrice, markPrice, status, at } = batch
    const tradeNumber = trades.at(-1)?.tradeNumber ?? this.#head.tradeNumber
    this.#head = { ...this.#head, sequence: batch.to, tradeNumber, lastPrice, markPrice, status, at }
    this.#tell({ ...this.#head, changes: this.#change(batch.levels), trades, missed: 0, isJump: false })
  }

  async #fill(): Promise<void> {
    const { tradeNumber } = this.#head
    const picture = await readBookAndTrades(this.#deps.db, this.market.marketId, tradeNumber)
    if (!picture) return
    const { head, levels, trades } = picture
    if (head.epoch !== this.epoch || head.sequence < this.position) {
      this.#deps.log.warn({ marketId: this.market.marketId }, 'the market went back: streams begin anew')
      this.#load(picture)
      return
    }
    if (head.sequence === this.position) return
    const missed = head.tradeNumber - tradeNumber - trades.length
    this.#head = head
    this.#tell({ ...head, changes: this.#change([...levels, ...this.#goneSince(levels)]), trades, missed, isJump: true })
  }

  /** Forgets everything and begins with the picture. */
  #load({ head, levels }: BookPicture): void {
    this.#head = head
    this.#book = new DepthBook(levels)
    for (const { view } of this.#views.values()) {
      view.reset(this.#book, { ...head, missed: 0, isJump: false })
      this.#wake(view)
    }
  }

  /** Levels that are known and not among these. */
  #goneSince(levels: readonly LevelState[]): LevelState[] {
    const present = new Set(levels.map(keyOf))
    const gone = (side: Side) => [...this.#book.levels(side)].filter((level) => !present.has(keyOf(level)))
    return SIDES.flatMap(gone).map(({ side, price }) => ({ side, price, lots: 0, orders: 0 }))
  }

  /** Puts levels into the book; those that are not as they were. */
  #change(levels: readonly LevelState[]): LevelChange[] {
    return levels.flatMap((level) => {
      const { lots, orders } = this.#book.at(level.side, level.price)
      if (lots === level.lots && orders === level.orders) return []
      this.#book.set(level)
      return [{ ...level, lotsBefore: lots, ordersBefore: orders }]
    })
  }

  #tell(news: MarketNews): void {
    for (const { view } of this.#views.values()) view.take(news)
    for (const { view } of this.#views.values()) this.#wake(view)
  }

  #wake(view: MarketView): void {
    for (const { taker } of view.listeners) {
      try {
        taker.wake()
      } catch (error) {
        this.#deps.log.error({ err: error, marketId: this.market.marketId }, 'a stream could not take an update')
      }
    }
  }
}

const keyOf = ({ side, price }: LevelState): string => `${side} ${price}`
