import { marketTopic } from '../matching/market-feed.codec.ts'
import type { Deps } from '../platform/deps.ts'
import { findInboxPositions } from './intake.sql.ts'

/**
 * Waits until matchers have carried out commands. Their batches say so on the bus; where it is silent, the table of their
 * positions is asked. Nobody waits longer than WAIT_MAX_MS: an order that no matcher came to by then is answered as PENDING.
 */
export interface MatchWaiter {
  /** Resolves once the market's matcher has committed the command of that number, or when the wait is over. */
  reached(marketId: number, number: bigint): Promise<void>
  close(): void
}

interface Waiting {
  readonly number: bigint
  readonly untilMs: number
  readonly done: () => void
}

interface Watched {
  position: bigint
  waiting: Waiting[]
  readonly unsubscribe: () => void
}

const WAIT_MAX_MS = 3_000
const ASK_EVERY_MS = 100

export function createMatchWaiter(deps: Deps): MatchWaiter {
  const watched = new Map<number, Watched>()
  let asking: NodeJS.Timeout | null = null

  function watch(marketId: number): Watched {
    const known = watched.get(marketId)
    if (known) return known
    const unsubscribe = deps.bus.subscribe(marketTopic(marketId), ({ to }) => arrive(marketId, BigInt(to)))
    const market: Watched = { position: 0n, waiting: [], unsubscribe }
    watched.set(marketId, market)
    return market
  }

  function arrive(marketId: number, position: bigint): void {
    const market = watched.get(marketId)
    if (!market || position < market.position) return
    market.position = position
    release(market)
  }

  function release(market: Watched): void {
    const nowMs = performance.now()
    const ready = market.waiting.filter(({ number, untilMs }) => number <= market.position || untilMs <= nowMs)
    if (ready.length === 0) return
    market.waiting = market.waiting.filter((each) => !ready.includes(each))
    for (const { done } of ready) done()
  }

  async function ask(): Promise<void> {
    const marketIds = [...watched].filter(([, { waiting }]) => waiting.length > 0).map(([marketId]) => marketId)
    // Whoever waits is let go in time, whether the database answers or not.
    for (const marketId of marketIds) release(watched.get(marketId)!)
    const positions = await findInboxPositions(deps.db, marketIds).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'the positions of matchers could not be read')
      return new Map<number, bigint>()
    })
    for (const [marketId, position] of positions) arrive(marketId, position)
  }

  function schedule(): void {
    if (asking) return
    asking = setTimeout(() => {
      asking = null
      if (![...watched.values()].some(({ waiting }) => waiting.length > 0)) return
      schedule()
      void ask()
    }, ASK_EVERY_MS)
  }

  return {
    async reached(marketId, number) {
      const market = watch(marketId)
      if (number <= market.position) return
      schedule()
      await new Promise<void>((done) => {
        market.waiting.push({ number, untilMs: performance.now() + WAIT_MAX_MS, done })
      })
    },
    close() {
      if (asking) clearTimeout(asking)
      for (const { unsubscribe, waiting } of watched.values()) {
        unsubscribe()
        for (const { done } of waiting) done()
      }
      watched.clear()
    },
  }
}
