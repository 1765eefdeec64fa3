import { readClock } from '../events/events.sql.ts'
import type { BalanceChange } from '../ledger/ledger.ts'
import { changeBalances, findBalances } from '../ledger/ledger.sql.ts'
import { tradersTopic } from '../ledger/traders.codec.ts'
import { type LockedTrader, lockTraders, updateRevisions } from '../ledger/traders.sql.ts'
import { inboxTopic } from '../markets/inbox.codec.ts'
import { appendInbox, type InboxEntry, numberDrafts } from '../markets/inbox.sql.ts'
import type { Market } from '../markets/market.ts'
import { listMarkets } from '../markets/markets.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { authoritiesOf } from '../wallets/wallets.commands.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { insertUsedSignatures } from '../wallets/wallets.sql.ts'
import { heldAsset } from './decide-order.ts'
import {
  clientKey,
  foldRequest,
  type IntakeItem,
  type IntakeRequest,
  type IntakeState,
  type IntakeWrites,
  type ItemOutcome,
  type TraderState,
} from './fold-intake.ts'
import { countOpenOrders, findAskedOrders, listPositionLots } from './intake.sql.ts'
import type { OrderRecord } from './order-record.ts'
import { insertOrders } from './orders.sql.ts'

/** What came of a batch. */
export interface IntakeResult {
  /** In the order of the requests and their items. */
  readonly outcomes: readonly (readonly ItemOutcome[])[]
  /** How far the matchers must come so that every order of the batch is decided: the newest inbox number by market. */
  readonly numbers: ReadonlyMap<number, bigint>
}

/**
 * Takes in requests of any traders in one transaction: lock the traders, read, decide in memory, write with set-based
 * statements; the inboxes are locked last, when their numbers are drawn.
 */
export async function executeIntake(tx: Tx, requests: readonly IntakeRequest[]): Promise<IntakeResult> {
  const traders = await lockTraders(
    tx,
    requests.map(({ userId }) => userId),
  )
  const [found, { now, authorities, spent }] = await Promise.all([readState(tx, requests), readAuthorities(tx, requests)])
  const state: IntakeState = { ...found, now, spent }
  const writes: IntakeWrites = { placed: [], inbox: [] }
  const outcomes = requests.map((request, index) => foldRequest(state, writes, request, authorities[index]!))
  const entries = await write(tx, state.markets, traders, writes)
  const numbers = new Map<number, bigint>()
  for (const { marketId, inboxNumber } of knownOrders(state, outcomes)) raise(numbers, marketId, inboxNumber)
  for (const { marketId, number } of entries) raise(numbers, marketId, number)
  return { outcomes, numbers }
}

const raise = (numbers: Map<number, bigint>, marketId: number, number: bigint): void => {
  if (number > (numbers.get(marketId) ?? -1n)) numbers.set(marketId, number)
}

/** Orders that a repeat named: their first placing may still be under way. */
const knownOrders = (state: IntakeState, outcomes: readonly (readonly ItemOutcome[])[]): OrderRecord[] =>
  outcomes.flat().flatMap((outcome) => {
    if (isRefusal(outcome) || outcome.kind !== 'KNOWN') return []
    return outcome.orderIds.flatMap((id) => state.orders.get(id) ?? [])
  })

/** Who may do what, by the database's clock, and which messages took effect before. */
async function readAuthorities(tx: Tx, requests: readonly IntakeRequest[]) {
  const now = await readClock(tx.sql)
  const asked = requests.flatMap(({ userId, items }) =>
    items.map((item) => ({
      userId,
      trader: item.signed.wallet,
      signer: item.signed.signer,
      scope: item.kind === 'PLACE' ? ('TRADE' as const) : ('CANCEL' as const),
    })),
  )
  const flat = await authoritiesOf(tx, asked, now)
  let next = 0
  const authorities = requests.map(({ items }) => flat.slice(next, (next += items.length)))
  return { now, authorities, spent: await spend(tx, requests, authorities, now) }
}

/** Statements that do not need each other's answers travel together. */
async function readState(tx: Tx, requests: readonly IntakeRequest[]): Promise<Omit<IntakeState, 'now' | 'spent'>> {
  const items = requests.flatMap(({ userId, items: own }) => own.map((item) => ({ userId, item })))
  const usersWho = (does: (item: IntakeItem) => boolean) => [
    ...new Set(items.flatMap(({ userId, item }) => (does(item) ? [userId] : []))),
  ]
  const placing = usersWho(({ kind }) => kind === 'PLACE')
  const reducing = usersWho((item) => item.kind === 'PLACE' && item.order.reduceOnly)
  const [markets, orders, balances, counts, positions] = await Promise.all([
    listMarkets(tx.sql, { marketIds: [...new Set(items.flatMap(({ item }) => item.marketId ?? []))] }),
    findAskedOrders(tx, {
      ids: items.flatMap(({ item }) => idsOf(item)),
      clientIds: items.flatMap(({ userId, item }) => clientIdsOf(userId, item)),
      userIds: usersWho(({ kind }) => kind === 'CANCEL_ALL'),
    }),
    placing.length > 0 ? findBalances(tx.sql, placing) : [],
    placing.length > 0 ? countOpenOrders(tx.sql, placing) : [],
    reducing.length > 0 ? listPositionLots(tx.sql, reducing) : [],
  ])
  const traders = new Map<string, TraderState>()
  for (const { userId } of requests)
    traders.set(userId, { available: new Map(), openOrders: new Map(), positions: new Map(), clientOrders: new Map() })
  for (const { ownerId, asset, total, held } of balances) traders.get(ownerId)!.available.set(asset, total - held)
  for (const { userId, marketId, count } of counts) traders.get(userId)!.openOrders.set(marketId, count)
  for (const { userId, marketId, lots } of positions) traders.get(userId)!.positions.set(marketId, lots)
  for (const { userId, marketId, clientOrderId, openLots, orderId } of orders) {
    if (clientOrderId !== null && openLots > 0) traders.get(userId)?.clientOrders.set(clientKey(marketId, clientOrderId), orderId)
  }
  return {
    markets: new Map(markets.map((market) => [market.marketId, market])),
    traders,
    orders: new Map(orders.map((order) => [order.orderId, order])),
  }
}

function idsOf(item: IntakeItem): Hex[] {
  if (item.kind === 'PLACE') return item.signed.replaces ? [item.signed.hash, item.signed.replaces] : [item.signed.hash]
  return item.kind === 'CANCEL' && item.orderId ? [item.orderId] : []
}

function clientIdsOf(userId: string, item: IntakeItem) {
  const clientOrderId = item.kind === 'PLACE' ? item.order.clientOrderId : item.kind === 'CANCEL' ? item.clientOrderId : null
  return clientOrderId === null || item.marketId === null ? [] : [{ userId, marketId: item.marketId, clientOrderId }]
}

/** Spends the messages that cancel by filter; answers those that were spent before. What is refused otherwise is not spent. */
async function spend(
  tx: Tx,
  requests: readonly IntakeRequest[],
  authorities: readonly (readonly (Refusal | null)[])[],
  now: Date,
): Promise<ReadonlySet<Hex>> {
  const asked = requests.flatMap(({ userId, items }, request) =>
    items.flatMap((item, index) =>
      item.kind === 'CANCEL_ALL' && !authorities[request]![index] && item.expiresAt > now
        ? [{ hash: item.signed.hash, userId, expiresAt: item.expiresAt }]
        : [],
    ),
  )
  if (asked.length === 0) return new Set()
  const fresh = await insertUsedSignatures(tx, asked)
  return new Set(asked.map(({ hash }) => hash).filter((hash) => !fresh.has(hash)))
}

async function write(
  tx: Tx,
  markets: ReadonlyMap<number, Market>,
  traders: ReadonlyMap<string, LockedTrader>,
  { placed, inbox }: IntakeWrites,
): Promise<InboxEntry[]> {
  if (inbox.length === 0) return []
  const revisionOf = (userId: string) => traders.get(userId)!.revision + 1n
  const touched = [...new Set(placed.map(({ userId }) => userId))]
  const holds = placed.filter(({ held }) => held > 0n)
  // In this order: the inboxes are locked last.
  const [, , entries] = await Promise.all([
    changeBalances(tx, holdChanges(markets, holds, revisionOf)),
    updateRevisions(tx, new Map(touched.map((userId) => [userId, revisionOf(userId)]))),
    numberDrafts(
      tx,
      inbox.map((draft) => ({ ...draft, rules: null })),
    ),
  ])
  const placements = new Map(entries.filter(({ kind }) => kind !== 'CANCEL').map((entry) => [entry.orderId, entry]))
  const numbered = placed.map((order) => {
    const { number, at } = placements.get(order.orderId)!
    return { ...order, inboxNumber: number, acceptedAt: at, updatedAt: at, revision: revisionOf(order.userId) }
  })
  await Promise.all([insertOrders(tx, numbered), appendInbox(tx, entries)])
  tx.afterCommit(() => {
    const { bus } = tx.deps
    for (const [marketId, number] of new Map(entries.map((entry) => [entry.marketId, entry.number])))
      bus.publish(inboxTopic(marketId), { number: Number(number) })
    if (touched.length > 0) bus.publish(tradersTopic, { userIds: touched })
  })
  return entries
}

/** What orders hold, summed by owner and asset. */
function holdChanges(
  markets: ReadonlyMap<number, Market>,
  placed: IntakeWrites['placed'],
  revisionOf: (userId: string) => bigint,
): BalanceChange[] {
  const sums = new Map<string, BalanceChange>()
  for (const { userId, marketId, side, held } of placed) {
    const asset = heldAsset(markets.get(marketId)!, side)
    const key = `${userId} ${asset}`
    const before = sums.get(key)?.held ?? 0n
    sums.set(key, { ownerId: userId, asset, total: 0n, held: before + held, revision: revisionOf(userId) })
  }
  return [...sums.values()]
}
