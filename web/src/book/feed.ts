/** A market as a stream: its book, its newest trades, its price and status. A lost message begins it anew. */
import { batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { BookTradesDocument, BookUpdatedDocument, type BookUpdatedSubscription } from '../generated/graphql.ts'
import { ask } from '../lib/api.ts'
import { stream } from '../lib/live.ts'
import { rungsOf } from './figures.ts'

type Update = BookUpdatedSubscription['marketUpdated']
export type Trade = Update['trades'][number]

const LEVELS = 200
const TRADES_MAX = 40

export type Feed = ReturnType<typeof createFeed>

export function createFeed(symbol: () => string) {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() }
  const [version, setVersion] = createSignal(0)
  const [trades, setTrades] = createSignal<readonly Trade[]>([])
  const [latest, setLatest] = createSignal<Pick<Update, 'lastPrice' | 'markPrice' | 'status'> | null>(null)
  const [isSynced, setSynced] = createSignal(false)
  const watchers = new Set<(trade: Trade) => void>()
  let sequence: string | null = null
  let cursor: string | null = null

  const addTrades = (fresh: readonly Trade[]) =>
    setTrades((before) => {
      const all = new Map([...before, ...fresh].map((trade) => [trade.tradeNumber, trade]))
      return [...all.values()].sort((a, b) => Number(BigInt(b.tradeNumber) - BigInt(a.tradeNumber))).slice(0, TRADES_MAX)
    })

  /** False where something between the last message and this one is missing. */
  function apply(update: Update): boolean {
    if (update.kind === 'SNAPSHOT') {
      sides.bids.clear()
      sides.asks.clear()
    } else if (update.previousSequence !== sequence) return false
    for (const side of ['bids', 'asks'] as const) {
      for (const { price, quantity } of update[side]) {
        if (quantity === '0') sides[side].delete(price)
        else sides[side].set(price, quantity)
      }
    }
    sequence = update.sequence
    cursor = update.cursor
    batch(() => {
      setVersion((before) => before + 1)
      setLatest(update)
      if (update.trades.length > 0) addTrades(update.trades)
      setSynced(true)
    })
    for (const trade of update.trades) for (const watch of watchers) watch(trade)
    return true
  }

  function follow(): () => void {
    let end: () => void = () => {}
    const start = () => {
      end = stream(
        BookUpdatedDocument,
        () => ({ symbol: symbol(), levels: LEVELS, after: cursor }),
        ({ marketUpdated }) => {
          if (apply(marketUpdated)) return
          cursor = null
          end()
          start()
        },
        {
          onError: ({ code }) => {
            cursor = null
            return code !== 'NOT_FOUND'
          },
        },
      )
    }
    start()
    return () => end()
  }

  createEffect(
    on(symbol, (own) => {
      for (const side of Object.values(sides)) side.clear()
      sequence = null
      cursor = null
      setTrades([])
      setLatest(null)
      setSynced(false)
      onCleanup(follow())
      void ask(BookTradesDocument, { symbol: own })
        .then(({ marketTrades }) => own === symbol() && addTrades(marketTrades?.nodes ?? []))
        .catch(() => {})
    }),
  )

  const rungs = (side: 'bids' | 'asks') => createMemo(() => (version(), rungsOf(sides[side], side, LEVELS)))
  return {
    bids: rungs('bids'),
    asks: rungs('asks'),
    trades,
    latest,
    isSynced,
    /** Calls `watch` for each new trade until the returned function is called. */
    onTrade(watch: (trade: Trade) => void): () => void {
      watchers.add(watch)
      return () => watchers.delete(watch)
    },
  }
}
