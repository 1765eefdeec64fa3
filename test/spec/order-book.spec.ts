import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startServices } from '../../src/services.ts'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { createTestDeps } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import {
  balancesOf,
  type BookTrader,
  bookTrader,
  openMarket,
  ORDER_FIELDS,
  placed,
  signedOrder,
  units,
  usdc,
} from '../support/order-book.ts'
import { freshSalt, inSeconds } from '../support/wallets.ts'

let app: TestApp
let alice: BookTrader
let bob: BookTrader
let markets = 0

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app, { feeBps: 50 })
  alice = await bookTrader(app, 'alice', { USDC: '10000', CXPT: '1000' })
  bob = await bookTrader(app, 'bob', { USDC: '10000', CXPT: '1000' })
})

afterAll(async () => await checkInvariants(app.deps.db))

/** A market of its own, so that no other test's orders are in the book; its orders are for two units at 1.50 USDC. */
async function freshBook() {
  const market = await openMarket(app, { symbol: `M${++markets}-USDC`, baseAsset: 'CXPT' })
  const order = (trader: BookTrader, side: string, changes: Parameters<typeof placed>[2] = {}) =>
    placed(app, trader, { market, side, ...changes })
  return { market, order }
}

async function orderOf({ token }: BookTrader, id: string): Promise<AnyData> {
  return (await app.ask(`query ($id: ID) { order(id: $id) { ${ORDER_FIELDS} } }`, { id }, { token })).order
}

const MARKET = { type: 'MARKET', timeInForce: 'IOC' } as const

describe('Two signed limit orders', () => {
  it('that cross become one fill at the resting price, paid and delivered, with a fee on either side', async () => {
    const offer = await placed(app, alice, { side: 'SELL', price: usdc('1.5'), quantity: units('10') })
    expect(offer).toMatchObject({ status: 'OPEN', filledQuantity: '0', held: '10', heldAsset: 'CXPT' })
    const bid = await placed(app, bob, { side: 'BUY', price: usdc('1.6'), quantity: units('4') })
    expect(bid).toMatchObject({
      status: 'FILLED',
      filledQuantity: '4',
      averagePrice: '1.5',
      filledNotional: '6',
      fees: '0.03',
      held: '0',
    })
    expect(await balancesOf(app, alice)).toEqual({ CXPT: '996 − 6 = 990', USDC: '10005.97 − 0 = 10005.97' })
    expect(await balancesOf(app, bob)).toEqual({ CXPT: '1004 − 0 = 1004', USDC: '9993.97 − 0 = 9993.97' })
  })
})

describe('Through the door', () => {
  it('a MARKET order takes up to its worst price, and what is left of it is cancelled', async () => {
    const { order } = await freshBook()
    await order(alice, 'SELL', { price: usdc('1.5'), quantity: units('1') })
    await order(alice, 'SELL', { price: usdc('1.6'), quantity: units('1') })
    await order(alice, 'SELL', { price: usdc('1.7'), quantity: units('1') })
    expect(await order(bob, 'BUY', { ...MARKET, price: usdc('1.6'), quantity: units('3') })).toMatchObject({
      status: 'CANCELLED',
      reason: 'UNFILLED',
      filledQuantity: '2',
      averagePrice: '1.55',
      remainingQuantity: '0',
    })
  })

  it('IOC takes what there is, FOK all or nothing, post-only nothing', async () => {
    const { order } = await freshBook()
    await order(alice, 'SELL', { quantity: units('3') })
    expect(await order(bob, 'BUY', { timeInForce: 'FOK', quantity: units('4') })).toMatchObject({
      status: 'REJECTED',
      reason: 'FOK_UNFILLABLE',
      held: '0',
    })
    expect(await order(bob, 'BUY', { postOnly: true })).toMatchObject({ status: 'REJECTED', reason: 'POST_ONLY_WOULD_TAKE' })
    expect(await order(bob, 'BUY', { timeInForce: 'FOK', quantity: units('1') })).toMatchObject({ status: 'FILLED' })
    expect(await order(bob, 'BUY', { timeInForce: 'IOC', quantity: units('9') })).toMatchObject({
      status: 'CANCELLED',
      reason: 'UNFILLED',
      filledQuantity: '2',
    })
  })

  it('GTT rests until its expiry', async () => {
    const { order } = await freshBook()
    const { id, status } = await order(alice, 'SELL', { timeInForce: 'GTT', expiry: inSeconds(2).expiry })
    expect(status).toBe('OPEN')
    await vi.waitFor(async () => expect((await orderOf(alice, id)).status).toBe('EXPIRED'), { timeout: 5_000, interval: 100 })
  })

  it('a STOP waits for the last price and then takes, a STOP_LIMIT then rests', async () => {
    const { order } = await freshBook()
    await order(alice, 'BUY', { price: usdc('1.4'), quantity: units('9') })
    const stop = { stopPrice: usdc('1.45'), price: usdc('1.4'), quantity: units('1') }
    const market = await order(bob, 'SELL', { type: 'STOP', timeInForce: 'IOC', ...stop })
    const limit = await order(bob, 'SELL', { type: 'STOP_LIMIT', ...stop, price: usdc('1.42') })
    expect([market.status, limit.status]).toEqual(['OPEN', 'OPEN'])
    await order(bob, 'SELL', { price: usdc('1.4'), quantity: units('1') })
    expect(await orderOf(bob, market.id)).toMatchObject({ status: 'FILLED', averagePrice: '1.4' })
    expect(await order(alice, 'BUY', { price: usdc('1.42'), quantity: units('1') })).toMatchObject({ status: 'FILLED' })
    expect(await orderOf(bob, limit.id)).toMatchObject({ status: 'FILLED', averagePrice: '1.42' })
  })

  it('two orders of one account do not trade, as the taker wishes', async () => {
    const { order } = await freshBook()
    const resting = await order(alice, 'SELL')
    expect(await order(alice, 'BUY')).toMatchObject({ status: 'CANCELLED', reason: 'SELF_TRADE', filledQuantity: '0' })
    expect((await orderOf(alice, resting.id)).status).toBe('OPEN')
    expect(await order(alice, 'BUY', { selfTrade: 'EXPIRE_MAKER' })).toMatchObject({ status: 'OPEN' })
    expect(await orderOf(alice, resting.id)).toMatchObject({ status: 'CANCELLED', reason: 'SELF_TRADE' })
  })

  it('a reduce-only order is cut to the position that there is', async () => {
    const { order } = await freshBook()
    await order(alice, 'SELL', { quantity: units('3') })
    await order(bob, 'BUY', { quantity: units('3') })
    await order(alice, 'BUY', { price: usdc('1.4'), quantity: units('5') })
    expect(await order(bob, 'SELL', { reduceOnly: true, price: usdc('1.4'), quantity: units('5') })).toMatchObject({
      filledQuantity: '3',
      remainingQuantity: '0',
      held: '0',
    })
  })

  it("a dead man's switch that is not renewed cancels every open order", async () => {
    const { order } = await freshBook()
    const eve = await bookTrader(app, 'eve', { USDC: '10' })
    const { id } = await order(eve, 'BUY', { price: usdc('1'), quantity: units('1') })
    const source =
      'mutation ($seconds: Int!) { setDeadMansSwitch(input: { seconds: $seconds }) { cancelsAt userErrors { code } } }'
    const set = (seconds: number) => app.gql(source, { seconds }, { token: eve.token })
    expect((await set(0)).data.setDeadMansSwitch).toEqual({ cancelsAt: null, userErrors: [] })
    expect((await set(4)).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
    const { cancelsAt } = (await set(5)).data.setDeadMansSwitch
    expect(Date.parse(cancelsAt) - Date.now()).toBeGreaterThan(3_000)
    await app.deps.db.updateTable('traders').set({ cancel_at: new Date() }).where('cancel_at', 'is not', null).execute()
    await vi.waitFor(async () => expect((await orderOf(eve, id)).reason).toBe('DEAD_MANS_SWITCH'), {
      timeout: 5_000,
      interval: 50,
    })
    expect(await balancesOf(app, eve)).toEqual({ USDC: '10 − 0 = 10' })
  })

  it('cancels by filter take every open order of the market and side, and leave the rest', async () => {
    const [{ market, order }, other] = [await freshBook(), await freshBook()]
    const bid = await order(alice, 'BUY', { price: usdc('1') })
    const kept = [await order(alice, 'SELL', { price: usdc('2') }), await other.order(alice, 'BUY', { price: usdc('1') })]
    const { expiry, expiresAt } = inSeconds(60)
    const message = { trader: alice.wallet.address, market, side: 'BUY', expiry, salt: freshSalt() }
    const signature = alice.wallet.sign('CancelOrders', message)
    const input = { trader: message.trader, symbol: market, side: 'BUY', expiresAt, salt: `${message.salt}`, signature }
    const source =
      'mutation ($input: CancelOrdersInput!) { cancelOrders(input: $input) { cancelled orders { id status } userErrors { code } } }'
    const { cancelOrders } = await app.ask(source, { input }, { token: alice.token })
    expect(cancelOrders).toEqual({ cancelled: 1, orders: [{ id: bid.id, status: 'CANCELLED' }], userErrors: [] })
    for (const { id } of kept) expect((await orderOf(alice, id)).status).toBe('OPEN')
  })
})

describe('A preview', () => {
  const PREVIEW = `query ($order: OrderDraftInput!) { previewOrder(order: $order) {
    fills { price quantity } filledQuantity averagePrice worstPrice notional fee restingQuantity hold holdAsset reason userErrors { code }
  } }`

  it('says what the order then does, by price, and the refusal that placing would get', async () => {
    const market = await openMarket(app, { symbol: 'PREVIEW-USDC', baseAsset: 'CXPT', feeBps: 50 })
    await placed(app, alice, { market, side: 'SELL', price: usdc('1.5'), quantity: units('2') })
    await placed(app, alice, { market, side: 'SELL', price: usdc('1.6'), quantity: units('2') })
    const ask = async (draft: Record<string, unknown>) => {
      const order = { symbol: market, side: 'BUY', price: '1.6', quantity: '5', ...draft }
      return (await app.ask(PREVIEW, { order }, { token: bob.token })).previewOrder
    }
    const preview = await ask({})
    expect(preview).toEqual({
      fills: [
        { price: '1.5', quantity: '2' },
        { price: '1.6', quantity: '2' },
      ],
      filledQuantity: '4',
      averagePrice: '1.55',
      worstPrice: '1.6',
      notional: '6.2',
      fee: '0.031',
      restingQuantity: '1',
      hold: '8.04',
      holdAsset: 'USDC',
      reason: null,
      userErrors: [],
    })
    expect(await ask({ postOnly: true })).toMatchObject({ fills: [], reason: 'POST_ONLY_WOULD_TAKE' })
    expect(await ask({ type: 'STOP_LIMIT', stopPrice: '1.7' })).toMatchObject({ fills: [], restingQuantity: '5' })
    expect(await ask({ price: '1.601' })).toMatchObject({ filledQuantity: '0', userErrors: [{ code: 'PRICE_OFF_GRID' }] })
    expect(await ask({ quantity: '50000' })).toMatchObject({ userErrors: [{ code: 'INSUFFICIENT_BALANCE' }] })
    const bid = await placed(app, bob, { market, price: usdc('1.6'), quantity: units('5') })
    expect(bid).toMatchObject({ filledQuantity: '4', averagePrice: preview.averagePrice, filledNotional: '6.2', fees: '0.031' })
  })
})

describe("One's orders", () => {
  it('come by page, the newest first, in both directions, and by filter', async () => {
    const { market, order } = await freshBook()
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await order(alice, 'BUY', { price: usdc('1'), clientOrderId: `n-${n}` })).id)
    const page = async (args: string) => {
      const source = `{ orders(filter: { symbol: "${market}", open: true } ${args}) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } }`
      const { orders } = await app.ask(source, {}, { token: alice.token })
      return { ...orders, ids: orders.edges.map((edge: AnyData) => edge.node.id) }
    }
    const first = await page('first: 2')
    expect([first.ids, first.pageInfo]).toEqual([ids.slice(0, 2), { hasNextPage: true, hasPreviousPage: false }])
    expect((await page(`first: 9 after: "${first.edges[1].cursor}"`)).ids).toEqual(ids.slice(2))
    expect((await page('last: 2')).ids).toEqual(ids.slice(3))
    const filtered = `{ orders(filter: { symbol: "${market}", side: SELL }) { nodes { id } } order(symbol: "${market}", clientOrderId: "n-3") { id } }`
    expect(await app.ask(filtered, {}, { token: alice.token })).toEqual({ orders: { nodes: [] }, order: { id: ids[1] } })
    expect(await app.ask(filtered, {}, { token: bob.token })).toEqual({ orders: { nodes: [] }, order: null })
  })
})

it('Without a matcher an order is PENDING and can be cancelled; both are carried out once one comes', async () => {
  const deps = await createTestDeps()
  const api = await startTestApp({ role: 'api', deps })
  const market = await openMarket(api)
  const trader = await bookTrader(api, 'alice', { USDC: '10' })
  const input = signedOrder(trader, { market, price: usdc('1') })
  const source = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id status } } }'
  const { placeOrder } = await api.ask(source, { input }, { token: trader.token })
  expect(placeOrder.order.status).toBe('PENDING')
  const message = { trader: trader.wallet.address, market, orderId: placeOrder.order.id, clientOrderId: '' }
  const cancelling = api.ask(
    'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { status } userErrors { code } } }',
    {
      input: {
        symbol: market,
        orderId: message.orderId,
        trader: message.trader,
        signature: trader.wallet.sign('CancelOrder', message),
      },
    },
    { token: trader.token },
  )
  const { stop } = startServices(deps, 'matcher')
  expect((await cancelling).cancelOrder).toEqual({ order: { status: 'CANCELLED' }, userErrors: [] })
  expect(await balancesOf(api, trader)).toEqual({ USDC: '10 − 0 = 10' })
  await stop()
  await checkInvariants(deps.db)
})
