/**
 * One update to a thousand subscribers of the same document: what the fan-out of this server costs, from the trade that is
 * bought to the frame that has arrived, beside a bare loop over sockets and beside Yoga's pubsub with graphql-ws. The
 * servers run in this process, the subscribers in another; each update is told to all before the next burst.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { createIdentity } from '../../src/identity/identity.http.ts'
import type { Order } from '../load/subscribers.ts'
import type { Market } from '../market.ts'
import { type Broadcaster, createWsLoop } from '../peers/ws-loop.ts'
import { createYogaPubSub } from '../peers/yoga-pubsub.ts'
import { median, progress, ratioOf, type Row, ROUNDS, whole } from '../row.ts'

const SUBSCRIBERS = 1_000
const BURST = 50
const ROUND_MS = 2_500
const SINGLES = 30

const FIELDS = 'kind projectId currentPrice netShares source updatedAt sequence missed cursor'
const QUERY = `subscription { priceUpdated(projectIds: ["p0"]) { ${FIELDS} } }`
/** An update of the size that ours have. */
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

/** This server, with its updates made by trades that are committed one burst at a time. */
async function createOurs(market: Market): Promise<Broadcaster> {
  const { deps, running } = market
  const config = { ...loadConfig({ PORT: '0' }), port: 0 }
  const app = buildApp({ deps, config, identity: await createIdentity(deps, config), services: running.services })
  const { port } = await app.listen()
  return {
    url: `ws://127.0.0.1:${port}/graphql`,
    publish: async (updates) => void (await Promise.all(Array.from({ length: updates }, (_, n) => market.buy('p0', n)))),
    stop: () => app.drain(),
  }
}

interface Figures {
  readonly perSecond: number
  /** Processor time of this process. */
  readonly microseconds: number
}

class Contestant {
  readonly name: string
  readonly rounds: Figures[] = []
  readonly singles: number[] = []
  readonly #server: Broadcaster
  readonly #subscribers: ChildProcess

  constructor(name: string, server: Broadcaster) {
    this.name = name
    this.#server = server
    this.#subscribers = fork(new URL('../load/subscribers.ts', import.meta.url))
  }

  async #tell(order: Order): Promise<void> {
    const done = once(this.#subscribers, 'message')
    this.#subscribers.send(order)
    await done
  }

  /** `updates`: how many each subscriber gets before anything happens. */
  async connect(updates: number): Promise<void> {
    await this.#tell({ kind: 'connect', url: this.#server.url, count: SUBSCRIBERS, query: QUERY, updates })
    await this.#burst(BURST)
  }

  async #burst(updates: number): Promise<void> {
    const arrived = this.#tell({ kind: 'expect', updates })
    await this.#server.publish(updates)
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

  async round(): Promise<void> {
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()]
    let deliveries = 0
    while (performance.now() - startedAt < ROUND_MS) {
      await this.#burst(BURST)
      deliveries += BURST * SUBSCRIBERS
    }
    const { user, system } = process.cpuUsage(cpu)
    this.rounds.push({
      perSecond: (deliveries * 1_000) / (performance.now() - startedAt),
      microseconds: (user + system) / deliveries,
    })
  }

  costs = () => this.rounds.map(({ microseconds }) => microseconds)

  text(): string {
    const rate = median(this.rounds.map(({ perSecond }) => perSecond))
    return `${median(this.costs()).toFixed(1)} µs each, ${whole(rate)}/s`
  }

  async stop(): Promise<void> {
    this.#subscribers.send({ kind: 'leave' } satisfies Order)
    await once(this.#subscribers, 'exit')
    await this.#server.stop()
  }
}

/** Ratios are of processor time: the subscribers share the cores, and how fast they read is not what is measured. */
export async function fanOutRows(market: Market): Promise<Row[]> {
  const ours = new Contestant('this server', await createOurs(market))
  const loop = new Contestant('bare ws loop', await createWsLoop(UPDATE))
  const yoga = new Contestant("Yoga's pubsub with graphql-ws", await createYogaPubSub(UPDATE))
  await ours.connect(1)
  await loop.connect(0)
  await yoga.connect(0)
  for (let round = 1; round <= ROUNDS; round++) {
    for (const contestant of [loop, ours, yoga]) {
      progress(`updates to 1,000 subscribers, ${contestant.name}: round ${round} of ${ROUNDS}`)
      await contestant.single()
      await contestant.round()
    }
  }
  for (const contestant of [ours, loop, yoga]) await contestant.stop()
  const single = ({ singles }: Contestant) => `${median(singles).toFixed(1)} ms`
  return [
    ...[loop, yoga].map((peer) => ({
      path: `updates to 1,000 equal subscribers, ${BURST} at once`,
      ours: ours.text(),
      peer: `${peer.name}: ${peer.text()}`,
      ratio: ratioOf(peer.costs(), ours.costs()),
      target: peer === loop ? '≥ 0.5 ×' : '≥ 2 ×',
    })),
    {
      path: 'one update until 1,000 have it, ours with the trade and its commit',
      ours: single(ours),
      peer: `${loop.name}: ${single(loop)}; ${yoga.name}: ${single(yoga)}`,
      ratio: '',
      target: '',
    },
  ]
}
