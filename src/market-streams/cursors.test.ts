import { describe, expect, test } from 'vitest'
import { cursorOfMarket, cursorOfTrader, marketPlaceOf, traderPlaceOf } from './cursors.ts'

const MARKET = { epoch: 7, symbol: 'CXPT-USDC', sequence: 123_456, tradeNumber: 0, limit: 1_000, group: 25 }
const TRADER = { epoch: 7, userId: '00000000-0000-4000-8000-000000000001', revision: 2n ** 40n }

describe('Cursors', () => {
  test('say again what they were made of', () => {
    expect(marketPlaceOf(cursorOfMarket(MARKET))).toEqual(MARKET)
    expect(traderPlaceOf(cursorOfTrader(TRADER))).toEqual(TRADER)
  })

  test('of the other kind, of feeds, misspelt or longer are none', () => {
    const market = cursorOfMarket(MARKET)
    for (const text of [
      '',
      'x',
      cursorOfTrader(TRADER),
      `${market}=`,
      `${market}A`,
      `${market} `,
      Buffer.from('m1.1.1').toString('base64url'),
    ])
      expect(marketPlaceOf(text)).toBeNull()
    expect(traderPlaceOf(market)).toBeNull()
    expect(marketPlaceOf(Buffer.from('m1.07.1.1.1.1.A').toString('base64url'))).toBeNull()
    expect(marketPlaceOf(cursorOfMarket({ ...MARKET, symbol: 'A'.repeat(300) }))).toBeNull()
  })
})
