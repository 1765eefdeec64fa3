/** What the big screen knows of the market, all of it bounded: prices, the last trades, the board, the event, what to announce. */
import { batch, createMemo, createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import {
  type EventFieldsFragment,
  EventUpdatedDocument,
  type LeaderboardFieldsFragment,
  LeaderboardUpdatedDocument,
  NewsPublishedDocument,
  type PriceUpdateFieldsFragment,
  PriceUpdatedDocument,
  ScreenMarketDocument,
  ScreenPastDocument,
  TradeExecutedDocument,
  type TradeExecutedSubscription,
} from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { changeBps, micros } from '../lib/decimal.ts'
import { lastHeardMs, onConnected, stream } from '../lib/live.ts'
import { announced, type News, shownForMs } from './announcements.ts'
import { serverNowMs, setServerTime } from './clock.ts'

export interface Quoted {
  readonly id: string
  readonly ticker: string
  readonly name: string
  readonly sequence: number
  readonly price: bigint
  readonly marketCap: bigint
  /** The price that the change is counted from. */
  readonly reference: bigint
}

export type Trade = TradeExecutedSubscription['tradeExecuted']
export type Board = LeaderboardFieldsFragment
export type EventNow = EventFieldsFragment

export interface Market {
  readonly event: () => EventNow | null
  readonly board: () => Board | null
  readonly projects: Readonly<Record<string, Quoted>>
  readonly quotes: () => Quoted[]
  readonly trades: () => readonly Trade[]
  readonly announcement: () => News | null
  readonly watchers: () => number | null
  readonly missing: () => boolean
}

const CHANGE_MINUTES = 60
const TRADES_KEPT = 8
const TRADERS_SHOWN = 8
const REFRESH_MS = 60_000
const REFRESH_SOON_MS = 5_000
const PRICES_EVERY_MS = 400
const SHOWN_EVERY_MS = 500
/** After a longer loss the tape begins with the present: nobody reads what ran by an hour ago. */
const TAPE_GAP_MAX_MS = 120_000

export function createMarket(eventId: string): Market {
  const [event, setEvent] = createSignal<EventNow | null>(null)
  const [board, setBoard] = createStore<{ now: Board | null }>({ now: null })
  const [projects, setProjects] = createStore<Record<string, Quoted>>({})
  const [trades, setTrades] = createSignal<readonly Trade[]>([])
  const [watchers, setWatchers] = createSignal<number | null>(null)
  const [missing, setMissing] = createSignal(false)
  const { announcement, announce } = createAnnouncements()
  const at: { news: string | null; trades: string | null; prices: string | null } = { news: null, trades: null, prices: null }

  /** What arrived since it was last shown: the hall sees it twice a second, all at once. */
  const arrived = { quotes: new Map<string, Quoted>(), trades: [] as Trade[] }
  let showing: ReturnType<typeof setTimeout> | undefined
  const showSoon = () => (showing ??= setTimeout(showArrived, SHOWN_EVERY_MS))

  function showArrived(): void {
    showing = undefined
    const { quotes, trades: newest } = arrived
    batch(() => {
      for (const [id, quote] of quotes) setProjects(id, { ...quote, reference: projects[id]?.reference ?? quote.price })
      if (newest.length > 0) setTrades((kept) => [...newest.slice(-TRADES_KEPT).reverse(), ...kept].slice(0, TRADES_KEPT))
    })
    quotes.clear()
    arrived.trades = []
  }

  function quote(update: PriceUpdateFieldsFragment): void {
    at.prices = update.cursor
    const { projectId: id, ticker, name, sequence } = update
    if (sequence < (projects[id]?.sequence ?? 0)) return
    const price = micros(update.currentPrice)
    arrived.quotes.set(id, { id, ticker, name, sequence, price, marketCap: micros(update.marketCap), reference: price })
    showSoon()
  }

  async function refresh(): Promise<void> {
    const [{ marketSnapshot }, { event: past }] = await Promise.all([
      ask(ScreenMarketDocument, { eventId, minutes: CHANGE_MINUTES }),
      ask(ScreenPastDocument, { eventId }),
    ])
    if (marketSnapshot) {
      setServerTime(marketSnapshot.asOf)
      const quoted = marketSnapshot.projects.map(
        ({ projectId: id, ticker, name, sequence, currentPrice, marketCap, change }): [string, Quoted] => {
          const known = projects[id]
          const figures =
            known && known.sequence > sequence ? known : { sequence, price: micros(currentPrice), marketCap: micros(marketCap) }
          return [
            id,
            {
              id,
              ticker,
              name,
              sequence: figures.sequence,
              price: figures.price,
              marketCap: figures.marketCap,
              reference: micros(change.reference),
            },
          ]
        },
      )
      setProjects(reconcile(Object.fromEntries(quoted)))
    }
    setWatchers(past?.watchers ?? null)
    const lastTrades = (past?.projects.nodes ?? [])
      .flatMap(({ trades: { nodes } }) => nodes)
      .sort((a, b) => (a.executedAt < b.executedAt ? 1 : -1))
    if (trades().length === 0) setTrades(lastTrades.slice(0, TRADES_KEPT))
    at.news ??= past?.news.nodes[0]?.cursor ?? null
  }

  const timer = setInterval(() => void refresh().catch(() => {}), REFRESH_MS)
  const ends = [
    onConnected(refresh),
    stream(
      EventUpdatedDocument,
      () => ({ eventId }),
      ({ eventUpdated }) => setEvent(eventUpdated),
      {
        onError: ({ code }) => (setMissing(code === 'NOT_FOUND'), true),
      },
    ),
    stream(
      PriceUpdatedDocument,
      () => ({ eventId, after: at.prices, throttleMs: PRICES_EVERY_MS }),
      ({ priceUpdated }) => quote(priceUpdated),
      {
        onError: () => ((at.prices = null), true),
      },
    ),
    stream(
      LeaderboardUpdatedDocument,
      () => ({ eventId, top: TRADERS_SHOWN, bottom: 0 }),
      ({ leaderboardUpdated }) => setBoard('now', reconcile(leaderboardUpdated, { key: 'rank' })),
    ),
    stream(
      TradeExecutedDocument,
      () => ({ eventId, after: Date.now() - lastHeardMs() < TAPE_GAP_MAX_MS ? at.trades : null }),
      ({ tradeExecuted }) => {
        at.trades = tradeExecuted.cursor
        arrived.trades = [...arrived.trades, tradeExecuted].slice(-TRADES_KEPT)
        showSoon()
      },
      { onError: () => ((at.trades = null), true) },
    ),
    stream(
      NewsPublishedDocument,
      () => ({ eventId, after: at.news }),
      ({ newsPublished }) => {
        at.news = newsPublished.cursor
        announce(newsPublished)
        if (newsPublished.kind === 'LISTED') setTimeout(() => void refresh().catch(() => {}), REFRESH_SOON_MS * Math.random())
      },
      { onError: () => ((at.news = null), true) },
    ),
  ]
  onCleanup(() => {
    clearInterval(timer)
    clearTimeout(showing)
    for (const end of ends) end()
  })
  return {
    event,
    board: () => board.now,
    projects,
    quotes: createMemo(() => Object.values(projects)),
    trades,
    announcement,
    watchers,
    missing,
  }
}

/** What the hall reads now; the next one follows by itself. */
function createAnnouncements(): { announcement: () => News | null; announce: (item: News) => void } {
  const [queue, setQueue] = createSignal<readonly News[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  const showNext = () => {
    setQueue((waiting) => waiting.slice(1))
    timer = queue().length > 0 ? setTimeout(showNext, shownForMs(queue())) : undefined
  }
  const announce = (item: News) => {
    setQueue((waiting) => announced(waiting, item, serverNowMs()))
    if (timer === undefined && queue().length > 0) timer = setTimeout(showNext, shownForMs(queue()))
  }
  onCleanup(() => clearTimeout(timer))
  return { announcement: createMemo(() => queue()[0] ?? null), announce }
}

/** In hundredths of a percent; 0 for a project that is gone. */
export const changeOf = (quote: Quoted | undefined): bigint => (quote ? changeBps(quote.price, quote.reference) : 0n)
