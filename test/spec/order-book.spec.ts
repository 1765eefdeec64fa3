import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { checkInvariants } from '../support/invariants.ts'
import { balancesOf, type BookTrader, bookTrader, openMarket, placed, units, usdc } from '../support/order-book.ts'

let app: TestApp
let alice: BookTrader
let bob: BookTrader

beforeAll(async () => {
  app = await startTestApp()
  await openMarket(app, { feeBps: 50 })
  alice = await bookTrader(app, 'alice', { USDC: '1000', CXPT: '100' })
  bob = await bookTrader(app, 'bob', { USDC: '1000', CXPT: '100' })
})

afterAll(async () => await checkInvariants(app.deps.db))

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
    expect(await balancesOf(app, alice)).toEqual({ CXPT: '96 − 6 = 90', USDC: '1005.97 − 0 = 1005.97' })
    expect(await balancesOf(app, bob)).toEqual({ CXPT: '104 − 0 = 104', USDC: '993.97 − 0 = 993.97' })
  })
})
