/** The market as the bots see it: one live stream for all of them, resumed behind its cursor after every loss. */
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Api } from './api.ts'
import { Advice, Refused } from './api.ts'
import type { Seen } from './character.ts'
import { BotMarketDocument, BotPricesDocument, type BotPricesSubscription } from './generated/graphql.ts'

const WINDOW_MS = 180_000
const NEWS_MS = 60_000
const POINTS_MAX = 400

interface Watched {
  price: number
  basePrice: number
  newsAt: number
  readonly past: { readonly at: number; readonly price: number }[]
}

export interface Market {
  /** What can be traded, now. */
  seen(): readonly Seen[]
  readonly moves: number
}

type Update = BotPricesSubscription['priceUpdated']

export async function watchMarket(api: Api, url: string, eventId: string, signal: AbortSignal): Promise<Market> {
  const { marketSnapshot } = await api.ask(BotMarketDocument, { eventId }).catch((error: unknown) => {
    if (error instanceof Refused) throw new Advice(`The bots cannot read the event "${eventId}": ${error.message}`)
    throw error
  })
  const { projects, cursor } = marketSnapshot!
  const watched = new Map<string, Watched>()
  const inactive = new Set(projects.filter(({ isActive }) => !isActive).map(({ projectId }) => projectId))
  let moves = 0

  function note({ projectId, currentPrice, basePrice }: Pick<Update, 'projectId' | 'currentPrice' | 'basePrice'>): Watched {
    const known = watched.get(projectId) ?? { price: 0, basePrice: 0, newsAt: 0, past: [] }
    watched.set(projectId, known)
    known.price = Number(currentPrice)
    known.basePrice = Number(basePrice)
    known.past.push({ at: Date.now(), price: known.price })
    if (known.past.length > POINTS_MAX) known.past.shift()
    return known
  }
  for (const project of projects) note(project)

  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
  })
  signal.addEventListener('abort', () => void client.dispose())
  // Read anew at every connection.
  const variables: { eventId: string; after: string } = { eventId, after: cursor }
  client.subscribe<BotPricesSubscription>(
    { ...api.sent(BotPricesDocument), variables },
    {
      next({ data }) {
        if (!data) return
        const update = data.priceUpdated
        const known = note(update)
        if (update.source === 'PHASE_BUMP' || update.source === 'SEED_UPDATE') known.newsAt = Date.now()
        variables.after = update.cursor
        moves++
      },
      error: () => {},
      complete: () => {},
    },
  )

  return {
    get moves() {
      return moves
    },
    seen() {
      const now = Date.now()
      return [...watched]
        .filter(([projectId]) => !inactive.has(projectId))
        .map(([projectId, { price, basePrice, newsAt, past }]) => {
          const then = past.find(({ at }) => at >= now - WINDOW_MS)?.price ?? price
          return { projectId, price, basePrice, change: price / then - 1, news: Math.max(0, 1 - (now - newsAt) / NEWS_MS) }
        })
    },
  }
}
