import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { checkInvariants } from '../support/invariants.ts'
import {
  balancesOf,
  type BookTrader,
  bookTrader,
  openMarket,
  PLACE,
  place,
  placed,
  setMarketStatus,
  signedOrder,
  units,
  usdc,
} from '../support/order-book.ts'
import { freshSalt, inSeconds, orderMessage, sessionKeyInput, testWallet } from '../support/wallets.ts'

let app: TestApp
let alice: BookTrader
let bob: BookTrader

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app, { minNotional: '1', bandBps: 1_000 })
  alice = await bookTrader(app, 'alice', { USDC: '1000', CXPT: '100' })
  bob = await bookTrader(app, 'bob', { USDC: '1000' })
})

afterAll(async () => {
  expect(await balancesOf(app, alice)).toEqual({ CXPT: '100 − 0 = 100', USDC: '1000 − 0 = 1000' })
  await checkInvariants(app.deps.db)
})

/** The one refusal of an order, which changed nothing. */
async function refused(changes: Parameters<typeof place>[2], trader = alice): Promise<AnyData> {
  const { order, userErrors } = await place(app, trader, changes)
  expect(order).toBeNull()
  expect(userErrors).toHaveLength(1)
  return userErrors[0]
}

/** Sends an input that was changed after it was signed. */
async function sent(input: AnyData, token = alice.token): Promise<AnyData> {
  const figures = `... on OffGridError { step nearestBelow nearestAbove } ... on NotionalTooSmallError { minNotional notional nearestQuantity }
    ... on PriceOutOfBandError { lowest highest } ... on InsufficientBalanceError { asset required available heldBy { id held } }
    ... on SignatureInvalidError { check { likelyDifference recovered } }`
  const source = PLACE.replaceAll('message path', `message path ${figures}`)
  const { placeOrder } = await app.ask(source, { input }, { token })
  expect(placeOrder.order).toBeNull()
  return placeOrder.userErrors[0]
}

describe('A value off the grid names the valid values beside it', () => {
  it('of a price', async () => {
    const order = signedOrder(alice) as AnyData
    order.limit.price = '1.505'
    expect(await sent(order)).toMatchObject({
      code: 'PRICE_OFF_GRID',
      path: ['input', 'limit', 'price'],
      step: '0.01',
      nearestBelow: '1.5',
      nearestAbove: '1.51',
    })
  })

  it('of a price below the first tick, and of one with more decimals than USDC has', async () => {
    const order = signedOrder(alice) as AnyData
    order.limit.price = '0.004'
    expect(await sent(order)).toMatchObject({ code: 'PRICE_OFF_GRID', nearestBelow: null, nearestAbove: '0.01' })
    order.limit.price = '1.5000000000001'
    expect(await sent(order)).toMatchObject({ code: 'PRICE_OFF_GRID', nearestBelow: '1.5', nearestAbove: '1.51' })
  })

  it('of a quantity, at zero and below too', async () => {
    const order = signedOrder(alice) as AnyData
    order.limit.quantity = '2.0005'
    expect(await sent(order)).toMatchObject({ code: 'QUANTITY_OFF_GRID', nearestBelow: '2', nearestAbove: '2.001' })
    order.limit.quantity = '0'
    expect(await sent(order)).toMatchObject({ code: 'QUANTITY_OFF_GRID', nearestBelow: null, nearestAbove: '0.001' })
    order.limit.quantity = '-3'
    expect(await sent(order)).toMatchObject({ code: 'QUANTITY_OFF_GRID', nearestBelow: null, nearestAbove: '0.001' })
    order.limit.quantity = '999999999999999'
    expect(await sent(order)).toMatchObject({ code: 'INVALID_PARAMETER', path: ['input', 'limit', 'quantity'] })
  })
})

describe('An order that the market does not take', () => {
  it('is dust below the least notional, and is told the least quantity', async () => {
    expect(await sent(signedOrder(alice, { quantity: units('0.666') }))).toMatchObject({
      code: 'NOTIONAL_TOO_SMALL',
      minNotional: '1',
      notional: '0.999',
      nearestQuantity: '0.667',
    })
  })

  it('is outside the band around the mark price, a stop outside that of its stop price', async () => {
    expect(await sent(signedOrder(alice, { price: usdc('1.66') }))).toMatchObject({
      code: 'PRICE_OUT_OF_BAND',
      lowest: '1.35',
      highest: '1.65',
    })
    expect((await refused({ side: 'SELL', price: usdc('1.34') })).code).toBe('PRICE_OUT_OF_BAND')
    expect((await refused({ type: 'STOP', timeInForce: 'IOC', stopPrice: usdc('3'), price: usdc('3.31') })).code).toBe(
      'PRICE_OUT_OF_BAND',
    )
  })

  it('needs more than is available, and is told how much, of what, and what holds the rest', async () => {
    const resting = await placed(app, alice, { price: usdc('1.4'), quantity: units('700') })
    expect(await sent(signedOrder(alice, { price: usdc('1.5'), quantity: units('20') }))).toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
      asset: 'USDC',
      required: '30',
      available: '20',
      heldBy: [{ id: resting.id, held: '980' }],
    })
    expect(await refused({ side: 'SELL', price: usdc('1.5'), quantity: units('100.001') })).toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
    })
    await cancelled(resting.id)
  })

  it('finds the market paused, post-only, reduce-only or unknown', async () => {
    expect((await refused({ market: 'NONE-USDC' })).code).toBe('MARKET_NOT_FOUND')
    await setMarketStatus(app, 'CXPT-USDC', 'PAUSED')
    expect((await refused({})).code).toBe('MARKET_NOT_ACTIVE')
    await setMarketStatus(app, 'CXPT-USDC', 'POST_ONLY')
    expect((await refused({})).code).toBe('MARKET_NOT_ACTIVE')
    await cancelled((await placed(app, alice, { postOnly: true })).id)
    await setMarketStatus(app, 'CXPT-USDC', 'REDUCE_ONLY')
    expect((await refused({})).code).toBe('MARKET_NOT_ACTIVE')
    expect((await refused({ reduceOnly: true })).code).toBe('REDUCE_ONLY_NOTHING_TO_REDUCE')
    await setMarketStatus(app, 'CXPT-USDC', 'ACTIVE')
  })

  it.each([
    ['a MARKET order that would rest', { type: 'MARKET', timeInForce: 'GTC' }, 'timeInForce'],
    ['GTT without an expiry', { timeInForce: 'GTT' }, 'expiresAt'],
    ['GTC with an expiry', { expiry: 4_000_000_000n }, 'expiresAt'],
    ['post-only that never rests', { timeInForce: 'IOC', postOnly: true }, 'postOnly'],
    ['a client order id with a space', { clientOrderId: 'a b' }, 'clientOrderId'],
  ])('has flags that do not go together: %s', async (_what, changes, field) => {
    const refusal = await refused(changes)
    expect([refusal.code, refusal.path.at(-1)]).toEqual(['INVALID_PARAMETER', field])
  })

  it('has expired', async () => {
    expect((await refused({ timeInForce: 'GTT', expiry: inSeconds(-1).expiry })).code).toBe('ORDER_EXPIRED')
  })

  it('repeats the client order id of an open order, and may once that one has ended', async () => {
    const first = await placed(app, alice, { clientOrderId: 'quote-1' })
    expect((await refused({ clientOrderId: 'quote-1' })).code).toBe('CLIENT_ORDER_ID_TAKEN')
    await cancelled(first.id)
    await cancelled((await placed(app, alice, { clientOrderId: 'quote-1' })).id)
  })
})

describe('A signature', () => {
  it('of another domain or chain, or of other values, is invalid and says why', async () => {
    const message = orderMessage(alice.wallet.address)
    const { limit } = signedOrder(alice) as AnyData
    const input = { ...limit, salt: message.salt.toString() }
    for (const domain of [{ chainId: 1 }, { name: 'CXPX' }, { version: '2' }]) {
      const full = { name: 'CXPT', version: '1', chainId: 31_337, verifyingContract: `0x${'0'.repeat(38)}c0` as const }
      const signature = alice.wallet.sign('Order', message, { ...full, ...domain })
      const refusal = await sent({ limit: { ...input, signature } })
      expect(refusal).toMatchObject({ code: 'SIGNATURE_INVALID', path: ['input', 'limit', 'signature'] })
      if ('chainId' in domain) expect(refusal.check.likelyDifference).toContain('chain')
    }
    const changed = await sent({ limit: { ...limit, quantity: '3' } })
    expect(changed.code).toBe('SIGNATURE_INVALID')
    expect((await sent({ limit: { ...limit, signature: '0x12' } })).code).toBe('SIGNATURE_INVALID')
  })

  it('of a wallet that is not linked, or is linked to another account, places nothing', async () => {
    const mallory = await bookTrader(app, 'mallory')
    const stranger = { ...alice, wallet: testWallet('a stranger') }
    expect((await sent(signedOrder(stranger))).code).toBe('WALLET_NOT_LINKED')
    expect((await sent(signedOrder(alice), mallory.token)).code).toBe('WALLET_NOT_LINKED')
  })

  it('of a session key places orders for its wallet; a foreign, revoked or narrower one does not', async () => {
    const [key, other, narrow] = ['a key', 'a foreign key', 'a narrow key'].map(testWallet)
    const authorise = `mutation ($input: AuthoriseSessionKeyInput!) { authoriseSessionKey(input: $input) { userErrors { code } } }`
    await app.ask(authorise, { input: sessionKeyInput(alice.wallet, key!.address) }, { token: alice.token })
    await app.ask(
      authorise,
      { input: sessionKeyInput(alice.wallet, narrow!.address, { scope: 'CANCEL' }) },
      { token: alice.token },
    )
    const { placeOrder } = await app.ask(PLACE, { input: signedOrder(alice, {}, key) }, { token: alice.token })
    expect(placeOrder.order.status).toBe('OPEN')
    await cancelled(placeOrder.order.id, narrow)
    expect((await sent(signedOrder(alice, {}, other))).code).toBe('SIGNATURE_INVALID')
    expect((await sent(signedOrder(alice, {}, narrow))).code).toBe('SESSION_KEY_INVALID')
    const revoke = `mutation ($input: RevokeSessionKeyInput!) { revokeSessionKey(input: $input) { userErrors { code } } }`
    await app.ask(revoke, { input: { key: key!.address } }, { token: alice.token })
    expect((await sent(signedOrder(alice, {}, key))).code).toBe('SESSION_KEY_INVALID')
  })

  it('of an order that another account placed is no order of the caller', async () => {
    const order = await placed(app, alice, {})
    const source = '($id: ID!) { order(id: $id) { id } }'
    expect(await app.ask(`query ${source}`, { id: order.id }, { token: bob.token })).toEqual({ order: null })
    expect((await cancelWith(bob, order.id)).userErrors[0].code).toBe('ORDER_NOT_FOUND')
    await cancelled(order.id)
  })

  it('of a cancel by filter takes effect once and before its expiry', async () => {
    const source = `mutation ($input: CancelOrdersInput!) { cancelOrders(input: $input) { cancelled userErrors { code } } }`
    const signed = (seconds: number) => {
      const { expiry, expiresAt } = inSeconds(seconds)
      const message = { trader: alice.wallet.address, market: '', side: '', expiry, salt: freshSalt() }
      const signature = alice.wallet.sign('CancelOrders', message)
      return { trader: message.trader, expiresAt, salt: message.salt.toString(), signature }
    }
    const input = signed(60)
    await placed(app, alice, {})
    expect(await app.ask(source, { input }, { token: alice.token })).toEqual({ cancelOrders: { cancelled: 1, userErrors: [] } })
    const again = await app.ask(source, { input }, { token: alice.token })
    expect(again.cancelOrders.userErrors[0].code).toBe('SIGNATURE_REUSED')
    const late = await app.ask(source, { input: signed(-1) }, { token: alice.token })
    expect(late.cancelOrders.userErrors[0].code).toBe('SIGNATURE_EXPIRED')
  })
})

it('Guests and malformed texts reach no rule', async () => {
  const { errors } = await app.gql(PLACE, { input: signedOrder(alice) })
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
  for (const change of [{ salt: 'x' }, { trader: '0x12' }]) {
    const { limit } = signedOrder(alice) as AnyData
    const answer = await app.gql(PLACE, { input: { limit: { ...limit, ...change } } }, { token: alice.token })
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  }
  const both = { ...signedOrder(alice), ...signedOrder(alice, { type: 'MARKET', timeInForce: 'IOC' }) }
  expect((await app.gql(PLACE, { input: both }, { token: alice.token })).errors).toHaveLength(1)
})

async function cancelWith(trader: BookTrader, orderId: string, signer = trader.wallet): Promise<AnyData> {
  const source = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { status reason } userErrors { code } } }`
  const message = { trader: trader.wallet.address, market: 'CXPT-USDC', orderId: orderId as `0x${string}`, clientOrderId: '' }
  const input = { symbol: 'CXPT-USDC', orderId, trader: message.trader, signature: signer.sign('CancelOrder', message) }
  return (await app.ask(source, { input }, { token: trader.token })).cancelOrder
}

async function cancelled(orderId: string, signer = alice.wallet): Promise<void> {
  const { order } = await cancelWith(alice, orderId, signer)
  expect(order).toEqual({ status: 'CANCELLED', reason: 'REQUESTED' })
}
