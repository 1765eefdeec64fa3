/**
 * What is read of the past, one reader at a time, from a small table and from one ten times as large, while the project is traded:
 * the time stays.
 */
import { rollUpHistory } from '../../src/price-history/rollups.commands.ts'
import { buyShare } from '../ask.ts'
import { Child } from '../child.ts'
import { insertPast } from '../history.sql.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { EVENT_ID, openMarket } from '../market.ts'
import { type Extent, progress, ratioOf, type Row, tenths, whole } from '../row.ts'
import { checked, middle } from './buys.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const PROJECTS = 20
const TRADES_PER_SECOND = 10
/** A prime: the minutes that requests begin at are all different, and in no order. */
const STARTS = 239

const candlesFrom = (ms: number) =>
  `{ candles(projectId: "p0", interval: ONE_MINUTE, from: "${new Date(ms).toISOString()}") { openTime open high low close volume trades } }`

const loadsOf = (dayAgoMs: number) => [
  {
    name: 'portfolio',
    queries: ['{ portfolio { totalPortfolioValue liquidationValue holdings { shares marketValue project { ticker } } } }'],
    expect: '"holdings":[{',
  },
  { name: 'candles of one day', queries: [candlesFrom(dayAgoMs)], expect: '"openTime"' },
  {
    name: 'candles of one day, each time from another minute',
    queries: Array.from({ length: STARTS }, (_, n) => candlesFrom(dayAgoMs + ((n * 100) % STARTS) * MINUTE_MS)),
    expect: '"openTime"',
  },
  {
    name: 'the deepest page of trades',
    queries: ['{ trades(projectId: "p0", last: 30) { nodes { sequence side shares price executedAt trader { displayName } } } }'],
    expect: '"sequence":1000,',
  },
]

/** A market with so many trades in its past, and a server on it. */
async function openSide(moves: number) {
  const market = await openMarket({ projects: PROJECTS, traders: 50 })
  await insertPast(market.deps.db, EVENT_ID, moves)
  progress(`history: ${whole(moves)} trades are in the table`)
  await rollUpHistory(market.deps, new Date())
  progress(`history: ${whole(moves)} trades are summed up by minutes`)
  const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
  const url = await server.ask<string>({ kind: 'url' })
  const [authorization] = await signIn(url, 1)
  for (let project = 1; project < PROJECTS; project++) await buyShare(url, authorization!, `p${project}`)
  return { market, server, url, authorization: authorization! }
}

export async function historyRows({ isFull, rounds, roundMs, warmUpMs }: Extent): Promise<Row[]> {
  const large = isFull ? 10_000_000 : 1_000_000
  progress(`history: ${whole(large / 10)} trades and ${whole(large)}`)
  const sides = await Promise.all([large / 10, large].map(openSide))
  const generator = await Child.start('load/http.ts')
  const rows: Row[] = []
  for (const { name, queries, expect } of loadsOf(Date.now() - DAY_MS)) {
    const found: LoadFigures[][] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? `${name}: warming up` : `${name}: round ${round} of ${rounds}`)
      const forMs = round === 0 ? warmUpMs : roundMs
      for (const [side, { url, authorization, server }] of sides.entries()) {
        await server.ask({ kind: 'pace', perSecond: TRADES_PER_SECOND, forMs, projects: 1 })
        const requests = queries.map((query) => ({ body: JSON.stringify({ query }), authorization }))
        const order: HttpLoad = { url, connections: 1, forMs, requests, expect }
        found[side]!.push(checked(await generator.ask<LoadFigures>({ kind: 'run', ...order })))
        await server.ask({ kind: 'paced' })
      }
    }
    for (const side of found) side.shift()
    const [small, big] = found as [LoadFigures[], LoadFigures[]]
    const text = (figures: readonly LoadFigures[]) =>
      `p50 ${tenths(middle(figures).p50)} ms, p99 ${tenths(middle(figures).p99)} ms`
    rows.push({
      path: `${name}, ${whole(large)} trades in the table, ${TRADES_PER_SECOND} a second meanwhile`,
      ours: text(big),
      peer: `a tenth of them: ${text(small)}`,
      ratio: ratioOf(
        big.map(({ p50 }) => p50),
        small.map(({ p50 }) => p50),
      ),
      target: 'p99 < 10 ms, about 1 ×',
    })
  }
  await generator.stop()
  for (const { server, market } of sides) {
    await server.stop()
    await market.stop()
  }
  return rows
}
