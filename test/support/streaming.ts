/** Streams below the door: a feed that a test writes, and readers that may be slow, leave and come back. */
import { createSourceEventStream, type DocumentNode, type ExecutionResult, parse } from 'graphql'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { PriceMove, PriceSource } from '../../src/events/feed.ts'
import type { Context } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import type { Payload } from '../../src/streams/sink.ts'
import type { Viewer } from '../../src/identity/viewer.ts'
import { micros, shareUnits } from '../../src/money/units.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { uuidv7 } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { appendToFeed } from '../../src/price-history/price-history.commands.ts'
import { startServices } from '../../src/services.ts'

export interface StreamServer {
  readonly deps: Deps
  readonly services: Context['services']
  stop(): Promise<void>
}

export function startStreamServer(deps: Deps): StreamServer {
  const { services, stop } = startServices(deps)
  return { deps, services, stop }
}

/** A feed of an own event whose projects move as the test says; prices are sequences. */
export async function createFeed(deps: Deps, eventId: string, projects: number) {
  const sequences = new Map<number, number>()
  await sql`insert into events (event_id, name, status, drift_enabled) values (${eventId}, ${eventId}, 'OPEN', false)`.execute(
    deps.db,
  )
  await sql`insert into event_feeds (event_id) values (${eventId})`.execute(deps.db)

  const idOf = (number: number) => `${eventId}-${number}`
  function step(number: number, source: PriceSource): Omit<PriceMove, 'position'> {
    const sequence = (sequences.get(number) ?? 0) + 1
    sequences.set(number, sequence)
    return {
      projectId: idOf(number),
      projectNumber: number,
      ticker: `T${number}`,
      name: `Project ${number}`,
      sequence,
      at: new Date(),
      priceBefore: micros(BigInt(Math.max(1, sequence - 1)) * 1_000_000n),
      price: micros(BigInt(sequence) * 1_000_000n),
      source,
      headline: null,
      basePrice: micros(1_000_000n),
      offset: micros(0n),
      netShares: shareUnits(0n),
      totalVolume: shareUnits(0n),
      totalTrades: 0,
      folded: 0,
      trade: null,
    }
  }

  const feed = {
    eventId,
    sequences,
    idOf,
    /** Lists one more project. */
    async list(): Promise<number> {
      const number = sequences.size + 1
      await inTransaction(deps, async (tx) => {
        await sql`
          insert into projects (project_id, event_id, project_number, ticker, name, seed_micros, base_price_micros, price_micros,
            sequence, created_at, updated_at, moved_at, ticked_at)
          values (${idOf(number)}, ${eventId}, ${number}, ${`T${number}`}, ${`Project ${number}`}, 0, 1000000, 1000000, 1, now(), now(), now(), now())`.execute(
          tx.sql,
        )
        await appendToFeed(tx, eventId, { moves: [step(number, 'PROJECT_CREATE')] })
      })
      return number
    },
    /** One transaction in which these projects move, in this order; with `by` another server commits it. */
    async move(numbers: readonly number[], by: Deps = deps): Promise<void> {
      await inTransaction(by, async (tx) => {
        await appendToFeed(tx, eventId, { moves: numbers.map((number) => step(number, 'DRIFT')) })
        await sql`
          update projects p set sequence = s.sequence, price_micros = s.sequence::int8 * 1000000
          from (select project_id, max(sequence) as sequence from price_points where event_id = ${eventId} group by project_id) s
          where p.project_id = s.project_id`.execute(tx.sql)
      })
    },
    async news(headline: string): Promise<void> {
      await inTransaction(deps, (tx) =>
        appendToFeed(tx, eventId, {
          news: [
            {
              newsId: uuidv7(),
              at: new Date(),
              kind: 'ANNOUNCEMENT',
              headline,
              projectId: null,
              bumpType: null,
              priceBefore: null,
              priceAfter: null,
              sequence: null,
            },
          ],
        }),
      )
    },
  }
  for (let number = 1; number <= projects; number++) await feed.list()
  return feed
}
export type Feed = Awaited<ReturnType<typeof createFeed>>

const documents = new Map<string, DocumentNode>()
function documentOf(text: string): DocumentNode {
  const document = documents.get(text) ?? parse(text)
  documents.set(text, document)
  return document
}

// biome-ignore lint/suspicious/noExplicitAny: the answer of any document
export type Message = any

export interface Reader<M = Message> {
  readonly messages: M[]
  /** How often something was encoded for this reader or its group by way of it. */
  readonly encoded: number
  readonly hasEnded: boolean
  /** Resolves with all messages once there are that many, or `isEnough` says so. */
  until(enough: number | ((messages: M[]) => boolean)): Promise<M[]>
  untilEnd(): Promise<void>
  pause(): void
  resume(): void
  stop(): Promise<void>
}

export interface ReaderOptions {
  readonly viewer?: Viewer | null
  readonly variables?: Record<string, unknown>
  readonly connection?: object
  readonly isPaused?: boolean
}

/** Subscribes as a WebSocket would; throws the error that refuses the subscription. */
export async function subscribe(server: StreamServer, text: string, options: ReaderOptions = {}): Promise<Reader> {
  const { viewer = null, variables = {}, connection = {} } = options
  const document = documentOf(text)
  const messages: Message[] = []
  let isPaused = options.isPaused ?? false
  let encoded = 0
  let hasEnded = false
  let drained = () => {}
  const wakers: (() => void)[] = []
  const wake = () => {
    for (const waker of wakers.splice(0)) waker()
  }
  const sink = {
    connection,
    send({ text }: Payload) {
      const { data, errors, extensions } = JSON.parse(text)
      messages.push(errors ? { errors } : Object.values(data)[0])
      if (messages.length === 1) expect(Date.parse(extensions.serverTime)).not.toBeNaN()
      wake()
      return !isPaused
    },
    sendAll(payloads: readonly Payload[]) {
      for (const payload of payloads) sink.send(payload)
      return !isPaused
    },
    onDrain(callback: () => void) {
      drained = callback
    },
  }
  const encode = (result: ExecutionResult) => {
    encoded++
    return JSON.stringify(result)
  }
  const contextValue: Context = {
    ...server,
    reader: server.deps.db,
    viewer,
    requestId: 'test',
    idempotencyKey: null,
    rateLimit: () => null,
    giveBack: () => undefined,
    loaders: new Map(),
    stream: { document, operationName: null, variables, encode, sink },
  }
  const source = await createSourceEventStream({ schema, document, variableValues: variables, contextValue })
  if (!(Symbol.asyncIterator in source)) throw source.errors![0]
  const iterator = source[Symbol.asyncIterator]()
  void iterator.next().then(() => {
    hasEnded = true
    wake()
  })
  const next = () =>
    new Promise<void>((resolve) => {
      wakers.push(resolve)
    })
  return {
    messages,
    get encoded() {
      return encoded
    },
    get hasEnded() {
      return hasEnded
    },
    async until(enough) {
      const isEnough = typeof enough === 'number' ? () => messages.length >= enough : () => enough(messages)
      while (!isEnough()) await next()
      return messages
    },
    async untilEnd() {
      while (!hasEnded) await next()
    },
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
      drained()
    },
    async stop() {
      await iterator.return?.()
    },
  }
}

export interface Told {
  kind: 'SNAPSHOT' | 'CHANGE'
  projectId: string
  sequence: number
  missed: number
  currentPrice: string
  cursor: string
}

/** Checks that a stream, with its reconnects, told everything once or counted it; answers the last sequences. */
export function expectUnbroken(told: readonly Told[], before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const last = new Map(before)
  for (const { kind, projectId, sequence, missed, currentPrice } of told) {
    const previous = last.get(projectId)
    if (kind === 'CHANGE' || previous === undefined || missed > 0)
      expect([projectId, sequence]).toEqual([projectId, (previous ?? sequence - 1 - missed) + 1 + missed])
    expect(currentPrice).toBe(String(sequence))
    last.set(projectId, sequence)
  }
  return last
}
