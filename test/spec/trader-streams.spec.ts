import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { decodeNodeId } from '../../src/graphql/node.ts'
import type { Viewer } from '../../src/identity/viewer.ts'
import { tradersTopic } from '../../src/ledger/traders.codec.ts'
import { createLocalBus } from '../../src/platform/bus-local.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import { startServices } from '../../src/services.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { countStatements } from '../support/count-statements.ts'
import { createTestDatabase, createTestDeps, testLog, testRedisUrl } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { type BookTrader, bookTrader, credit, openMarket, placed, setMarketStatus, units, usdc } from '../support/order-book.ts'
import { type Reader, type StreamServer, subscribe } from '../support/streaming.ts'

/** What is a trader's own, as a stream: rows behind a revision, on any server, for nobody else. */
const TRADER = `subscription ($after: Cursor) {
  traderUpdated(after: $after) {
    kind orders { id status filledQuantity remainingQuantity } fills { symbol tradeNumber liquidity orderId quantity }
    positions { symbol quantity } balances { asset total held } liquidationAlert at cursor
  }
}`
const CHANGES = `subscription ($symbol: ID) {
  marketStateChanged(symbol: $symbol) { symbol action before status reason actor { displayName } changes { field after } sequence at }
}`

const { db } = await createTestDatabase({ maxConnections: 20 })
const redisUrl = testRedisUrl()
const newBus = () =>
  redisUrl ? createRedisBus({ url: redisUrl, log: testLog, prefix: `traders-${process.pid}` }) : createLocalBus(testLog)

let app: TestApp
/** Another server of the same Redis. */
let other: TestApp
let alice: BookTrader
let bob: BookTrader

beforeAll(async () => {
  app = await startTestApp({ deps: { db, bus: newBus() } })
  other = await startTestApp({ deps: { db, bus: newBus() } })
  await openMarket(app)
  alice = await bookTrader(app, 'alice', { USDC: '10000', CXPT: '10000' })
  bob = await bookTrader(app, 'bob', { USDC: '10000', CXPT: '10000' })
})
afterAll(async () => await checkInvariants(db))

const IN_AN_HOUR = new Date(Date.now() + 3_600_000)
const viewerOf = (userId: string, isAdmin = false): Viewer => ({
  userId,
  groups: [],
  isAdmin,
  issuedAt: new Date(0),
  expiresAt: IN_AN_HOUR,
})
const userOf = ({ id }: BookTrader) => decodeNodeId(id).id

interface Update {
  kind: 'SNAPSHOT' | 'DELTA'
  orders: { id: string; status: string; remainingQuantity: string }[]
  fills: { symbol: string; tradeNumber: string; liquidity: string }[]
  positions: { symbol: string; quantity: string }[]
  balances: { asset: string; total: string; held: string }[]
  cursor: string
}

/** What a client keeps that applies each update. */
class TraderKeeper {
  readonly open = new Map<string, string>()
  readonly fills: string[] = []
  readonly positions = new Map<string, string>()
  readonly balances = new Map<string, string>()
  cursor: string | null = null
  #applied = 0

  take(updates: readonly Update[]): this {
    for (const { kind, orders, fills, positions, balances, cursor } of updates.slice(this.#applied)) {
      if (kind === 'SNAPSHOT') for (const known of [this.open, this.positions, this.balances]) known.clear()
      for (const { id, status, remainingQuantity } of orders)
        if (['PENDING', 'OPEN', 'PARTIALLY_FILLED'].includes(status)) this.open.set(id, `${status} ${remainingQuantity}`)
        else this.open.delete(id)
      this.fills.push(...fills.map(({ symbol, tradeNumber, liquidity }) => `${symbol} ${tradeNumber} ${liquidity}`))
      for (const { symbol, quantity } of positions) this.positions.set(symbol, quantity)
      for (const { asset, total, held } of balances) this.balances.set(asset, `${total} ${held}`)
      this.cursor = cursor
    }
    this.#applied = updates.length
    return this
  }

  reconnect(): void {
    this.#applied = 0
  }
}

/** The same of the queries, fills newest last. */
async function queried({ token }: BookTrader): Promise<Pick<TraderKeeper, 'open' | 'fills' | 'positions' | 'balances'>> {
  const data = await app.ask(
    `{ orders(filter: { open: true }, first: 100) { nodes { id status remainingQuantity } }
       fills(first: 100) { nodes { symbol tradeNumber liquidity } } positions { symbol quantity } balances { asset total held } }`,
    {},
    { token },
  )
  const known = new TraderKeeper()
  const { orders, fills, positions, balances } = data
  known.take([{ kind: 'SNAPSHOT', orders: orders.nodes, fills: fills.nodes.reverse(), positions, balances, cursor: '' }])
  return known
}

const stateOf = ({ open, positions, balances }: Pick<TraderKeeper, 'open' | 'positions' | 'balances'>) =>
  JSON.stringify([open, positions, balances].map((known) => [...known].map(String).sort((a, b) => (a < b ? -1 : 1))))

async function follow(server: Pick<StreamServer, 'deps' | 'services'>, trader: BookTrader, keeper = new TraderKeeper()) {
  keeper.reconnect()
  const reader: Reader<Update> = await subscribe({ ...server, stop: async () => undefined }, TRADER, {
    viewer: viewerOf(userOf(trader)),
    variables: { after: keeper.cursor },
  })
  onTestFinished(() => reader.stop())
  return {
    reader,
    keeper,
    async untilCurrent() {
      const expected = stateOf(await queried(trader))
      await reader.until((updates) => stateOf(keeper.take(updates)) === expected)
    },
  }
}

describe('traderUpdated', () => {
  test('begins with what is open and goes on with every order, fill, position and balance that changes', async () => {
    const offer = await placed(app, alice, { side: 'SELL', price: usdc('2'), quantity: units('10') })
    const { reader, keeper, untilCurrent } = await follow(app, alice)
    expect((await reader.until(1))[0]).toMatchObject({
      kind: 'SNAPSHOT',
      orders: [{ id: offer.id, status: 'OPEN', remainingQuantity: '10' }],
      fills: [],
      balances: [
        { asset: 'CXPT', total: '10000', held: '10' },
        { asset: 'USDC', total: '10000', held: '0' },
      ],
      liquidationAlert: null,
    })
    await placed(app, bob, { side: 'BUY', price: usdc('2'), quantity: units('4') })
    await placed(other, bob, { side: 'BUY', price: usdc('2'), quantity: units('6') })
    await credit(other, alice, 'USDC', '5')
    await untilCurrent()
    expect(keeper.open.size).toBe(0)
    expect(keeper.fills).toEqual(['CXPT-USDC 1 MAKER', 'CXPT-USDC 2 MAKER'])
    expect(keeper.balances.get('USDC')).toBe('10025 0')
    expect(await app.ask('{ ticker(symbol: "CXPT-USDC") { openInterest volume24h } }')).toEqual({
      ticker: { openInterest: '10', volume24h: '10' },
    })
  })

  test('goes on behind its cursors on any server: each fill once, and at the end the same state', async () => {
    const keepers = [new TraderKeeper(), new TraderKeeper()]
    const before = await Promise.all([alice, bob].map(async (trader) => (await queried(trader)).fills.length))
    const connect = (turn: number) =>
      Promise.all([alice, bob].map((trader, index) => follow((turn + index) % 2 ? app : other, trader, keepers[index])))
    let following = await connect(0)
    for (const { reader, keeper } of following) keeper.take(await reader.until(1))
    for (let step = 0; step < 12; step++) {
      const [seller, buyer] = step % 2 ? [alice, bob] : [bob, alice]
      await placed(app, seller, { side: 'SELL', price: usdc('1.9'), quantity: units(String(1 + (step % 3))) })
      if (step % 4 === 1) for (const { reader } of following) await reader.stop()
      await placed(other, buyer, { side: 'BUY', price: usdc('1.9'), quantity: units('2') })
      if (step % 4 === 1) {
        for (const { reader, keeper } of following) keeper.take(reader.messages)
        following = await connect(step)
      }
    }
    for (const { untilCurrent } of following) await untilCurrent()
    for (const [index, trader] of [alice, bob].entries())
      expect(keepers[index]!.fills).toEqual((await queried(trader)).fills.slice(before[index]))
  })

  test('finds out by itself what the bus never brought', async () => {
    const deps = await createTestDeps({ db, bus: createLocalBus(testLog) })
    const { services, stop } = startServices(deps, 'api')
    onTestFinished(stop)
    const { untilCurrent } = await follow({ deps, services }, bob)
    await credit(app, bob, 'CXPT', '1')
    await untilCurrent()
  })

  test('tells nobody anything of somebody else', async () => {
    const mallory = await bookTrader(app, 'mallory')
    const { reader, keeper } = await follow(app, mallory)
    keeper.take(await reader.until(1))
    await placed(app, alice, { side: 'SELL', price: usdc('2.5'), quantity: units('1') })
    await placed(app, bob, { side: 'BUY', price: usdc('2.5'), quantity: units('1') })
    await credit(app, mallory, 'USDC', '1')
    await reader.until(2)
    expect(reader.messages).toMatchObject([
      { kind: 'SNAPSHOT', orders: [], balances: [] },
      { kind: 'DELTA', orders: [], fills: [], positions: [], balances: [{ asset: 'USDC', total: '1' }] },
    ])
    const { reader: hers } = await follow(app, alice)
    const [{ cursor }] = (await hers.until(1)) as [Update]
    const refused = (viewer: Viewer | null, after: string | null) =>
      subscribe({ ...app, stop: async () => undefined }, TRADER, { viewer, variables: { after } }).catch(
        (error: { extensions: { code: string } }) => error.extensions.code,
      )
    expect(await refused(null, null)).toBe('UNAUTHENTICATED')
    expect(await refused(viewerOf(userOf(mallory)), cursor)).toBe('BAD_USER_INPUT')
    expect(await refused(viewerOf(userOf(mallory)), 'x')).toBe('BAD_USER_INPUT')
  })

  test('begins anew where the database is another one than that of the cursor', async () => {
    const first = await follow(app, alice)
    first.keeper.take(await first.reader.until(1))
    await first.reader.stop()
    await sql`update traders set epoch = (epoch + 1) % 2147483647 where user_id = ${userOf(alice)}`.execute(db)
    const { reader, untilCurrent } = await follow(app, alice, first.keeper)
    await untilCurrent()
    expect((await reader.until(1))[0]!.kind).toBe('SNAPSHOT')
  })

  test('is read for all traders that are due in the same statements', async () => {
    const counter = countStatements(db)
    const deps = await createTestDeps({ db: counter.db, bus: createLocalBus(testLog) })
    const { services, stop } = startServices(deps, 'api')
    onTestFinished(stop)
    const userIds = Array.from(
      { length: 40 },
      (_, index) => `00000000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
    )
    await sql`
      insert into users (user_id, issuer, subject, display_name, name_key)
      select id, 'test', id, 'T', 't' from unnest(${userIds}::uuid[]) id`.execute(db)
    await sql`insert into traders (user_id) select unnest(${userIds}::uuid[])`.execute(db)
    const server = { deps, services, stop: async () => undefined }
    const readers = await Promise.all(userIds.map((userId) => subscribe(server, TRADER, { viewer: viewerOf(userId) })))
    onTestFinished(async () => {
      for (const reader of readers) await reader.stop()
    })
    for (const reader of readers) await reader.until(1)
    const statements = await counter.during(async () => {
      await sql`update traders set revision = 1 where user_id = any(${userIds}::uuid[])`.execute(db)
      deps.bus.publish(tradersTopic, { userIds })
      for (const reader of readers) await reader.until(2)
    })
    expect(statements).toBeLessThan(20)
  })
})

describe('marketStateChanged', () => {
  test('tells an administrator each change of status and rules once, whoever made it', async () => {
    const administrator = viewerOf('00000000-0000-4000-8000-0000000000aa', true)
    const all = await subscribe({ ...other, stop: async () => undefined }, CHANGES, { viewer: administrator })
    onTestFinished(() => all.stop())
    await openMarket(app, { symbol: 'SAFE-USDC', breakerBps: 100, bandBps: 10_000, breakerWindowSeconds: 86_400 })
    await all.until(2)
    const one = await subscribe({ ...app, stop: async () => undefined }, CHANGES, {
      viewer: administrator,
      variables: { symbol: 'SAFE-USDC' },
    })
    onTestFinished(() => one.stop())
    await credit(app, alice, 'SAFE', '10')
    await placed(app, alice, { market: 'SAFE-USDC', side: 'SELL', price: usdc('1.6'), quantity: units('1') })
    await placed(app, bob, { market: 'SAFE-USDC', side: 'BUY', price: usdc('1.6'), quantity: units('1') })
    await one.until(1)
    await setMarketStatus(other, 'SAFE-USDC', 'POST_ONLY')
    await setMarketStatus(app, 'CXPT-USDC', 'PAUSED')
    expect(await all.until(5)).toMatchObject([
      { symbol: 'SAFE-USDC', action: 'saveMarket', before: null, status: 'PENDING', sequence: '1' },
      { action: 'setMarketStatus', before: 'PENDING', status: 'ACTIVE', actor: { displayName: 'admin' } },
      { action: 'breaker', before: 'ACTIVE', status: 'PAUSED', actor: null },
      { action: 'setMarketStatus', before: 'PAUSED', status: 'POST_ONLY' },
      { symbol: 'CXPT-USDC', status: 'PAUSED' },
    ])
    expect(await one.until(2)).toMatchObject([{ action: 'breaker' }, { status: 'POST_ONLY' }])
  })

  test('is for administrators alone, and knows no unknown market', async () => {
    const refused = (viewer: Viewer | null, symbol?: string) =>
      subscribe({ ...app, stop: async () => undefined }, CHANGES, { viewer, variables: { symbol } }).catch(
        (error: { extensions: { code: string } }) => error.extensions.code,
      )
    expect(await refused(null)).toBe('UNAUTHENTICATED')
    expect(await refused(viewerOf(userOf(alice)))).toBe('FORBIDDEN')
    expect(await refused(viewerOf(userOf(alice), true), 'NO-MARKET')).toBe('NOT_FOUND')
  })
})
