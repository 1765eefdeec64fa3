/**
 * What a page reads, over HTTP, while prices move: the market of 20 projects, and one project with its last trades. Beside
 * Mercurius with its JIT on the same schema, which has the same data in memory, and PostGraphile on the same tables. The
 * data of the peers stand still, which is to their favour.
 */
import { ask } from '../ask.ts'
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

export async function readRows({ rounds, roundMs, warmUpMs }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: PROJECTS, traders: TRADERS })
  const [ours, postgraphile, generator] = await Promise.all([
    Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders }),
    Child.start('peers/postgraphile.ts', { databaseUrl: market.url }),
    Child.start('load/http.ts'),
  ])
  await ours.ask({ kind: 'publish', updates: PAST_TRADES })
  const url = await ours.ask<string>({ kind: 'url' })
  const mercurius = await Child.start('peers/mercurius.ts', {
    ...(await ask<object>(url, MARKET)),
    ...(await ask<object>(url, PAGE)),
  })
  const load = async (server: Child, query: string, expect: string, forMs: number): Promise<LoadFigures> => {
    const order: HttpLoad = {
      url: await server.ask<string>({ kind: 'url' }),
      connections: CONNECTIONS,
      forMs,
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
      const forMs = round === 0 ? warmUpMs : roundMs
      await ours.ask({ kind: 'pace', perSecond: UPDATES_PER_SECOND, forMs, projects: PROJECTS })
      found.ours.push(await load(ours, query, expect, forMs))
      await ours.ask({ kind: 'paced' })
      found.mercurius.push(await load(mercurius, query, expect, forMs))
      found.postgraphile.push(await load(postgraphile, tables, expect, forMs))
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
