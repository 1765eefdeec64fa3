/**
 * What is read of the past, one reader at a time, from a small table and from one ten times as large, while the project is traded:
 * the time stays.
 */
import { rollUpHistory } from '../../src/price-history/rollups.commands.ts'
import { Child } from '../child.ts'
import { insertPast } from '../history.sql.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { EVENT_ID, openMarket } from '../market.ts'
import { type Extent, progress, ratioOf, type Row, tenths, whole } from '../row.ts'
import { checked, middle } from './buys.ts'

const DAY_MS = 86_400_000
const PROJECTS = 20
const TRADES_PER_SECOND = 10

const queries = (from: string) =>
  [
    {
      name: 'portfolio',
      query: '{ portfolio { totalPortfolioValue liquidationValue holdings { shares marketValue project { ticker } } } }',
      expect: '"holdings":[{',
    },
    {
      name: 'candles of one day',
      query: `{ candles(projectId: "p0", interval: ONE_MINUTE, from: "${from}") { openTime open high low close volume trades } }`,
      expect: '"openTime"',
    },
    {
      name: 'the deepest page of trades',
      query: '{ trades(projectId: "p0", last: 30) { nodes { sequence side shares price executedAt trader { displayName } } } }',
      expect: '"sequence":1000,',
    },
  ] as const

export async function historyRows({ isFull, rounds, roundMs }: Extent): Promise<Row[]> {
  const large = isFull ? 10_000_000 : 1_000_000
  const sides = []
  for (const moves of [large / 10, large]) {
    progress(`history: ${whole(moves)} trades`)
    const market = await openMarket({ projects: PROJECTS, traders: 50 })
    const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
    const url = await server.ask<string>({ kind: 'url' })
    const [authorization] = await signIn(url, 1)
    for (let project = 1; project < PROJECTS; project++) await buy(url, authorization!, `p${project}`)
    await insertPast(market.deps.db, EVENT_ID, moves)
    await rollUpHistory(market.deps, new Date())
    sides.push({ market, server, url, authorization: authorization! })
  }
  const generator = await Child.start('load/http.ts')
  const rows: Row[] = []
  for (const { name, query, expect } of queries(new Date(Date.now() - DAY_MS).toISOString())) {
    const found: LoadFigures[][] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? `${name}: warming up` : `${name}: round ${round} of ${rounds}`)
      for (const [side, { url, authorization, server }] of sides.entries()) {
        await server.ask({ kind: 'pace', perSecond: TRADES_PER_SECOND, forMs: roundMs, projects: 1 })
        const requests = [{ body: JSON.stringify({ query }), authorization }]
        const order: HttpLoad = { url, connections: 1, forMs: roundMs, requests, expect }
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

async function buy(url: string, authorization: string, projectId: string): Promise<void> {
  const query = `mutation { buy(input: {projectId: "${projectId}", shares: "1"}) { trade { id } } }`
  const headers = { 'content-type': 'application/json', authorization }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const text = await response.text()
  if (!text.includes('"trade":{')) throw new Error(`a buy came to nothing: ${text}`)
}
