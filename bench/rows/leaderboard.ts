/** The leaderboard of a crowd over HTTP while a thousand trades a second are made, beside the same as one SQL query. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, buyShare } from '../ask.ts'
import { Child } from '../child.ts'
import { boardByQuery, insertCrowd } from '../crowd.sql.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { EVENT_ID, type Market, openMarket } from '../market.ts'
import { type Extent, median, percentile, progress, type Row, tenths, whole } from '../row.ts'
import { checked } from './buys.ts'

const PROJECTS = 200
const TRADERS = 500
const READERS = 2
const TRADES_PER_SECOND = 1_000
const QUERIES = 3
const SAMPLE_MS = 200

const ROW = 'rank trader { displayName } totalValue liquidationValue totalPnl positionsCount'
const BOARD = `{ leaderboard { asOf traders top { ${ROW} } bottom { ${ROW} } you { ${ROW} } neighbours { ${ROW} } } }`

export async function leaderboardRows({ isFull, rounds, roundMs, warmUpMs }: Extent): Promise<Row[]> {
  const crowd = isFull ? 1_000_000 : 100_000
  const market = await openMarket({ projects: PROJECTS, traders: TRADERS })
  progress(`leaderboard: ${whole(crowd)} traders join`)
  await insertCrowd(market.deps.db, EVENT_ID, { to: crowd, projects: PROJECTS })
  const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
  const url = await server.ask<string>({ kind: 'url' })
  const tokens = await signIn(url, READERS)
  for (const authorization of tokens) await buyShare(url, authorization, 'p0')
  const before = await server.usage()
  const generator = await Child.start('load/http.ts')
  const figures: LoadFigures[] = []
  const ages: number[] = []
  let readMs = 0
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? 'leaderboard: read whole' : `leaderboard: round ${round} of ${rounds}`)
    if (round === 0) readMs = await untilRead(() => ask(url, BOARD, tokens[0]))
    const forMs = round === 0 ? warmUpMs : roundMs
    await server.ask({ kind: 'pace', perSecond: TRADES_PER_SECOND, forMs, projects: PROJECTS })
    const order: HttpLoad = {
      url,
      connections: READERS,
      forMs,
      requests: tokens.map((authorization) => ({ body: JSON.stringify({ query: BOARD }), authorization })),
      expect: '"neighbours":[{',
    }
    const running = generator.ask<LoadFigures>({ kind: 'run', ...order })
    const seen = await agesDuring(forMs, async () => (await ask<Answer>(url, BOARD, tokens[0])).leaderboard.asOf)
    const done = checked(await running)
    await server.ask({ kind: 'paced' })
    if (round > 0) {
      figures.push(done)
      ages.push(Math.max(...seen))
    }
  }
  // Most of it is shared between threads, which no figure of the heap has in it.
  const held = (await server.usage()).residentBytes - before.residentBytes
  const queries = await queryTimes(market)
  for (const child of [generator, server]) await child.stop()
  await market.stop()
  const p50 = median(figures.map((each) => each.p50))
  return [
    {
      path: `leaderboard of ${whole(crowd)} traders with ${whole(crowd * 5)} holdings, ${whole(TRADES_PER_SECOND)} trades/s meanwhile`,
      ours: `p50 ${tenths(p50)} ms, p99 ${tenths(
        percentile(
          figures.map((each) => each.p99),
          50,
        ),
      )} ms at ${whole(median(figures.map((each) => each.perSecond)))}/s, at most ${whole(median(ages))} ms old, ${whole(held / 2 ** 20)} MB resident, read in ${tenths(readMs / 1_000)} s`,
      peer: `one SQL query: ${whole(median(queries))} ms`,
      ratio: `${whole(median(queries) / p50)} ×`,
      target: '≥ 100 ×, p99 < 20 ms, ≤ 1 GB',
    },
  ]
}

/** How long the same takes as one query, each time. */
async function queryTimes({ deps, traders }: Market): Promise<number[]> {
  const queries: number[] = []
  for (let n = 0; n < QUERIES; n++) {
    const startedAt = performance.now()
    await boardByQuery(deps.db, EVENT_ID, traders[0]!.userId)
    queries.push(performance.now() - startedAt)
  }
  return queries
}

/** How long it takes until a board is there: whoever asks before that hears that it is being read. */
async function untilRead(read: () => Promise<unknown>): Promise<number> {
  for (const startedAt = performance.now(); ; await sleep(SAMPLE_MS)) {
    try {
      await read()
      return performance.now() - startedAt
    } catch (error) {
      if (!String(error).includes('SERVICE_UNAVAILABLE')) throw error
    }
  }
}

/** How old what is read is when it arrives, some times a second. */
async function agesDuring(forMs: number, read: () => Promise<string>): Promise<number[]> {
  const ages: number[] = []
  for (const startedAt = performance.now(); performance.now() - startedAt < forMs; await sleep(SAMPLE_MS)) {
    const asOf = await read()
    ages.push(Date.now() - Date.parse(asOf))
  }
  return ages
}

interface Answer {
  readonly leaderboard: { readonly asOf: string }
}
