/**
 * Buys as clients send them, whole server: over HTTP with 256 connections, and over WebSockets with many operations under
 * way on each, beside a straightforward resolver over HTTP. One hot project, one Postgres, the same driver.
 */
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import type { SocketLoad } from '../load/mutations.ts'
import { signIn } from '../load/tokens.ts'
import { openMarket } from '../market.ts'
import { type Extent, median, progress, ratioOf, type Row, tenths, whole } from '../row.ts'

const TRADERS = 200
const CONNECTIONS = 256
const SOCKETS = 16
const IN_FLIGHT = 64

const FIELDS = '{ trade { priceBefore priceAfter fee cashDelta sequence } account { cashBalance } userErrors'
const TEXT_OF = { ours: `${FIELDS} { message } } }`, theirs: `${FIELDS} } }` }
const queryOf = (selection: string) => `mutation ($input: BuyInput!) { buy(input: $input) ${selection}`
const variables = { input: { projectId: 'p0', shares: '0.0001' } }
export const EXPECT = '"userErrors":[]'

/** A buy for each of those who are to ask for one. */
const buysOf = (authorizations: readonly string[], text: string) => {
  const body = JSON.stringify({ query: queryOf(text), variables })
  return authorizations.map((authorization) => ({ authorization, body }))
}

/** At this server; each answer has what EXPECT says. */
export const ourBuys = (authorizations: readonly string[]) => buysOf(authorizations, TEXT_OF.ours)

/** What the load generator found, with the reason where it was the limit itself. */
export function loadText({ perSecond, p50, p99, busy }: LoadFigures): string {
  const limit = busy > 0.95 ? ' (the load generator was the limit)' : ''
  return `${whole(perSecond)}/s, p50 ${tenths(p50)} ms, p99 ${tenths(p99)} ms${limit}`
}

/** The round whose rate is the median one. */
export const middle = (rounds: readonly LoadFigures[]): LoadFigures =>
  rounds.find(({ perSecond }) => perSecond === median(rounds.map((round) => round.perSecond)))!

export const rates = (rounds: readonly LoadFigures[]): number[] => rounds.map(({ perSecond }) => perSecond)

export function checked(figures: LoadFigures): LoadFigures {
  if (figures.failed > 0) throw new Error(`${figures.failed} answers were not as expected: ${figures.sample}`)
  return figures
}

export async function buyRows(extent: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: 1, traders: TRADERS })
  const [ours, naive, http, mutations] = await Promise.all([
    Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders }),
    Child.start('peers/naive-buy.ts', { databaseUrl: market.url }),
    Child.start('load/http.ts'),
    Child.start('load/mutations.ts'),
  ])
  const url = await ours.ask<string>({ kind: 'url' })
  const tokens = await signIn(url, TRADERS)
  const forMs = extent.roundMs
  const oursOverHttp: HttpLoad = {
    url,
    connections: CONNECTIONS,
    forMs,
    requests: ourBuys(tokens),
    expect: EXPECT,
  }
  const naiveOverHttp: HttpLoad = {
    ...oursOverHttp,
    url: await naive.ask<string>({ kind: 'url' }),
    requests: buysOf(
      market.traders.map(({ userId }) => userId),
      TEXT_OF.theirs,
    ),
  }
  const oursOverSockets: SocketLoad = {
    url: `${url}/graphql`,
    authorizations: tokens.slice(0, SOCKETS),
    inFlight: IN_FLIGHT,
    forMs,
    query: queryOf(TEXT_OF.ours),
    variables,
    expect: EXPECT,
  }
  const found = await measure(http, mutations, { naiveOverHttp, oursOverHttp, oursOverSockets }, extent)
  for (const child of [http, mutations, ours, naive]) await child.stop()
  await market.stop()
  return rowsOf(found)
}

interface Found {
  readonly naive: LoadFigures[]
  readonly http: LoadFigures[]
  readonly sockets: LoadFigures[]
}

interface Loads {
  readonly naiveOverHttp: HttpLoad
  readonly oursOverHttp: HttpLoad
  readonly oursOverSockets: SocketLoad
}

/** In turn, after a round that does not count. */
async function measure(http: Child, mutations: Child, loads: Loads, extent: Extent): Promise<Found> {
  const { rounds, roundMs, warmUpMs } = extent
  const found: Found = { naive: [], http: [], sockets: [] }
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? 'buys through the door: warming up' : `buys through the door: round ${round} of ${rounds}`)
    const forMs = round === 0 ? warmUpMs : roundMs
    found.naive.push(checked(await http.ask<LoadFigures>({ kind: 'run', ...loads.naiveOverHttp, forMs })))
    found.http.push(checked(await http.ask<LoadFigures>({ kind: 'run', ...loads.oursOverHttp, forMs })))
    found.sockets.push(checked(await mutations.ask<LoadFigures>({ kind: 'run', ...loads.oursOverSockets, forMs })))
  }
  for (const each of [found.naive, found.http, found.sockets]) each.shift()
  return found
}

function rowsOf(found: Found): Row[] {
  const peer = `Yoga + Kysely resolver over HTTP: ${loadText(middle(found.naive))}`
  return [
    {
      path: `buy over HTTP, ${CONNECTIONS} connections, one hot project`,
      ours: loadText(middle(found.http)),
      peer,
      ratio: ratioOf(rates(found.http), rates(found.naive)),
      target: `≥ 4 ×, p99 under its p50`,
    },
    {
      path: `buy over WebSocket, ${SOCKETS} sockets with ${IN_FLIGHT} in flight each`,
      ours: loadText(middle(found.sockets)),
      peer,
      ratio: ratioOf(rates(found.sockets), rates(found.naive)),
      target: '≥ 6 ×',
    },
  ]
}
