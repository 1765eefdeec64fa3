/**
 * The market of one event, live: projects, news, the event itself. A snapshot gives the start, the price stream goes on
 * from its cursor; of two sayings about a project the one with the higher sequence holds. Screen updates happen once a
 * frame, `onMove` listeners hear every message at once.
 */
import { batch, createSignal } from 'solid-js'
import { createStore, produce, reconcile } from 'solid-js/store'
import {
  BoardDocument,
  type BoardQuery,
  type EventFieldsFragment,
  EventUpdatedDocument,
  type NewsFieldsFragment,
  NewsDocument,
  NewsPublishedDocument,
  PriceUpdatedDocument,
  type PriceUpdateFieldsFragment,
} from '../generated/graphql.ts'
import { ApiError, ask } from './api.ts'
import { micros } from './decimal.ts'
import { type Direction, directionOf } from './format.ts'
import { onConnected, stream } from './live.ts'
import { readStored } from './stored.ts'

export type PriceMove = PriceUpdateFieldsFragment
export type News = NewsFieldsFragment
export type EventState = EventFieldsFragment
type Listed = NonNullable<BoardQuery['marketSnapshot']>['projects'][number]

export interface ProjectState extends Omit<Listed, 'change'> {
  /** The price at the start of the window, and the extremes since. */
  readonly change: Listed['change']
  /** Of the newest move that was seen; `movedAtMs` is 0 until one was. */
  readonly direction: Direction
  readonly movedAtMs: number
}

export interface Market {
  readonly eventId: string
  readonly projects: Readonly<Record<string, ProjectState>>
  /** Ids by market cap, as of the newest snapshot. */
  readonly order: () => readonly string[]
  readonly event: () => EventState | null
  /** Newest first, a hundred at most. */
  readonly news: () => readonly News[]
  /** Whether anything is there to show; null while unknown, else a sentence. */
  readonly failure: () => string | null
  readonly isLoaded: () => boolean
  readonly minutes: () => number
  setMinutes(minutes: number): void
  reload(): Promise<void>
  /** Every move of a project, or of all (null), the moment it arrives. */
  onMove(projectId: string | null, listener: (move: PriceMove) => void): () => void
  onNews(listener: (item: News) => void): () => void
  /** How far this clock is behind the server's, in ms. */
  readonly clockOffsetMs: () => number
  stop(): void
}

const NEWS_MAX = 100
const NEWS_READ = 40
/** Before the first connection a snapshot this young is enough: the stream begins behind its cursor. */
const YOUNG_MS = 3_000
const RELOAD_EVERY_MS = 30_000
const HIDDEN_FLUSH_MS = 1_000

export function createMarket(eventId: string): Market {
  const [projects, setProjects] = createStore<Record<string, ProjectState>>({})
  const [order, setOrder] = createSignal<readonly string[]>([])
  const [event, setEvent] = createSignal<EventState | null>(null)
  const [news, setNews] = createSignal<readonly News[]>([])
  const [failure, setFailure] = createSignal<string | null>(null)
  const [isLoaded, setLoaded] = createSignal(false)
  const [minutes, setMinutesSignal] = createSignal(readStored('minutes', 60))
  const [clockOffsetMs, setClockOffsetMs] = createSignal(0)
  const listeners = new Map<string | null, Set<(move: PriceMove) => void>>()
  const newsListeners = new Set<(item: News) => void>()
  let waiting = new Map<string, PriceMove>()
  let isFlushDue = false
  let cursor: string | null = null
  let newsCursor: string | null = null
  const ends: (() => void)[] = []

  function receive(move: PriceMove): void {
    cursor = move.cursor
    const known = waiting.get(move.projectId)?.sequence ?? projects[move.projectId]?.sequence ?? 0
    if (move.sequence > known) {
      waiting.set(move.projectId, move)
      flushSoon()
    }
    for (const listener of listeners.get(move.projectId) ?? []) listener(move)
    for (const listener of listeners.get(null) ?? []) listener(move)
  }

  function flushSoon(): void {
    if (isFlushDue) return
    isFlushDue = true
    if (document.hidden) setTimeout(flush, HIDDEN_FLUSH_MS)
    else requestAnimationFrame(flush)
  }

  function flush(): void {
    isFlushDue = false
    const moves = waiting
    waiting = new Map()
    batch(() => {
      for (const move of moves.values()) apply(move)
    })
  }

  function apply(move: PriceMove): void {
    const known = projects[move.projectId]
    if (!known) return void load().catch(() => {})
    if (move.sequence <= known.sequence) return
    const after = micros(move.currentPrice)
    const { high, low } = known.change
    setProjects(move.projectId, {
      currentPrice: move.currentPrice,
      basePrice: move.basePrice,
      netShares: move.netShares,
      marketCap: move.marketCap,
      totalVolume: move.totalVolume,
      totalTrades: move.totalTrades,
      sequence: move.sequence,
      updatedAt: move.updatedAt,
      name: move.name,
      ticker: move.ticker,
      change: {
        ...known.change,
        high: after > micros(high) ? move.currentPrice : high,
        low: after < micros(low) ? move.currentPrice : low,
      },
      ...(move.kind === 'CHANGE' ? { direction: directionOf(after - micros(known.currentPrice)), movedAtMs: Date.now() } : {}),
    })
  }

  let readMs = 0
  let hasConnected = false
  let loading: Promise<void> | null = null
  const load = (): Promise<void> => (loading ??= readBoard().finally(() => (loading = null)))

  async function readBoard(): Promise<void> {
    const window = minutes()
    const sentMs = Date.now()
    const board = await ask(BoardDocument, { eventId, minutes: window }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'NOT_FOUND') setFailure(`There is no event “${eventId}”.`)
      throw error
    })
    const { marketSnapshot: snapshot, event: found } = board
    if (!snapshot || !found) return
    setClockOffsetMs(Date.parse(snapshot.asOf) - (sentMs + Date.now()) / 2)
    cursor ??= snapshot.cursor
    readMs = Date.now()
    batch(() => {
      setFailure(null)
      setEvent(found)
      setProjects(
        produce((all) => {
          for (const listed of snapshot.projects)
            all[listed.projectId] = merged(all[listed.projectId], listed, waiting.get(listed.projectId))
        }),
      )
      setOrder(snapshot.projects.map(({ projectId }) => projectId))
      setLoaded(true)
    })
  }

  async function readNews(): Promise<void> {
    const { event: found } = await ask(NewsDocument, { eventId, first: NEWS_READ })
    const items = found?.news.nodes ?? []
    newsCursor ??= items[0]?.cursor ?? null
    setNews((before) => mergeNews(items, before))
  }

  function receiveNews(item: News): void {
    newsCursor = item.cursor
    const isNew = !news().some(({ id }) => id === item.id)
    setNews((before) => mergeNews([item], before))
    if (isNew) for (const listener of newsListeners) listener(item)
    // What news tell may change what prices do not show: a new project, one that was halted.
    void load().catch(() => {})
  }

  const forgetCursor = (forget: () => void) => (error: ApiError) => {
    if (error.code === 'BAD_USER_INPUT') forget()
    return error.code !== 'NOT_FOUND'
  }

  void load().then(
    () => start(),
    () => start(),
  )

  function start(): void {
    ends.push(
      onConnected(async () => {
        const isFirst = !hasConnected && Date.now() - readMs < YOUNG_MS
        await Promise.all([isFirst ? null : load(), readNews()])
        hasConnected = true
      }),
      stream(
        PriceUpdatedDocument,
        () => ({ eventId, after: cursor, mode: 'LATEST' as const }),
        (data) => receive(data.priceUpdated),
        { onError: forgetCursor(() => (cursor = null)) },
      ),
      stream(
        NewsPublishedDocument,
        () => ({ eventId, after: newsCursor }),
        (data) => receiveNews(data.newsPublished),
        { onError: forgetCursor(() => (newsCursor = null)) },
      ),
      stream(
        EventUpdatedDocument,
        () => ({ eventId }),
        (data) => {
          const before = event()
          setEvent(reconcile(data.eventUpdated)(before ?? data.eventUpdated))
          if (before?.status !== data.eventUpdated.status) void load().catch(() => {})
        },
      ),
    )
    const timer = setInterval(() => document.hidden || void load().catch(() => {}), RELOAD_EVERY_MS)
    ends.push(() => clearInterval(timer))
  }

  return {
    eventId,
    projects,
    order,
    event,
    news,
    failure,
    isLoaded,
    minutes,
    clockOffsetMs,
    setMinutes(value) {
      setMinutesSignal(value)
      const again = () => load()
      void (loading ? loading.then(again, again) : load()).catch(() => {})
    },
    reload: load,
    onMove(projectId, listener) {
      const set = listeners.get(projectId) ?? new Set()
      listeners.set(projectId, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(projectId)
      }
    },
    onNews(listener) {
      newsListeners.add(listener)
      return () => newsListeners.delete(listener)
    },
    stop() {
      for (const end of ends.splice(0)) end()
    },
  }
}

/** A project as a snapshot says it, unless what is known of its market is newer. */
function merged(known: ProjectState | undefined, listed: Listed, waiting: PriceMove | undefined): ProjectState {
  if (!known) return { ...listed, direction: 'flat', movedAtMs: 0 }
  if (Math.max(known.sequence, waiting?.sequence ?? 0) <= listed.sequence) {
    const moved = listed.sequence > known.sequence
    const direction = moved ? directionOf(micros(listed.currentPrice) - micros(known.currentPrice)) : known.direction
    return { ...listed, direction, movedAtMs: known.movedAtMs }
  }
  const { name, ticker, description, isActive, holdersCount, change } = listed
  return { ...known, name, ticker, description, isActive, holdersCount, change }
}

function mergeNews(fresh: readonly News[], before: readonly News[]): readonly News[] {
  const all = new Map([...before, ...fresh].map((item) => [item.id, item]))
  return [...all.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, NEWS_MAX)
}
