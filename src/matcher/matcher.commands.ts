import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { insertFills } from '../fills/fills.sql.ts'
import { changeBalances, insertLedgerEntries } from '../ledger/ledger.sql.ts'
import { tradersTopic } from '../ledger/traders.codec.ts'
import { lockTraders, updateRevisions } from '../ledger/traders.sql.ts'
import { upsertMinutes } from '../market-data/minutes.sql.ts'
import { lotValueOf, type Market, priceText } from '../markets/market.ts'
import { insertMarketChanges, listMarkets, updateLastPrice, updateMarketChanges, updateStatus } from '../markets/markets.sql.ts'
import { MarketBook } from '../matching/market-book.ts'
import type { MarketBatch } from '../matching/market-feed.ts'
import { marketTopic } from '../matching/market-feed.codec.ts'
import { updateOrders } from '../orders/orders.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import { listMarketPositions, upsertPositions } from '../positions/positions.sql.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { Batch } from './batch.ts'
import type { Lease } from './leases.sql.ts'
import { bookOrderOf } from './live-order.ts'
import { advance, listOpenOrders, readProgress } from './matcher.sql.ts'
import { Settlement } from './settlement.ts'

/** A market as its matcher has it in memory: as the tables were when it had come to `position`. */
export interface LiveMarket {
  readonly market: Market
  readonly book: MarketBook
  readonly settlement: Settlement
  readonly position: number
}

/** The lease is another's now, or another came as far: what is in memory counts for nothing. */
export class Fenced extends Error {}

/** Rebuilds a market from its open orders, positions and state. Null where the lease is another's. */
export async function loadMarket(db: Kysely<Database>, { marketId, epoch }: Lease): Promise<LiveMarket | null> {
  const progress = await readProgress(db, marketId)
  if (progress.epoch !== epoch) return null
  const [market] = await listMarkets(db, { marketIds: [marketId] })
  const orders = await listOpenOrders(db, marketId)
  const positions = new Map((await listMarketPositions(db, marketId)).map((position) => [position.userId, position]))
  const { position, tradeCount, state } = progress
  const waits = orders.filter(({ stopPrice, isTriggered }) => stopPrice !== null && !isTriggered)
  const rests = orders.filter(({ stopPrice, isTriggered }) => stopPrice === null || isTriggered)
  const book = new MarketBook(state?.market, {
    resting: rests.map((stored) => ({ order: bookOrderOf(stored), left: stored.openLots })),
    stops: waits.map(bookOrderOf),
    positions: new Map([...positions].map(([userId, { quantity }]) => [userId, Number(quantity)])),
  })
  const settlement = new Settlement({
    marketId,
    baseAsset: market!.baseAsset,
    lotValue: lotValueOf(market!),
    orders,
    positions,
    tradeCount,
    restCount: state?.restCount ?? 0,
  })
  return { market: market!, book, settlement, position }
}

/**
 * Writes what a batch made, in one transaction, and tells of it after the commit. The first statement is the fence. Locks: the
 * market's matchers row, its traders by id, the rows of the exchange's own accounts. Throws Fenced where nothing may be written.
 */
export async function commitBatch(tx: Tx, lease: Lease, live: LiveMarket, batch: Batch): Promise<void> {
  const { book, settlement, market } = live
  const { restCount, openInterest } = settlement
  const state = { market: book.state, restCount, openInterest: openInterest.toString() }
  const progress = { position: batch.to, tradeCount: settlement.tradeCount, state }
  if (!(await advance(tx, lease, batch.from, progress))) throw new Fenced(`market ${market.symbol} is matched by another`)
  const userIds = [...new Set(batch.settled.orders.map(({ order }) => order.owner))]
  if (userIds.length > 0) {
    const traders = await lockTraders(tx, userIds)
    const revisions = new Map([...traders].map(([userId, { revision }]) => [userId, revision + 1n]))
    await writeOrders(tx, batch, revisions)
    await writeMoney(tx, market.marketId, batch, revisions)
    await writeFills(tx, market.marketId, batch, revisions)
    await updateRevisions(tx, revisions)
  }
  if (batch.settled.fills.length > 0) await updateLastPrice(tx, market.marketId, book.lastPrice!)
  if (batch.isMarketChanged) await updateStatus(tx, market.marketId, book.status)
  await updateMarketChanges(tx, market.marketId, batch.decided)
  await insertMarketChanges(tx, pausesOf(market, batch))
  const told = marketBatch(live, batch)
  tx.afterCommit(() => {
    tx.deps.bus.publish(marketTopic(market.marketId), told)
    if (userIds.length > 0) tx.deps.bus.publish(tradersTopic, { userIds })
  })
}

type Revisions = ReadonlyMap<string, bigint>

async function writeOrders(tx: Tx, { settled }: Batch, revisions: Revisions): Promise<void> {
  await updateOrders(
    tx,
    settled.orders.map((live) => ({
      ...live,
      orderId: live.order.id as Hex,
      revision: revisions.get(live.order.owner)!,
    })),
  )
}

async function writeMoney(tx: Tx, marketId: number, { settled, to, at }: Batch, revisions: Revisions): Promise<void> {
  const moved = settled.moved.filter(({ total, held }) => total !== 0n || held !== 0n)
  await changeBalances(
    tx,
    moved.map(({ ownerId, asset, total, held }) => ({ ownerId, asset, total, held, revision: revisions.get(ownerId) ?? 0n })),
  )
  const entries = settled.moved.flatMap(({ ownerId, asset, entries: own }) =>
    [...own].filter(([, amount]) => amount !== 0n).map(([kind, amount]) => ({ ownerId, asset, kind, amount })),
  )
  await insertLedgerEntries(
    tx,
    entries.map((entry) => ({ ...entry, marketId, inboxNumber: BigInt(to), actorUserId: null, note: null, at })),
  )
}

async function writeFills(tx: Tx, marketId: number, { settled, at }: Batch, revisions: Revisions): Promise<void> {
  const { fills, positions } = settled
  if (fills.length === 0) return
  await insertFills(
    tx,
    fills.map(({ maker, taker, ...fill }) => ({
      ...fill,
      marketId,
      takerSide: taker.order.side,
      makerOrderId: maker.order.id as Hex,
      takerOrderId: taker.order.id as Hex,
      makerUserId: maker.order.owner,
      takerUserId: taker.order.owner,
      makerRevision: revisions.get(maker.order.owner)!,
      takerRevision: revisions.get(taker.order.owner)!,
    })),
  )
  await upsertPositions(
    tx,
    [...positions].map(([userId, { quantity, costBasis, realised, fees }]) => ({
      userId,
      marketId,
      quantity,
      costBasis,
      realised,
      fees,
      updatedAt: at,
      revision: revisions.get(userId)!,
    })),
  )
  await upsertMinutes(
    tx,
    fills.map(({ at: filledAt, price, lots, notional }) => ({
      marketId,
      at: filledAt,
      price: BigInt(price),
      quantity: BigInt(lots),
      notional,
    })),
  )
}

const pausesOf = (market: Market, { pauses }: Batch) =>
  pauses.map(({ number, at, statusBefore, price, anchor }) => ({
    marketId: market.marketId,
    number: BigInt(number),
    at,
    actorUserId: null,
    action: 'breaker',
    statusBefore,
    status: 'PAUSED' as const,
    note: `A trade at ${priceText(market, price)} was too far from ${priceText(market, anchor)}, with which the breaker's window began.`,
    changes: [{ field: 'status', before: statusBefore, after: 'PAUSED' }],
  }))

function marketBatch({ market, book }: LiveMarket, { from, to, at, settled, isMarketChanged }: Batch): MarketBatch {
  return {
    marketId: market.marketId,
    symbol: market.symbol,
    from,
    to,
    at,
    levels: settled.levels.map(({ side, price }) => {
      const { quantity, orders } = book.at(side, price)
      return { side, price, lots: quantity, orders }
    }),
    trades: settled.fills.map(({ tradeNumber, at: filledAt, price, lots, taker }) => ({
      tradeNumber,
      at: filledAt,
      price,
      lots,
      takerSide: taker.order.side,
    })),
    lastPrice: book.lastPrice,
    markPrice: book.markPrice,
    status: book.status,
    rulesChanged: isMarketChanged,
  }
}
