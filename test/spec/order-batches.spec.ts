import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GridOrder } from '../../src/orders/order-intent.ts'
import { createOrderIntake } from '../../src/orders/order-intake.ts'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { GRID_ORDER } from '../support/grid-order.ts'
import { checkInvariants } from '../support/invariants.ts'
import {
  balancesOf,
  type BookTrader,
  bookTrader,
  openMarket,
  ORDER_FIELDS,
  PLACE,
  placed,
  signedOrder,
  units,
  usdc,
} from '../support/order-book.ts'
import { orderMessage } from '../support/wallets.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app)
  await openMarket(app, { symbol: 'ZED-USDC' })
})

afterAll(async () => await checkInvariants(app.deps.db))

const RESULTS = `order { ${ORDER_FIELDS} } userErrors { code path }`
const PLACE_ORDERS = `mutation ($input: PlaceOrdersInput!) {
  placeOrders(input: $input) { results { ${RESULTS} } cancelled { ${RESULTS} } userErrors { code path } }
}`
const REPLACE = `mutation ($input: ReplaceOrderInput!) {
  replaceOrder(input: $input) { order { ${ORDER_FIELDS} } replaced { id status reason replacedBy } userErrors { code } }
}`

async function placeOrders(trader: BookTrader, orders: unknown[], more: Record<string, unknown> = {}): Promise<AnyData> {
  const { placeOrders: payload } = await app.ask(PLACE_ORDERS, { input: { orders, ...more } }, { token: trader.token })
  return payload
}

const cancelInput = ({ wallet }: BookTrader, orderId: string) => {
  const message = { trader: wallet.address, market: 'CXPT-USDC', orderId: orderId as `0x${string}`, clientOrderId: '' }
  return { symbol: 'CXPT-USDC', orderId, trader: wallet.address, signature: wallet.sign('CancelOrder', message) }
}

async function replace(trader: BookTrader, orderId: string, changes: Parameters<typeof signedOrder>[1]): Promise<AnyData> {
  const input = { orderId, order: signedOrder(trader, { replaces: orderId as `0x${string}`, ...changes }) }
  return (await app.ask(REPLACE, { input }, { token: trader.token })).replaceOrder
}

describe('A batch', () => {
  it('is all or none: one refused item leaves no order, no hold and no cancel', async () => {
    const carol = await bookTrader(app, 'carol', { USDC: '10' })
    const resting = await placed(app, carol, { price: usdc('1'), quantity: units('2') })
    const orders = ['1', '1', '7'].map((quantity) => signedOrder(carol, { price: usdc('1'), quantity: units(quantity) }))
    const answer = await placeOrders(carol, orders, { cancel: [cancelInput(carol, resting.id)] })
    expect(answer).toEqual({
      results: null,
      cancelled: null,
      userErrors: [{ code: 'INSUFFICIENT_BALANCE', path: ['input', 'orders', '2', 'limit', 'quantity'] }],
    })
    expect(await balancesOf(app, carol)).toEqual({ USDC: '10 − 2 = 8' })
  })

  it('stands item by item where asked, orders and cancels of several markets together', async () => {
    const dave = await bookTrader(app, 'dave', { USDC: '10' })
    const resting = await placed(app, dave, { price: usdc('1'), quantity: units('2') })
    const { results, cancelled, userErrors } = await placeOrders(
      dave,
      [
        signedOrder(dave, { price: usdc('1'), quantity: units('3') }),
        signedOrder(dave, { market: 'NONE-USDC' }),
        signedOrder(dave, { market: 'ZED-USDC', price: usdc('1'), quantity: units('4') }),
        signedOrder(dave, { price: usdc('1'), quantity: units('9') }),
      ],
      { mode: 'EACH', cancel: [cancelInput(dave, resting.id), cancelInput(dave, `0x${'1'.repeat(64)}`)] },
    )
    expect(userErrors).toEqual([])
    expect(results.map((each: AnyData) => each.order?.status ?? each.userErrors[0].code)).toEqual([
      'OPEN',
      'MARKET_NOT_FOUND',
      'OPEN',
      'INSUFFICIENT_BALANCE',
    ])
    expect(cancelled.map((each: AnyData) => each.order?.status ?? each.userErrors[0].code)).toEqual([
      'CANCELLED',
      'ORDER_NOT_FOUND',
    ])
    expect(await balancesOf(app, dave)).toEqual({ USDC: '10 − 7 = 3' })
  })

  it('sent again answers the orders that it placed and places none', async () => {
    const erin = await bookTrader(app, 'erin', { USDC: '10' })
    const resting = await placed(app, erin, { price: usdc('1'), quantity: units('1') })
    const orders = [signedOrder(erin, { price: usdc('1') }), signedOrder(erin, { price: usdc('1.1') })]
    const cancel = [cancelInput(erin, resting.id)]
    const first = await placeOrders(erin, orders, { cancel })
    expect(first.results.map(({ order }: AnyData) => order.status)).toEqual(['OPEN', 'OPEN'])
    expect(await placeOrders(erin, orders, { cancel })).toEqual(first)
    expect(await balancesOf(app, erin)).toEqual({ USDC: '10 − 4.2 = 5.8' })
  })

  it('holds fifty items at most, at ten points each', async () => {
    const frank = await bookTrader(app, 'frank', { USDC: '100' })
    const orders = Array.from({ length: 50 }, () => signedOrder(frank, { price: usdc('1'), quantity: units('1') }))
    const source = 'mutation ($input: PlaceOrdersInput!) { placeOrders(input: $input) { userErrors { code } } }'
    const { data, extensions } = await app.gql(source, { input: { orders } }, { token: frank.token })
    expect(data.placeOrders.userErrors).toEqual([])
    expect(extensions?.cost?.requested).toBeGreaterThanOrEqual(500)
    const { errors } = await app.gql(source, { input: { orders: [...orders, orders[0]] } }, { token: frank.token })
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
    const none = await app.gql(source, { input: { orders: [] } }, { token: frank.token })
    expect(none.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  })

  it('never takes a trader beyond two hundred open orders in a market', async () => {
    const gina = await bookTrader(app, 'gina', { USDC: '1000' })
    const many = (size: number) =>
      Array.from({ length: size }, () => signedOrder(gina, { price: usdc('1'), quantity: units('1') }))
    for (let batch = 0; batch < 3; batch++) expect((await placeOrders(gina, many(50))).userErrors).toEqual([])
    await placeOrders(gina, many(49))
    const { results } = await placeOrders(gina, many(2), { mode: 'EACH' })
    expect(results.map((each: AnyData) => each.userErrors[0]?.code)).toEqual([undefined, 'TOO_MANY_OPEN_ORDERS'])
  })
})

describe('A replace', () => {
  it('hands over what the old order holds, so that all of a balance can be quoted again', async () => {
    const hugo = await bookTrader(app, 'hugo', { USDC: '10' })
    const old = await placed(app, hugo, { price: usdc('1'), quantity: units('10') })
    const { order, replaced } = await replace(hugo, old.id, { price: usdc('0.8'), quantity: units('12.5') })
    expect(order).toMatchObject({ status: 'OPEN', held: '10' })
    expect(replaced).toEqual({ id: old.id, status: 'CANCELLED', reason: 'REPLACED', replacedBy: order.id })
    expect((await replace(hugo, order.id, { price: usdc('0.8'), quantity: units('12.501') })).userErrors[0].code).toBe(
      'INSUFFICIENT_BALANCE',
    )
    expect((await replace(hugo, old.id, { price: usdc('0.8') })).userErrors[0].code).toBe('ORDER_NOT_OPEN')
    expect((await replace(hugo, order.id, { side: 'SELL' })).userErrors[0].code).toBe('INVALID_PARAMETER')
    expect(await balancesOf(app, hugo)).toEqual({ USDC: '10 − 10 = 0' })
  })

  it('keeps the place in the queue where only the quantity shrinks', async () => {
    const [first, second, taker] = await Promise.all(
      ['ida', 'jack', 'kim'].map((name) => bookTrader(app, name, { USDC: '100', CXPT: '10' })),
    )
    const offer = { side: 'SELL', price: usdc('1.2'), quantity: units('5') }
    const old = await placed(app, first!, offer)
    await placed(app, second!, offer)
    const { order } = await replace(first!, old.id, { ...offer, quantity: units('3') })
    await placed(app, taker!, { price: usdc('1.2'), quantity: units('3') })
    const { order: now } = await app.ask(
      `query ($id: ID) { order(id: $id) { status } }`,
      { id: order.id },
      { token: first!.token },
    )
    expect(now.status).toBe('FILLED')
  })
})

describe('Concurrent orders', () => {
  it('of one trader, fifty of whom one can be paid, hold once', async () => {
    const lena = await bookTrader(app, 'lena', { USDC: '10' })
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        app.ask(PLACE, { input: signedOrder(lena, { price: usdc('1'), quantity: units('7') }) }, { token: lena.token }),
      ),
    )
    const codes = answers.map(({ placeOrder }) => placeOrder.order?.status ?? placeOrder.userErrors[0].code)
    expect(codes.filter((code) => code === 'OPEN')).toHaveLength(1)
    expect(codes.filter((code) => code === 'INSUFFICIENT_BALANCE')).toHaveLength(49)
    expect(await balancesOf(app, lena)).toEqual({ USDC: '10 − 7 = 3' })
  })

  it('that are one signed message, sent twenty times over two executors, are one order', async () => {
    const mona = await bookTrader(app, 'mona', { USDC: '100' })
    const other = createOrderIntake({ ...app.deps, serverId: randomUUID() })
    const { user_id: userId } = await app.deps.db
      .selectFrom('wallets')
      .select('user_id')
      .where('wallet', '=', Buffer.from(mona.wallet.address.slice(2), 'hex'))
      .executeTakeFirstOrThrow()
    const message = orderMessage(mona.wallet.address, { price: usdc('1'), quantity: units('3') })
    const signed = await app.services.signatures.verify('Order', message, mona.wallet.sign('Order', message))
    const { market_id: marketId } = await app.deps.db
      .selectFrom('markets')
      .select('market_id')
      .where('symbol', '=', 'CXPT-USDC')
      .executeTakeFirstOrThrow()
    const order: GridOrder = { ...GRID_ORDER, quantity: 3_000 }
    const item = {
      kind: 'PLACE',
      marketId,
      order,
      signed: { ...signed, wallet: mona.wallet.address, salt: message.salt, replaces: null },
      path: [],
    } as const
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? app.services.orders : other).submit({ userId, items: [item], allOrNone: true }),
      ),
    )
    const orders = answers.map(([answer]) => (answer && 'orders' in answer ? answer.orders[0] : null))
    expect(new Set(orders.map((each) => `${each?.orderId} ${each?.status} ${each?.inboxNumber}`)).size).toBe(1)
    expect(await balancesOf(app, mona)).toEqual({ USDC: '100 − 3 = 97' })
    await other.drain()
  })

  it('of many traders are taken in together', async () => {
    const { batches, requests } = app.services.orders.stats
    const traders = await Promise.all(Array.from({ length: 8 }, (_, n) => bookTrader(app, `crowd-${n}`, { USDC: '100' })))
    const orders = traders.flatMap((trader) =>
      Array.from({ length: 5 }, () => ({ trader, input: signedOrder(trader, { price: usdc('0.9') }) })),
    )
    const answers = await Promise.all(orders.map(({ trader, input }) => app.ask(PLACE, { input }, { token: trader.token })))
    expect(answers.every(({ placeOrder }) => placeOrder.order.status === 'OPEN')).toBe(true)
    expect(app.services.orders.stats.requests - requests).toBe(40)
    expect(app.services.orders.stats.batches - batches).toBeLessThan(30)
  })
})
