/**
 * What a page reads, over HTTP, while prices move: the market of 20 projects, and one project with its last trades. Beside
 * Mercurius with its JIT on the same schema, which has the same data in memory, and PostGraphile on the same tables. The
 * data of the peers stand still, which is to their favour.
 */
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { openMarket } from '../market.ts'
import { type Extent, progress, ratioOf, type Row } from '../row.ts'
import { checked, loadText, middle, rates } from './buys.ts'

const PROJECTS = 20
const TRADERS = 50
const CONNECTIONS = 64
const UPDATES_PER_SECOND = 10
const PAST_TRADES = 1_000

const PROJECT = `id projectId ticker name description isActive seedAmount basePrice currentPrice equilibrium netShares marketCap
  totalVolume totalTrades sequence holdersCount updatedAt`
const TRADE =
  'id tradeId side shares price fee cashDelta priceBefore priceAfter sequence executedAt cursor trader { id displayName }'
const MARKET = `{ marketSnapshot { eventId asOf cursor projects { ${PROJECT} } } }`
const PAGE = `{ trades(projectId: "p0", first: 30) { nodes { ${TRADE} } } project(projectId: "p0") { ${PROJECT} } }`

const PROJECT_ROW = `projectId ticker name description isActive seedMicros basePriceMicros priceMicros netSharesUnits offsetMicros
  totalVolumeUnits totalTrades sequence holdersCount updatedAt`
const TRADE_ROW = `side sharesUnits executionPriceMicros feeMicros cashDeltaMicros priceBeforeMicros priceAfterMicros sequence
  executedAt userId`
const MARKET_ROWS = `{ eventFeedByEventId(eventId: "kickstart") { epoch position }
  allProjects(condition: {eventId: "kickstart"}) { nodes { ${PROJECT_ROW} } } }`
const PAGE_ROWS = `{ allTrades(condition: {projectId: "p0"}, orderBy: SEQUENCE_DESC, first: 30) { nodes { ${TRADE_ROW} } }
  allProjects(condition: {projectId: "p0"}) { nodes { ${PROJECT_ROW} } } }`

async function ask(url: string, query: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown }
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

export async function readRows({ rounds, roundMs }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: PROJECTS, traders: TRADERS })
  const ours = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
  await ours.ask({ kind: 'publish', updates: PAST_TRADES })
  const url = await ours.ask<string>({ kind: 'url' })
  const mercurius = await Child.start('peers/mercurius.ts', { ...(await ask(url, MARKET)), ...(await ask(url, PAGE)) })
  const postgraphile = await Child.start('peers/postgraphile.ts', { databaseUrl: market.url })
  const generator = await Child.start('load/http.ts')
  const load = async (server: Child, query: string, expect: string): Promise<LoadFigures> => {
    const order: HttpLoad = {
      url: await server.ask<string>({ kind: 'url' }),
      connections: CONNECTIONS,
      forMs: roundMs,
      requests: [{ body: JSON.stringify({ query }) }],
      expect,
    }
    return checked(await generator.ask<LoadFigures>({ kind: 'run', ...order }))
  }
  const rows: Row[] = []
  for (const { name, query, tables, expect } of [
    { name: 'market of 20 projects', query: MARKET, tables: MARKET_ROWS, expect: '"ticker":"P19"' },
    { name: 'project page with 30 trades', query: PAGE, tables: PAGE_ROWS, expect: '"ticker":"P0"' },
  ]) {
    const found = { ours: [] as LoadFigures[], mercurius: [] as LoadFigures[], postgraphile: [] as LoadFigures[] }
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? `${name}: warming up` : `${name}: round ${round} of ${rounds}`)
      await ours.ask({ kind: 'pace', perSecond: UPDATES_PER_SECOND, forMs: roundMs, projects: PROJECTS })
      found.ours.push(await load(ours, query, expect))
      await ours.ask({ kind: 'paced' })
      found.mercurius.push(await load(mercurius, query, expect))
      found.postgraphile.push(await load(postgraphile, tables, expect))
    }
    for (const each of Object.values(found)) each.shift()
    for (const [peer, figures, target] of [
      ['Mercurius + JIT, from memory', found.mercurius, '≥ 1 ×'],
      ['PostGraphile 5', found.postgraphile, '≥ 10 ×'],
    ] as const) {
      rows.push({
        path: `${name} over HTTP, ${UPDATES_PER_SECOND} price updates/s`,
        ours: loadText(middle(found.ours)),
        peer: `${peer}: ${loadText(middle(figures))}`,
        ratio: ratioOf(rates(found.ours), rates(figures)),
        target,
      })
    }
  }
  for (const child of [generator, ours, mercurius, postgraphile]) await child.stop()
  await market.stop()
  return rows
}
