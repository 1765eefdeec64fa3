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
  const now = await readClock(tx.sql)
  const authorities = await authoritiesByRequest(tx, requests, now)
  const state = await readState(tx, requests, authorities, now)
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

async function authoritiesByRequest(tx: Tx, requests: readonly IntakeRequest[], now: Date): Promise<(Refusal | null)[][]> {
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
  return requests.map(({ items }) => flat.slice(next, (next += items.length)))
}

async function readState(
  tx: Tx,
  requests: readonly IntakeRequest[],
  authorities: readonly (readonly (Refusal | null)[])[],
  now: Date,
): Promise<IntakeState> {
  const items = requests.flatMap(({ userId, items: own }) => own.map((item) => ({ userId, item })))
  const userIds = [...new Set(requests.map(({ userId }) => userId))]
  const marketIds = [...new Set(items.flatMap(({ item }) => item.marketId ?? []))]
  const markets = new Map((await listMarkets(tx.sql, { marketIds })).map((market) => [market.marketId, market]))
  const traders = new Map<string, TraderState>(
    userIds.map((userId) => [
      userId,
      { available: new Map(), openOrders: new Map(), positions: new Map(), clientOrders: new Map() },
    ]),
  )
  const orders = await findAskedOrders(tx, {
    ids: items.flatMap(({ item }) => idsOf(item)),
    clientIds: items.flatMap(({ userId, item }) => clientIdsOf(userId, item)),
    userIds: [...new Set(items.flatMap(({ userId, item }) => (item.kind === 'CANCEL_ALL' ? [userId] : [])))],
  })
  for (const { userId, marketId, clientOrderId, openLots, orderId } of orders) {
    if (clientOrderId !== null && openLots > 0) traders.get(userId)?.clientOrders.set(clientKey(marketId, clientOrderId), orderId)
  }
  const placing = [...new Set(items.flatMap(({ userId, item }) => (item.kind === 'PLACE' ? [userId] : [])))]
  if (placing.length > 0) await readMeans(tx, placing, traders)
  const reducing = items.flatMap(({ userId, item }) => (item.kind === 'PLACE' && item.order.reduceOnly ? [userId] : []))
  if (reducing.length > 0) {
    for (const { userId, marketId, lots } of await listPositionLots(tx.sql, reducing))
      traders.get(userId)!.positions.set(marketId, lots)
  }
  const spent = await spend(tx, requests, authorities, now)
  return { now, markets, traders, orders: new Map(orders.map((order) => [order.orderId, order])), spent }
}

/** What traders who place orders have to place them with. */
async function readMeans(tx: Tx, userIds: readonly string[], traders: ReadonlyMap<string, TraderState>): Promise<void> {
  for (const { ownerId, asset, total, held } of await findBalances(tx.sql, userIds))
    traders.get(ownerId)!.available.set(asset, total - held)
  for (const { userId, marketId, count } of await countOpenOrders(tx.sql, userIds))
    traders.get(userId)!.openOrders.set(marketId, count)
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
  if (touched.length > 0) {
    const holds = placed.filter(({ held }) => held > 0n)
    await changeBalances(tx, holdChanges(markets, holds, revisionOf))
    await updateRevisions(tx, new Map(touched.map((userId) => [userId, revisionOf(userId)])))
  }
  const entries = await numberDrafts(
    tx,
    inbox.map((draft) => ({ ...draft, rules: null })),
  )
  const placements = new Map(entries.filter(({ kind }) => kind !== 'CANCEL').map((entry) => [entry.orderId, entry]))
  await insertOrders(
    tx,
    placed.map((order) => {
      const { number, at } = placements.get(order.orderId)!
      return { ...order, inboxNumber: number, acceptedAt: at, updatedAt: at, revision: revisionOf(order.userId) }
    }),
  )
  await appendInbox(tx, entries)
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
