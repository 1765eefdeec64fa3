/**
 * One of those who tell many subscribers the same: a server and its subscribers, each in a process of its own. What is
 * compared is processor time of the server: the subscribers share the cores, and how fast they read is not what is measured.
 */
import { Child } from './child.ts'
import { median, progress, tenths, type Extent, whole } from './row.ts'

const SINGLES = 20
/** How many updates are published at once, unless the load says otherwise, and at first. */
export const BURST = 50
const FIRST = 10
/** One at a time, before anything is measured: what a server compiles meanwhile is no cost of telling. */
const WARM_UP_MS = 2_000

export interface Load {
  /** Subscribers. */
  readonly count: number
  readonly query: string
  /** How many updates each gets before anything happens. */
  readonly updates: number
  /** The server can do what an update takes and tell nobody. */
  readonly hasAside?: boolean
  /** How many updates are published at once. */
  readonly burst?: number
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
  readonly #burstSize: number

  private constructor(name: string, server: Child, subscribers: Child, { count, hasAside = false, burst = BURST }: Load) {
    this.name = name
    this.#server = server
    this.#subscribers = subscribers
    this.#count = count
    this.#hasAside = hasAside
    this.#burstSize = burst
  }

  static async start(name: string, file: string, options: object, load: Load): Promise<Contestant> {
    const [server, subscribers] = await Promise.all([Child.start(file, options), Child.start('load/subscribers.ts')])
    const contestant = new Contestant(name, server, subscribers, load)
    const url = await server.ask<string>({ kind: 'url' })
    await subscribers.ask({ kind: 'connect', url, ...load })
    await contestant.#burst(FIRST)
    return contestant
  }

  async #burst(updates: number): Promise<void> {
    const arrived = this.#subscribers.ask({ kind: 'expect', updates })
    await this.#server.ask({ kind: 'publish', updates })
    await arrived
  }

  async warmUp(): Promise<void> {
    const startedAt = performance.now()
    while (performance.now() - startedAt < WARM_UP_MS) await this.#tellOne()
  }

  /**
   * One update after another, each once the one before it is with every subscriber. Between them, in the same state of caches
   * and cores, as much is done as making one takes, and taken off: a peer is asked for nothing.
   */
  async single(): Promise<void> {
    let making = 0
    let both = 0
    for (let n = 0; n < SINGLES; n++) {
      const beforeMs = await this.#cpuMs()
      await this.#server.ask(this.#hasAside ? { kind: 'publishAside' } : { kind: 'publish', updates: 0 })
      const betweenMs = await this.#cpuMs()
      this.singles.push(await this.#tellOne())
      making += betweenMs - beforeMs
      both += (await this.#cpuMs()) - betweenMs
    }
    this.makings.push(making / SINGLES)
    this.singleCosts.push(((both - making) * 1_000) / SINGLES / this.#count)
  }

  /** How long it took until all had it, in milliseconds. */
  async #tellOne(): Promise<number> {
    const startedAt = performance.now()
    await this.#burst(1)
    return performance.now() - startedAt
  }

  /** Processor time of the server so far, in milliseconds. */
  #cpuMs(): Promise<number> {
    return this.#server.ask<number>({ kind: 'cpuMs' })
  }

  async round(forMs: number): Promise<void> {
    const before = await this.#cpuMs()
    const startedAt = performance.now()
    let deliveries = 0
    while (performance.now() - startedAt < forMs) {
      await this.#burst(this.#burstSize)
      deliveries += this.#burstSize * this.#count
    }
    const tookMs = performance.now() - startedAt
    const after = await this.#cpuMs()
    this.rounds.push({
      perSecond: (deliveries * 1_000) / tookMs,
      microseconds: ((after - before) * 1_000) / deliveries,
    })
  }

  costs = () => this.rounds.map(({ microseconds }) => microseconds)

  text(): string {
    const rate = median(this.rounds.map(({ perSecond }) => perSecond))
    const burst = this.#burstSize === BURST ? '' : `, ${this.#burstSize} at once`
    return `${tenths(median(this.costs()))} µs each, ${whole(rate)}/s${burst}`
  }

  async stop(): Promise<void> {
    await this.#subscribers.stop()
    await this.#server.stop()
  }
}

/** Runs all of them in turn, so that a disturbance hits all alike. */
export async function runInTurn(what: string, contestants: readonly Contestant[], { rounds, roundMs }: Extent): Promise<void> {
  for (const contestant of contestants) {
    progress(`${what}, ${contestant.name}: warming up`)
    await contestant.warmUp()
  }
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      progress(`${what}, ${contestant.name}: round ${round} of ${rounds}`)
      await contestant.single()
      await contestant.round(roundMs)
    }
  }
  for (const contestant of contestants) await contestant.stop()
}
