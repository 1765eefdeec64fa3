import { unavailable } from '../graphql/errors.ts'
import type { Deps } from '../platform/deps.ts'
import { counter, gauge } from '../platform/metrics.ts'
import { inTransaction, isOutage } from '../platform/transaction.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { IntakeRequest, ItemOutcome } from './fold-intake.ts'
import { executeIntake } from './intake.commands.ts'
import { createMatchWaiter } from './match-waiter.ts'
import type { OrderRecord } from './order-record.ts'
import { findOrders } from './orders.sql.ts'

/**
 * Takes in orders and cancels of all callers through one lane: what arrives while a batch is being committed forms the next
 * one. Any number of servers may do this against one database: the locks of the traders and of the inboxes decide between
 * them. A request is answered when the matchers have come to it; the lane does not wait for them.
 */
export interface OrderIntake {
  /** What came of each item. Rejects with SERVICE_UNAVAILABLE when overloaded or draining. */
  submit(request: IntakeRequest): Promise<readonly ItemAnswer[]>
  /** Refuses new requests and waits for those under way. */
  drain(): Promise<void>
  readonly stats: { batches: number; requests: number; queued: number }
}

/** The orders that an item is about, as they are after the matcher came to it, or PENDING; or why nothing was done. */
export type ItemAnswer = { readonly orders: readonly OrderRecord[] } | Refusal

declare module '../graphql/context.ts' {
  interface Services {
    orders: OrderIntake
  }
}

export interface IntakeLimits {
  /** Items of a batch; a request is never cut. */
  readonly itemsMax: number
  /** Requests that may wait; one more is refused, retryable. */
  readonly queueMax: number
}

interface Waiting {
  readonly request: IntakeRequest
  readonly answer: (answers: readonly ItemAnswer[]) => void
  readonly fail: (error: unknown) => void
}

const batchesCommitted = counter('order_batches_total', 'Committed batches of orders and cancels.')
const itemsAnswered = counter('order_items_total', 'What came of orders and cancels, by kind.')

const AGAIN = 'Send the same signed message again.'

export function createOrderIntake(deps: Deps, limits: IntakeLimits = { itemsMax: 512, queueMax: 20_000 }): OrderIntake {
  const waiter = createMatchWaiter(deps)
  const waiting: Waiting[] = []
  const underWay = new Set<Promise<void>>()
  const stats = { batches: 0, requests: 0, queued: 0 }
  const unregister = gauge('order_queue', 'Requests of orders that wait or are in flight.', () => stats.queued)
  let running: Promise<void> | null = null
  let draining = false

  async function submit(request: IntakeRequest): Promise<readonly ItemAnswer[]> {
    if (draining) throw unavailable(`The server is restarting. ${AGAIN}`)
    if (stats.queued >= limits.queueMax) throw unavailable(`Too many orders are waiting. ${AGAIN}`)
    stats.queued++
    try {
      return await new Promise<readonly ItemAnswer[]>((answer, fail) => {
        waiting.push({ request, answer, fail })
        running ??= run()
      })
    } finally {
      stats.queued--
    }
  }

  async function run(): Promise<void> {
    // What the same turn of the event loop still brings belongs to the first batch.
    await new Promise(setImmediate)
    while (waiting.length > 0) await settle(nextBatch())
    running = null
  }

  function nextBatch(): Waiting[] {
    let items = 0
    const end = waiting.findIndex(({ request }) => (items += request.items.length) > limits.itemsMax)
    return waiting.splice(0, end < 0 ? waiting.length : Math.max(end, 1))
  }

  /** One transaction for the batch. A bug in one request makes each run alone, so that it fails alone. */
  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const requests = batch.map(({ request }) => request)
      const { outcomes, numbers } = await inTransaction(deps, (tx) => executeIntake(tx, requests))
      stats.batches++
      stats.requests += batch.length
      batchesCommitted.add()
      for (const group of groupByMarkets(batch, outcomes)) {
        const answering = answer(group, numbers).finally(() => underWay.delete(answering))
        underWay.add(answering)
      }
    } catch (error) {
      if (batch.length === 1 || isOutage(error)) {
        for (const { fail } of batch) fail(error)
        return
      }
      deps.log.error({ err: error, size: batch.length }, 'a batch of orders failed; its requests are taken in one by one')
      for (const each of batch) await settle([each])
    }
  }

  /** Requests of the same markets are answered together, so that nobody waits for the matcher of another's market. */
  async function answer({ marketIds, answered }: Group, numbers: ReadonlyMap<number, bigint>): Promise<void> {
    try {
      const awaited = [...numbers].filter(([marketId]) => marketIds === null || marketIds.includes(marketId))
      await Promise.all(awaited.map(([marketId, number]) => waiter.reached(marketId, number)))
      const ids = answered.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : outcome.orderIds)))
      const orders = new Map((await findOrders(deps.db, [...new Set(ids)])).map((order) => [order.orderId, order]))
      for (const { waiting: each, outcomes } of answered) each.answer(outcomes.map((outcome) => answerOf(outcome, orders)))
    } catch (error) {
      for (const { waiting: each } of answered) each.fail(error)
    }
  }

  async function drain(): Promise<void> {
    draining = true
    await running
    await Promise.all(underWay)
    waiter.close()
    unregister()
  }

  return { submit, drain, stats }
}

interface Group {
  /** Null is all of them. */
  readonly marketIds: readonly number[] | null
  readonly answered: { readonly waiting: Waiting; readonly outcomes: readonly ItemOutcome[] }[]
}

function groupByMarkets(batch: readonly Waiting[], outcomes: readonly (readonly ItemOutcome[])[]): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const [index, waiting] of batch.entries()) {
    const named = waiting.request.items.map(({ marketId }) => marketId)
    const marketIds = named.includes(null) ? null : [...new Set(named as number[])].sort((a, b) => a - b)
    const key = marketIds?.join() ?? 'all'
    const group = groups.get(key) ?? { marketIds, answered: [] }
    groups.set(key, group)
    group.answered.push({ waiting, outcomes: outcomes[index]! })
  }
  return groups.values()
}

function answerOf(outcome: ItemOutcome, orders: ReadonlyMap<Hex, OrderRecord>): ItemAnswer {
  itemsAnswered.add({ kind: isRefusal(outcome) ? 'REFUSED' : outcome.kind })
  return isRefusal(outcome) ? outcome : { orders: outcome.orderIds.flatMap((id) => orders.get(id) ?? []) }
}
