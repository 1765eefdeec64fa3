/**
 * Answers that many ask for at once: the market and a project's page, which look the same to everybody and change with the
 * feed of their event alone. An answer is executed and written once for each state of the feed and kept as bytes. Whoever
 * asks is never told less than was true when he asked: where the feed stands is read from the database after that, in one
 * statement for all who wait for it, and an answer is given only if it was made at just that state.
 */
import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { keptBytes, keptConcat } from '../platform/bytes.ts'
import type { Log } from '../platform/log.ts'
import { plainId } from './access.ts'
import type { Context } from './context.ts'
import { executeOperation } from './execution.ts'
import type { Operation } from './policy.ts'
import { jsonOf } from './plain-lists.ts'
import { createSelectionTest, type FieldTable } from './selection.ts'

/** Where an event's feed stands. */
export interface FeedState {
  readonly eventId: string
  /** Differs whenever anything that the feed tells has changed. */
  readonly version: string
  /** The database's clock when this was so. */
  readonly now: Date
}

/** What is asked of the database; both read the primary. */
export interface SharedReads {
  feedStates(eventIds: readonly string[]): Promise<readonly FeedState[]>
  /** The event of a project, which never changes; null where there is no such project. */
  eventOfProject(projectId: string): Promise<string | null>
}

export interface SharedAnswers {
  /** The text of the answer; null: it is none of this kind, or not now. The caller gets back what it did not cost. */
  find(operation: Operation, context: Context): Promise<Buffer | null>
}

/**
 * What changes with the feed alone, or where five seconds of UTC begin, as a candle does: no other clock, no caller. An event's
 * status and a change over the last hour are left out, as they pass with time. One more field here needs no more than that what
 * changes it appends to the feed, or revises it.
 */
export const STEADY_FIELDS: FieldTable = {
  Node: 'id',
  Query: 'marketSnapshot project trades candles',
  MarketSnapshot: 'asOf cursor eventId projects',
  Project:
    'id projectId eventId ticker name description basePrice currentPrice netShares seedAmount marketCap totalVolume totalTrades isActive updatedAt sequence equilibrium holdersCount candles',
  Candle: 'openTime open high low close volume trades',
  TradeConnection: 'edges nodes pageInfo',
  TradeEdge: 'cursor node',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  Trade: 'id tradeId cursor project trader side shares price fee cashDelta priceBefore priceAfter sequence executedAt',
  Trader: 'id displayName',
}

/** Written where the moment of an answer belongs, which is each reader's own. */
class Moment extends Date {
  override toISOString(): string {
    return MOMENT
  }
}
const MOMENT = `moment-${crypto.randomUUID()}`

interface Kept {
  readonly version: string
  readonly madeMs: number
  /** The text around each moment; null where the answer is not one for all. */
  readonly parts: readonly Buffer[] | null
  readonly actual: number
  /** As it was given last, which is how it is given to all whose moment is the same. */
  given: { readonly moment: Date; readonly body: Buffer } | null
}

/** Reading the market keeps its drift going, so a reading happens at least so often. */
const KEPT_MS = 1_000
/** Candles begin at multiples of it. */
const SPAN_MS = 5_000
const ANSWERS_MAX = 2_000
const BYTES_MAX = 64_000_000

const isSteady = createSelectionTest(STEADY_FIELDS)

/** Whether a document may have such answers, remembered with it. */
const steadiness = new WeakMap<DocumentNode, boolean>()
function mayBeShared({ schema, document, definition }: Operation): boolean {
  let steady = steadiness.get(document)
  if (steady === undefined) {
    steady = isSteady(schema, document)
    steadiness.set(document, steady)
  }
  return steady && definition.operation === 'query'
}

export function createSharedAnswers(reads: SharedReads, log: Log): SharedAnswers {
  const answers = new LRUCache<string, Kept>({
    max: ANSWERS_MAX,
    maxSize: BYTES_MAX,
    sizeCalculation: ({ parts }, key) => key.length + (parts ?? []).reduce((sum, part) => sum + part.length, 1),
  })
  const making = new Map<string, Promise<Kept>>()
  const statesOf = createTurns((eventIds) => reads.feedStates(eventIds))

  const eventsOfProjects = new LRUCache<string, string>({ max: 10_000 })
  async function findEvent(projectId: string): Promise<string | null> {
    const eventId = plainId(projectId) === null ? null : await reads.eventOfProject(projectId)
    if (eventId !== null) eventsOfProjects.set(projectId, eventId)
    return eventId
  }

  async function eventsOf({ plan }: Operation): Promise<readonly string[] | null> {
    const events = new Set<string>()
    for (const args of plan.rootArguments) {
      const { projectId, eventId } = args as { projectId?: string; eventId?: string | null }
      const event = projectId === undefined ? eventId : (eventsOfProjects.get(projectId) ?? (await findEvent(projectId)))
      if (typeof event !== 'string' || plainId(event) === null) return null
      events.add(event)
    }
    return [...events]
  }

  async function make(operation: Operation, version: string, now: Date, context: Context): Promise<Kept> {
    const { result, actual } = await executeOperation(operation, { ...context, viewer: null, moment: new Moment(), now }, log)
    // Errors name the request that they happened in.
    const parts = result.errors ? null : jsonOf(result).split(MOMENT).map(keptBytes)
    return { version, madeMs: performance.now(), parts, actual, given: null }
  }

  /** Those who ask at one state of the feed share one making of the answer. */
  async function makeOnce(key: string, operation: Operation, version: string, now: Date, context: Context): Promise<Kept> {
    const place = `${version} ${key}`
    const under = making.get(place) ?? make(operation, version, now, context).finally(() => making.delete(place))
    making.set(place, under)
    const made = await under
    answers.set(key, made)
    return made
  }

  return {
    async find(operation, context) {
      if (!mayBeShared(operation)) return null
      const eventIds = await eventsOf(operation)
      if (!eventIds || eventIds.length === 0) return null
      const states = await statesOf(eventIds)
      if (states.length < eventIds.length) return null
      const moment = states[0]!.now
      const version = `${states.map((state) => state.version).join(' ')} ${Math.floor(moment.getTime() / SPAN_MS)}`
      const key = keyOf(operation)
      const kept = answers.get(key)
      const isFresh = kept?.version === version && performance.now() - kept.madeMs < KEPT_MS
      const answer = isFresh ? kept : await makeOnce(key, operation, version, moment, context)
      if (!answer.parts) return null
      context.giveBack(operation.cost - answer.actual)
      if (answer.given?.moment !== moment) answer.given = { moment, body: joined(answer.parts, moment) }
      return answer.given.body
    },
  }
}

/** An operation that comes again is the same object. */
const keys = new WeakMap<Operation, string>()
function keyOf(operation: Operation): string {
  let key = keys.get(operation)
  if (key === undefined) {
    const { document, definition, variables } = operation
    key = JSON.stringify([document.loc?.source.body, definition.name?.value ?? null, variables])
    keys.set(operation, key)
  }
  return key
}

function joined(parts: readonly Buffer[], moment: Date): Buffer {
  if (parts.length === 1) return parts[0]!
  const between = Buffer.from(moment.toISOString())
  return keptConcat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])))
}

/** Those who ask while a reading is under way share the next one, so that none gets what was read before he asked. */
function createTurns(
  read: (eventIds: readonly string[]) => Promise<readonly FeedState[]>,
): (eventIds: readonly string[]) => Promise<readonly FeedState[]> {
  let next: { readonly eventIds: Set<string>; readonly states: PromiseWithResolvers<Map<string, FeedState>> } | null = null
  let isReading = false

  async function readInTurn(): Promise<void> {
    isReading = true
    while (next) {
      // What the same turn of the event loop still brings belongs to this one.
      await new Promise(setImmediate)
      const { eventIds, states } = next
      next = null
      try {
        states.resolve(new Map((await read([...eventIds])).map((state) => [state.eventId, state])))
      } catch (error) {
        states.reject(error)
      }
    }
    isReading = false
  }

  return async (eventIds) => {
    next ??= { eventIds: new Set(), states: Promise.withResolvers() }
    for (const eventId of eventIds) next.eventIds.add(eventId)
    const { promise } = next.states
    if (!isReading) void readInTurn()
    const states = await promise
    return eventIds.flatMap((eventId) => states.get(eventId) ?? [])
  }
}
