/**
 * One of those who tell many subscribers the same: a server and its subscribers, each in a process of its own. What is
 * compared is processor time of the server: the subscribers share the cores, and how fast they read is not what is measured.
 */
import { Child } from './child.ts'
import { median, progress, tenths, type Extent, whole } from './row.ts'

const SINGLES = 20
/** How many updates are published at once, and before anything is measured. */
export const BURST = 50
const WARM_UP = 10

export interface Load {
  /** Subscribers. */
  readonly count: number
  readonly query: string
  /** How many updates each gets before anything happens. */
  readonly updates: number
  /** The server can do what an update takes and tell nobody. */
  readonly hasAside?: boolean
}

interface Figures {
  readonly perSecond: number
  /** Processor time of the serving process. */
  readonly microseconds: number
}

export class Contestant {
  readonly name: string
  readonly rounds: Figures[] = []
  /** How long each single update took, and per round what a delivery of it cost, its making apart. */
  readonly singles: number[] = []
  readonly singleCosts: number[] = []
  /** Processor time that it took per round to make one, in milliseconds. */
  readonly makings: number[] = []
  readonly #server: Child
  readonly #subscribers: Child
  readonly #count: number
  readonly #hasAside: boolean

  private constructor(name: string, server: Child, subscribers: Child, { count, hasAside = false }: Load) {
    this.name = name
    this.#server = server
    this.#subscribers = subscribers
    this.#count = count
    this.#hasAside = hasAside
  }

  static async start(name: string, file: string, options: object, load: Load): Promise<Contestant> {
    const [server, subscribers] = await Promise.all([Child.start(file, options), Child.start('load/subscribers.ts')])
    const contestant = new Contestant(name, server, subscribers, load)
    const url = await server.ask<string>({ kind: 'url' })
    await subscribers.ask({ kind: 'connect', url, ...load })
    await contestant.#burst(WARM_UP)
    return contestant
  }

  async #burst(updates: number): Promise<void> {
    const arrived = this.#subscribers.ask({ kind: 'expect', updates })
    await this.#server.ask({ kind: 'publish', updates })
    await arrived
  }

  /** One update after another, each once the one before it is with every subscriber; what making one costs is measured apart. */
  async single(): Promise<void> {
    const making = this.#hasAside ? await this.#cpuMsOf(() => this.#server.ask({ kind: 'publishAside' })) : 0
    const both = await this.#cpuMsOf(async () => {
      const startedAt = performance.now()
      await this.#burst(1)
      this.singles.push(performance.now() - startedAt)
    })
    this.makings.push(making)
    this.singleCosts.push(((both - making) * 1_000) / this.#count)
  }

  /** Processor time of the server for each of many times, in milliseconds. */
  async #cpuMsOf(act: () => Promise<unknown>): Promise<number> {
    const before = await this.#server.ask<number>({ kind: 'cpuMs' })
    for (let n = 0; n < SINGLES; n++) await act()
    return ((await this.#server.ask<number>({ kind: 'cpuMs' })) - before) / SINGLES
  }

  async round(forMs: number): Promise<void> {
    const before = await this.#server.ask<number>({ kind: 'cpuMs' })
    const startedAt = performance.now()
    let deliveries = 0
    while (performance.now() - startedAt < forMs) {
      await this.#burst(BURST)
      deliveries += BURST * this.#count
    }
    const tookMs = performance.now() - startedAt
    const after = await this.#server.ask<number>({ kind: 'cpuMs' })
    this.rounds.push({
      perSecond: (deliveries * 1_000) / tookMs,
      microseconds: ((after - before) * 1_000) / deliveries,
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

/** Runs all of them in turn, so that a disturbance hits all alike. */
export async function runInTurn(what: string, contestants: readonly Contestant[], { rounds, roundMs }: Extent): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      progress(`${what}, ${contestant.name}: round ${round} of ${rounds}`)
      await contestant.single()
      await contestant.round(roundMs)
    }
  }
  for (const contestant of contestants) await contestant.stop()
}
