/**
 * Updates to many subscribers of the same document: what telling them costs the serving process, beside a bare loop over
 * sockets that sends frames of the same length, and beside Yoga's pubsub with graphql-ws. Ours are made by trades that are
 * bought and committed; what that costs is measured in turn with them in an event that nobody watches, and left out where
 * updates come one at a time. Every server and its subscribers have a process each.
 */
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import { saveProjects } from '../../src/projects/listing.commands.ts'
import { BURST, Contestant, runInTurn } from '../contestant.ts'
import { type Market, openMarket } from '../market.ts'
import { type Extent, median, ratioOf, type Row, tenths, whole } from '../row.ts'

const TRADERS = 50
/** The event and the project of what is measured apart. */
const ASIDE = 'aside'

const FIELDS = 'kind projectId currentPrice netShares source updatedAt sequence missed cursor'
const QUERY = `subscription { priceUpdated(projectIds: ["p0"]) { ${FIELDS} } }`
/** An update of the length that ours have. */
const UPDATE = {
  kind: 'CHANGE',
  projectId: 'p0',
  currentPrice: '1.012345',
  netShares: '1.2345',
  source: 'TRADE',
  updatedAt: new Date(0).toISOString(),
  sequence: 0,
  missed: 0,
  cursor: 'AQAAAAAAAAABAAAAAAAAAAEAAAAAAAAAAQ',
}

/** Fifty at once take Yoga ten seconds with 5,000 subscribers; a delivery costs it the same by tens. */
const YOGA_BURST = 10

async function compare(market: Market, count: number, extent: Extent): Promise<Row[]> {
  const who = whole(count)
  const load = { count, query: QUERY, updates: 0 }
  const options = { databaseUrl: market.url, traders: market.traders }
  const ours = await Contestant.start('this server', 'peers/this-server.ts', options, { ...load, updates: 1, hasAside: true })
  const loop = await Contestant.start('bare ws loop', 'peers/ws-loop.ts', UPDATE, load)
  const yoga = await Contestant.start("Yoga's pubsub with graphql-ws", 'peers/yoga-pubsub.ts', UPDATE, {
    ...load,
    burst: YOGA_BURST,
  })
  await runInTurn(`updates to ${who} subscribers`, [loop, ours, yoga], extent)
  const single = ({ singles, singleCosts }: Contestant) =>
    `${tenths(median(singleCosts))} µs each, all have it after ${tenths(median(singles))} ms`
  return [
    ...[loop, yoga].map((peer) => ({
      path: `updates to ${who} equal subscribers, ${BURST} at once`,
      ours: ours.text(),
      peer: `${peer.name}: ${peer.text()}`,
      ratio: ratioOf(peer.costs(), ours.costs()),
      target: peer === loop ? '≥ 0.9 ×' : '≥ 4 ×',
    })),
    ...[loop, yoga].map((peer) => ({
      path: `one update at a time to ${who}, its trade measured apart`,
      ours: `${single(ours)}; a trade and its commit ${tenths(median(ours.makings))} ms`,
      peer: `${peer.name}: ${single(peer)}`,
      ratio: ratioOf(peer.singleCosts, ours.singleCosts),
      target: peer === loop ? '≥ 0.9 ×' : '≥ 4 ×',
    })),
  ]
}

/** An event of its own: whoever watches the other does not even hear that something happened. */
async function openAside({ deps, traders }: Market): Promise<void> {
  await deps.db.insertInto('events').values({ event_id: ASIDE, name: ASIDE, status: 'OPEN', drift_enabled: false }).execute()
  await deps.db.insertInto('event_feeds').values({ event_id: ASIDE }).execute()
  const input = { eventId: ASIDE, projectId: ASIDE, ticker: 'ASIDE', seedAmount: { digits: 1n, decimals: 0 } }
  await saveProjects(deps, keyedRequest(traders[0]!.userId, 'saveProjects', [input], null, null), [{ input, path: ['0'] }])
}

export async function fanOutRows(extent: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: 1, traders: TRADERS })
  await openAside(market)
  const rows: Row[] = []
  for (const count of [1_000, 5_000]) rows.push(...(await compare(market, count, extent)))
  await market.stop()
  return rows
}
