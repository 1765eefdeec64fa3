import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyBooks, verifySnapshot } from '../../src/books/books.commands.ts'
import { type Difference, differenceText } from '../../src/books/difference.ts'
import { feesOwnerOf } from '../../src/ledger/ledger.ts'
import type { Market } from '../../src/markets/market.ts'
import { saveMarket } from '../../src/markets/markets.commands.ts'
import { findMarket, updateStatus } from '../../src/markets/markets.sql.ts'
import { claimLeases } from '../../src/matcher/leases.sql.ts'
import { runMarket } from '../../src/matcher/market-runner.ts'
import { startMatchers } from '../../src/matcher/matchers.ts'
import type { MarketBatch } from '../../src/matching/market-feed.ts'
import { marketTopic } from '../../src/matching/market-feed.codec.ts'
import { findOrders } from '../../src/orders/orders.sql.ts'
import { createLocalBus } from '../../src/platform/bus-local.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import type { Hex } from '../../src/wallets/typed-data.ts'
import { createTestDatabase, createTestDeps, testLog } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import {
  cancelling,
  changeStatus,
  type FlowTrader,
  flowTrader,
  openFlowMarket,
  placing,
  randomFlow,
  takeIn,
  takeInOne,
} from '../support/order-flow.ts'

const { db } = await createTestDatabase()
const deps = await createTestDeps({ db })
const patient = { timeout: 15_000, interval: 20 }

let count = 0
async function newMarket(changes = {}): Promise<Market> {
  return await openFlowMarket(deps, `FLOW${++count}-USDC`, changes)
}
const newTraders = (market: Market, size: number): Promise<FlowTrader[]> =>
  Promise.all(Array.from({ length: size }, () => flowTrader(deps, [market.baseAsset])))

/** Another process with the same database: no message of the bus reaches it. */
const elsewhere = (): Deps => ({ ...deps, bus: createLocalBus(testLog), serverId: randomUUID() })

function startHere(by: Deps = elsewhere()) {
  const matchers = startMatchers(by)
  onTestFinished(() => matchers.close())
  return matchers
}

interface State {
  holder: string | null
  epoch: bigint
  position: bigint
  last: bigint
}

async function stateOf({ marketId }: Market): Promise<State> {
  const { rows } = await sql<State>`
    select holder, coalesce(epoch, 0) as epoch, coalesce(inbox_position, 0) as position, last_number as last
    from market_inboxes left join matchers using (market_id) where market_id = ${marketId}`.execute(db)
  return rows[0]!
}

const untilMatched = (...markets: Market[]): Promise<void> =>
  vi.waitFor(async () => {
    for (const market of markets) {
      const { position, last } = await stateOf(market)
      expect(position).toBe(last)
    }
  }, patient)

async function statusOf(orderId: Hex): Promise<string> {
  const [order] = await findOrders(db, [orderId])
  return `${order!.status} ${order!.reason ?? ''}`.trim()
}

async function takeOver({ marketId }: Market): Promise<void> {
  await sql`update matchers set expires_at = clock_timestamp() - interval '1 second' where market_id = ${marketId}`.execute(db)
}

/** What the replay of all inboxes finds wrong with the tables. */
async function differences(): Promise<string[]> {
  const found: Difference[] = []
  await verifyBooks(db, await migrationNames(), (difference) => void found.push(difference))
  return found.map(differenceText)
}

afterAll(async () => {
  await checkInvariants(db)
  expect(await differences()).toEqual([])
})

describe('a matcher', () => {
  it('carries out an inbox in its order, and tells of every number once', async () => {
    const market = await newMarket()
    const flow = randomFlow(await newTraders(market, 4), [market.marketId])
    const told: MarketBatch[] = []
    onTestFinished(deps.bus.subscribe(marketTopic(market.marketId), (batch) => void told.push(batch)))
    startHere(deps)
    for (let round = 0; round < 20; round++) await takeIn(deps, flow.next(15))
    await untilMatched(market)
    const { position } = await stateOf(market)
    await vi.waitFor(() => expect(told.at(-1)?.to).toBe(Number(position)), patient)
    expect(told.map(({ from }) => from)).toEqual([1, ...told.slice(0, -1).map(({ to }) => to + 1)])
    const numbers = told.flatMap(({ trades }) => trades.map(({ tradeNumber }) => tradeNumber))
    expect(numbers.length).toBeGreaterThan(20)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  it('whose process is replaced again and again goes on where the last one was', async () => {
    const market = await newMarket()
    const flow = randomFlow(await newTraders(market, 4), [market.marketId])
    for (let round = 0; round < 6; round++) {
      const matchers = startHere()
      await takeIn(deps, flow.next(25))
      if (round % 2) await untilMatched(market)
      await matchers.close()
    }
    startHere()
    await untilMatched(market)
    expect(await differences()).toEqual([])
  })

  it('whose connections are cut, in the middle of commits too, loses and repeats nothing', async () => {
    const market = await newMarket()
    const flow = randomFlow(await newTraders(market, 4), [market.marketId])
    startHere()
    let cut = 0
    while (cut < 8) {
      await takeIn(deps, flow.next(8))
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`.execute(db)
      cut += rows.length
    }
    await untilMatched(market)
    expect(await differences()).toEqual([])
  })

  it('gives its leases back when it stops, so that the next one has them at once', async () => {
    const market = await newMarket()
    const first = startHere()
    await untilMatched(market)
    await first.close()
    const { holder, epoch } = await stateOf(market)
    expect(holder).toBeNull()
    const startedMs = performance.now()
    startHere()
    await vi.waitFor(async () => expect((await stateOf(market)).epoch).toBe(epoch + 1n), patient)
    expect(performance.now() - startedMs).toBeLessThan(2_000)
  })

  it('that cannot write one market goes on with another', async () => {
    const [stuck, free] = [await newMarket(), await newMarket()]
    const [trader] = await newTraders(free, 1)
    startHere()
    await untilMatched(stuck, free)
    await db.transaction().execute(async (tx) => {
      await sql`select from matchers where market_id = ${stuck.marketId} for update`.execute(tx)
      await changeStatus(deps, stuck.symbol, 'PAUSED')
      await takeInOne(deps, trader!, placing(trader!, free.marketId, {}))
      await untilMatched(free)
      const { position, last } = await stateOf(stuck)
      expect(position).toBe(last - 1n)
    })
    await untilMatched(stuck)
  })
})

describe('two matchers of one market', () => {
  it('that take it from each other all the time match every order once', async () => {
    const market = await newMarket()
    const flow = randomFlow(await newTraders(market, 4), [market.marketId])
    startHere()
    startHere()
    for (let round = 0; round < 5; round++) {
      const { epoch } = await stateOf(market)
      await vi.waitFor(async () => {
        await takeOver(market)
        await takeIn(deps, flow.next(5))
        expect((await stateOf(market)).epoch).toBeGreaterThan(epoch)
      }, patient)
    }
    await untilMatched(market)
    expect(await differences()).toEqual([])
  })

  it('that both believe in the same lease never both commit a command', async () => {
    const market = await newMarket()
    const flow = randomFlow(await newTraders(market, 4), [market.marketId])
    const lease = (await claimLeases(db, 'both')).find(({ marketId }) => marketId === market.marketId)!
    const rivals = [elsewhere(), elsewhere()].map((by) => runMarket(by, lease))
    onTestFinished(async () => void (await Promise.all(rivals.map((rival) => rival.stop()))))
    for (let round = 0; round < 25; round++) {
      await takeIn(deps, flow.next(6))
      for (const rival of rivals) rival.wake()
    }
    const waking = setInterval(() => rivals.forEach((rival) => rival.wake()), 20)
    onTestFinished(() => clearInterval(waking))
    await untilMatched(market)
    expect(await differences()).toEqual([])
  })

  it('one of which lost the lease between reading and committing: nothing of its batch is written', async () => {
    const market = await newMarket()
    const [trader] = await newTraders(market, 1)
    const lease = (await claimLeases(db, 'late')).find(({ marketId }) => marketId === market.marketId)!
    const late = runMarket(elsewhere(), lease)
    onTestFinished(() => late.stop())
    await untilMatched(market)
    const before = await stateOf(market)
    const orderId = await db.transaction().execute(async (tx) => {
      await sql`update matchers set holder = 'other', epoch = epoch + 1 where market_id = ${market.marketId}`.execute(tx)
      const placed = await takeInOne(deps, trader!, placing(trader!, market.marketId, {}))
      late.wake()
      await vi.waitFor(async () => {
        const { rows } = await sql<{ n: bigint }>`select count(*) as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%update matchers set%'`.execute(db)
        expect(rows[0]!.n).toBe(1n)
      }, patient)
      return placed
    })
    await late.ended
    expect(await stateOf(market)).toMatchObject({ position: before.position, holder: 'other' })
    expect(await statusOf(orderId)).toBe('PENDING')
    await takeOver(market)
    startHere()
    await untilMatched(market)
    expect(await statusOf(orderId)).toBe('OPEN')
  })

  it('whose lease lapsed stops by itself', async () => {
    const market = await newMarket()
    const slow = startHere()
    await untilMatched(market)
    await sql`update matchers set holder = 'other', epoch = epoch + 1, expires_at = clock_timestamp() + interval '1 hour'
      where market_id = ${market.marketId}`.execute(db)
    await vi.waitFor(() => expect(slow.marketIds).not.toContain(market.marketId), patient)
    await takeOver(market)
  })
})

describe('what time does', () => {
  it('ends an order whose time is over, and only that one', async () => {
    const market = await newMarket()
    const [trader] = await newTraders(market, 1)
    startHere()
    const soon = new Date(Date.now() + 600)
    const ends = await takeInOne(deps, trader!, placing(trader!, market.marketId, { timeInForce: 'GTT', expiresAt: soon }))
    const stays = await takeInOne(deps, trader!, placing(trader!, market.marketId, { price: 99 }))
    await vi.waitFor(async () => expect(await statusOf(ends)).toBe('EXPIRED EXPIRED'), patient)
    expect(await statusOf(stays)).toBe('OPEN')
    const { rows } = await sql<{ n: bigint }>`select count(*) as n from inbox_entries
      where market_id = ${market.marketId} and kind = 'CANCEL'`.execute(db)
    expect(rows[0]!.n).toBe(1n)
  })

  it('cancels everything of a trader whose switch was not renewed, in every market', async () => {
    const [here, there] = [await newMarket(), await newMarket()]
    const [trader, other] = await newTraders(here, 2)
    startHere()
    const orders = [
      await takeInOne(deps, trader!, placing(trader!, here.marketId, {})),
      await takeInOne(deps, trader!, placing(trader!, there.marketId, {})),
    ]
    const others = await takeInOne(deps, other!, placing(other!, here.marketId, {}))
    await untilMatched(here, there)
    await sql`update traders set cancel_at = clock_timestamp() where user_id = ${trader!.userId}`.execute(db)
    for (const order of orders)
      await vi.waitFor(async () => expect(await statusOf(order)).toBe('CANCELLED DEAD_MANS_SWITCH'), patient)
    expect(await statusOf(others)).toBe('OPEN')
  })
})

describe('matchers of two markets', () => {
  it('do not wait for each other, fees or not', async () => {
    const [busy, free] = [await newMarket(), await newMarket()]
    startHere()
    const tradeOnce = async (market: Market) => {
      const [maker, taker] = await newTraders(market, 2)
      await takeInOne(deps, maker!, placing(maker!, market.marketId, { side: 'SELL' }))
      await takeInOne(deps, taker!, placing(taker!, market.marketId, {}))
      await untilMatched(market)
    }
    await tradeOnce(busy)
    await db.transaction().execute(async (batch) => {
      const { rows } = await sql`
        select from balances where owner_id = ${feesOwnerOf(busy.marketId)} and total > 0 for update`.execute(batch)
      expect(rows).toHaveLength(1)
      await tradeOnce(free)
    })
  })
})

describe('the breaker', () => {
  it('pauses the market for the orders behind it, and is on record', async () => {
    const market = await newMarket({ breakerBps: 500 })
    const [maker, taker] = await newTraders(market, 2)
    startHere()
    await takeInOne(deps, maker!, placing(maker!, market.marketId, { side: 'SELL', price: 110, quantity: 5 }))
    const trips = await takeInOne(deps, taker!, placing(taker!, market.marketId, { price: 110, quantity: 2 }))
    const behind = await takeInOne(deps, taker!, placing(taker!, market.marketId, { price: 100 }))
    await untilMatched(market)
    expect([await statusOf(trips), await statusOf(behind)]).toEqual(['FILLED', 'REJECTED MARKET_NOT_ACTIVE'])
    const { rows } =
      await sql`select m.status, c.action, c.status_before, c.actor_user_id, c.number = o.inbox_number as is_of_order
      from markets m join market_changes c using (market_id) join orders o on o.order_id = ${Buffer.from(trips.slice(2), 'hex')}
      where m.market_id = ${market.marketId} order by c.number desc limit 1`.execute(db)
    expect(rows).toEqual([
      { status: 'PAUSED', action: 'breaker', status_before: 'ACTIVE', actor_user_id: null, is_of_order: true },
    ])
  })

  it('is not undone by a fee that was saved while the market was still active', async () => {
    const market = await newMarket({ breakerBps: 500 })
    const [maker, taker] = await newTraders(market, 2)
    await takeInOne(deps, maker!, placing(maker!, market.marketId, { side: 'SELL', price: 110 }))
    await takeInOne(deps, taker!, placing(taker!, market.marketId, { price: 110 }))
    const keyed = { userId: taker!.userId, key: null, mutation: 'saveMarket', inputHash: '' }
    await saveMarket(deps, keyed, { symbol: market.symbol, feeBps: 10 })
    const behind = await takeInOne(deps, taker!, placing(taker!, market.marketId, { price: 100 }))
    startHere()
    await untilMatched(market)
    expect(await statusOf(behind)).toBe('REJECTED MARKET_NOT_ACTIVE')
    expect(await findMarket(db, market.symbol)).toMatchObject({ status: 'PAUSED', feeBps: 10 })
  })

  it('that trips before what was decided meanwhile is what the record says came before it', async () => {
    const market = await newMarket({ breakerBps: 500 })
    const [maker, taker] = await newTraders(market, 2)
    await takeInOne(deps, maker!, placing(maker!, market.marketId, { side: 'SELL', price: 110 }))
    await takeInOne(deps, taker!, placing(taker!, market.marketId, { price: 110 }))
    const keyed = { userId: taker!.userId, key: null, mutation: 'saveMarket', inputHash: '' }
    await saveMarket(deps, keyed, { symbol: market.symbol, feeBps: 20 })
    await changeStatus(deps, market.symbol, 'PAUSED')
    await changeStatus(deps, market.symbol, 'POST_ONLY')
    startHere()
    await untilMatched(market)
    const record = await db
      .selectFrom('market_changes')
      .select(['action', 'status_before', 'status', 'changes'])
      .where('market_id', '=', market.marketId)
      .orderBy('number')
      .execute()
    expect(record.slice(1).map(({ changes, ...row }) => [row.action, row.status_before, row.status, ...changes])).toEqual([
      ['setMarketStatus', 'PENDING', 'ACTIVE', { field: 'status', before: 'PENDING', after: 'ACTIVE' }],
      ['breaker', 'ACTIVE', 'PAUSED', { field: 'status', before: 'ACTIVE', after: 'PAUSED' }],
      ['saveMarket', 'PAUSED', 'PAUSED', { field: 'feeBps', before: '10', after: '20' }],
      ['setMarketStatus', 'PAUSED', 'PAUSED'],
      ['setMarketStatus', 'PAUSED', 'POST_ONLY', { field: 'status', before: 'PAUSED', after: 'POST_ONLY' }],
    ])
    expect(await findMarket(db, market.symbol)).toMatchObject({ status: 'POST_ONLY', feeBps: 20 })
  })

  it('does not undo what is being decided at the same moment', async () => {
    const market = await newMarket()
    const matchers = startHere()
    await untilMatched(market)
    await matchers.close()
    const untilWaiting = (count: number) =>
      vi.waitFor(async () => {
        const { rows } = await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        expect(rows).toHaveLength(count)
      }, patient)
    const held = await db.transaction().execute(async (holder) => {
      await sql`lock table market_changes in share mode`.execute(holder)
      const deciding = changeStatus(deps, market.symbol, 'POST_ONLY')
      await untilWaiting(1)
      const pausing = inTransaction(deps, (tx) => updateStatus(tx, market.marketId, 'PAUSED'))
      await untilWaiting(2)
      return [deciding, pausing]
    })
    await Promise.all(held)
    expect(await findMarket(db, market.symbol)).toMatchObject({ status: 'POST_ONLY' })
  })
})

describe('a cancel', () => {
  it('of an order that ended before it changes nothing', async () => {
    const market = await newMarket()
    const [maker, taker] = await newTraders(market, 2)
    const sold = await takeInOne(deps, maker!, placing(maker!, market.marketId, { side: 'SELL' }))
    await takeInOne(deps, taker!, placing(taker!, market.marketId, {}))
    await takeInOne(deps, maker!, cancelling(maker!, sold))
    startHere()
    await untilMatched(market)
    expect(await statusOf(sold)).toBe('FILLED')
  })
})

describe('a replay of the inboxes', () => {
  /** What is found in a database in which the statement was carried out; it is rolled back. */
  async function foundAfter(statement: string): Promise<string[]> {
    const found: Difference[] = []
    const undone = new Error('undone')
    await db
      .transaction()
      .execute(async (tx) => {
        await sql.raw(statement).execute(tx)
        await verifySnapshot(tx, await migrationNames(), (difference) => void found.push(difference))
        throw undone
      })
      .catch((error: unknown) => expect(error).toBe(undone))
    return found.map(differenceText)
  }
  const first = '(market_id, trade_number) = (select market_id, trade_number from fills order by market_id, trade_number limit 1)'

  it.each([
    ['fills', 'takerFee', `update fills set taker_fee_micros = taker_fee_micros + 1 where ${first}`],
    ['fills', 'price', `update fills set price = price + 1 where ${first}`],
    ['fills', 'tradeNumber', `update fills set trade_number = trade_number + 1000000 where ${first}`],
    [
      'orders',
      'filledLots',
      `update orders set filled_quantity = filled_quantity + 1
      where order_id = (select maker_order_id from fills order by market_id, trade_number limit 1)`,
    ],
    [
      'orders',
      'priority',
      `update orders set priority = priority + 1000000
      where order_id = (select order_id from orders where status = 'OPEN' order by inbox_number limit 1)`,
    ],
    [
      'positions',
      'realised',
      `update positions set realised_attos = realised_attos + 1
      where (user_id, market_id) = (select user_id, market_id from positions order by market_id limit 1)`,
    ],
  ])('finds a changed row of %s: %s', async (table, figure, statement) => {
    const texts = await foundAfter(statement)
    expect(texts.filter((text) => text.startsWith(`I8 ${table} `) && text.includes(figure))).not.toEqual([])
  })

  it.each([
    [
      'money from nowhere',
      `update balances set total = total + 1 where ctid = (select ctid from balances where not is_system limit 1)`,
    ],
    [
      'a hold of nothing',
      `update balances set held = held + 1 where ctid = (select ctid from balances where not is_system limit 1)`,
    ],
    ['a fee that no order paid', `update balances set total = total + 1 where is_system and asset = 'USDC' and total > 0`],
    ['an entry alone', `delete from ledger_entries where entry_id = (select min(entry_id) from ledger_entries)`],
  ])('finds %s', async (_, statement) => {
    expect((await foundAfter(statement)).some((text) => text.startsWith('I7 '))).toBe(true)
  })
})
