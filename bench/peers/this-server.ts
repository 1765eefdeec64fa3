/** This server on the market's database, its door open; it trades for itself where updates are asked for. */
import { shareUnits } from '../../src/money/units.ts'
import { answerParent, childOptions } from '../child.ts'
import type { Trader } from '../market.ts'
import { paceOf, rateOf } from '../rate.ts'
import { openServer } from '../server.ts'

export interface ServerOptions {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly traders: readonly Trader[]
}

/** 0.0001 shares: a trade that never runs out of cash. */
const UNITS = 1n

const { databaseUrl, redisUrl, traders } = childOptions<ServerOptions>()
const { services, port, stop } = await openServer({ databaseUrl, ...(redisUrl ? { redisUrl } : {}) })

/** The nth trade, by the traders in turn; resolves when it is durable. */
async function buy(projectId: string, n: number): Promise<void> {
  const { userId } = traders[n % traders.length]!
  const answer = await services.trades.execute({
    owner: { userId, isAdmin: false },
    command: { side: 'BUY', projectId, shares: shareUnits(UNITS), limit: null },
    keyed: { userId, key: null, mutation: 'buy', inputHash: '' },
  })
  if (answer?.kind !== 'FILLED') throw new Error(`a trade of the bench came to nothing: ${answer?.kind}`)
}

let pacing: Promise<void> | null = null

answerParent({
  url: () => `http://127.0.0.1:${port}`,
  publish: ({ updates }: { updates: number }) =>
    Promise.all(Array.from({ length: updates }, (_, n) => buy('p0', n))).then(() => null),
  /** As much work, in an event that nobody watches. */
  publishAside: () => buy('aside', 0).then(() => null),
  rate: ({ width, projects, forMs }: { width: number; projects: number; forMs: number }) =>
    rateOf(width, forMs, (n) => buy(`p${n % projects}`, n)),
  pace: ({ perSecond, forMs, projects }: { perSecond: number; forMs: number; projects: number }) => {
    pacing = paceOf(perSecond, forMs, (n) => buy(`p${n % projects}`, n))
  },
  paced: () => pacing?.then(() => null),
  stop,
})
