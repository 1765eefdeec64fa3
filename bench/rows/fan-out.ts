/**
 * Updates to many subscribers of the same document: what telling them costs the serving process, beside a bare loop over
 * sockets that sends frames of the same length, and beside Yoga's pubsub with graphql-ws. Ours are made by trades that are
 * bought and committed. Every server and its subscribers have a process each.
 */
import { Child } from '../child.ts'
import { type Market, openMarket } from '../market.ts'
import { type Extent, median, progress, ratioOf, type Row, tenths, whole } from '../row.ts'

const TRADERS = 50
const SINGLES = 30
/** How many updates are published at once. */
const BURST = 50

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

interface Figures {
  readonly perSecond: number
  /** Processor time of the serving process. */
  readonly microseconds: number
}

class Contestant {
  readonly name: string
  readonly rounds: Figures[] = []
  readonly singles: number[] = []
  readonly #server: Child
  readonly #subscribers: Child
  readonly #count: number

  private constructor(name: string, server: Child, subscribers: Child, count: number) {
    this.name = name
    this.#server = server
    this.#subscribers = subscribers
    this.#count = count
  }

  static async start(name: string, file: string, options: object, load: { count: number; updates: number }): Promise<Contestant> {
    const server = await Child.start(file, options)
    const subscribers = await Child.start('load/subscribers.ts')
    const contestant = new Contestant(name, server, subscribers, load.count)
    const url = await server.ask<string>({ kind: 'url' })
    await subscribers.ask({ kind: 'connect', url, query: QUERY, ...load })
    await contestant.#burst(BURST)
    return contestant
  }

  async #burst(updates: number): Promise<void> {
    const arrived = this.#subscribers.ask({ kind: 'expect', updates })
    await this.#server.ask({ kind: 'publish', updates })
    await arrived
  }

  /** How long one update takes until every subscriber has it. */
  async single(): Promise<void> {
    for (let n = 0; n < SINGLES; n++) {
      const startedAt = performance.now()
      await this.#burst(1)
      this.singles.push(performance.now() - startedAt)
    }
  }

  async round(forMs: number): Promise<void> {
    const before = await this.#server.usage()
    const startedAt = performance.now()
    let deliveries = 0
    while (performance.now() - startedAt < forMs) {
      await this.#burst(BURST)
      deliveries += BURST * this.#count
    }
    const tookMs = performance.now() - startedAt
    const after = await this.#server.usage()
    this.rounds.push({
      perSecond: (deliveries * 1_000) / tookMs,
      microseconds: ((after.cpuMs - before.cpuMs) * 1_000) / deliveries,
    })
  }

  costs = () => this.rounds.map(({ microseconds }) => microseconds)

  text(): string {
    const rate = median(this.rounds.map(({ perSecond }) => perSecond))
    return `${tenths(median(this.costs()))} µs each, ${whole(rate)}/s`
  }

  async stop(): Promise<void> {
    await this.#subscribers.stop()
    await this.#server.stop()
  }
}

async function compare(market: Market, count: number, { rounds, roundMs }: Extent): Promise<Row[]> {
  const who = whole(count)
  const options = { databaseUrl: market.url, traders: market.traders }
  const ours = await Contestant.start('this server', 'peers/this-server.ts', options, { count, updates: 1 })
  const loop = await Contestant.start('bare ws loop', 'peers/ws-loop.ts', UPDATE, { count, updates: 0 })
  const yoga = await Contestant.start("Yoga's pubsub with graphql-ws", 'peers/yoga-pubsub.ts', UPDATE, { count, updates: 0 })
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of [loop, ours, yoga]) {
      progress(`updates to ${who} subscribers, ${contestant.name}: round ${round} of ${rounds}`)
      await contestant.single()
      await contestant.round(roundMs)
    }
  }
  for (const contestant of [ours, loop, yoga]) await contestant.stop()
  const single = ({ singles }: Contestant) => `${tenths(median(singles))} ms`
  return [
    ...[loop, yoga].map((peer) => ({
      path: `updates to ${who} equal subscribers, ${BURST} at once`,
      ours: ours.text(),
      peer: `${peer.name}: ${peer.text()}`,
      ratio: ratioOf(peer.costs(), ours.costs()),
      target: peer === loop ? '≥ 0.9 ×' : '≥ 4 ×',
    })),
    {
      path: `one update until ${who} have it, ours with the trade and its commit`,
      ours: single(ours),
      peer: `${loop.name}: ${single(loop)}; ${yoga.name}: ${single(yoga)}`,
      ratio: '',
      target: '',
    },
  ]
}

/** Ratios are of processor time: the subscribers share the cores, and how fast they read is not what is measured. */
export async function fanOutRows(extent: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: 1, traders: TRADERS })
  const rows: Row[] = []
  for (const count of [1_000, 5_000]) rows.push(...(await compare(market, count, extent)))
  await market.stop()
  return rows
}
