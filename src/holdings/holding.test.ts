import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shares, usd } from '../../test/support/market.ts'
import { micros, shareUnits } from '../money/units.ts'
import { applyBuy, applySell, averagePrice, EMPTY_HOLDING } from './holding.ts'

const units = fc.bigInt({ min: 1n, max: 10n ** 9n }).map(shareUnits)
const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(micros)

describe('a holding', () => {
  test('keeps its exact cost, of which a sale removes its share, rounded down', () => {
    const bought = applyBuy(applyBuy(EMPTY_HOLDING, shares('1'), usd('1')), shares('2'), usd('1'))
    expect(bought).toEqual({ shares: shares('3'), costBasis: usd('2'), realised: usd('0') })
    const { holding, realised } = applySell(bought, shares('1'), usd('5'))
    expect(realised).toBe(usd('4.333334'))
    expect(holding).toEqual({ shares: shares('2'), costBasis: usd('1.333334'), realised: usd('4.333334') })
  })

  test('that is sold whole has no cost left and keeps what it realised', () => {
    fc.assert(
      fc.property(units, amounts, amounts, (held, cost, revenue) => {
        const { holding, realised } = applySell(applyBuy(EMPTY_HOLDING, held, cost), held, revenue)
        expect(holding).toEqual({ shares: 0n, costBasis: 0n, realised: revenue - cost })
        expect(realised).toBe(revenue - cost)
      }),
    )
  })

  test('in whatever pieces it is bought and sold: realised is revenue minus cost, to the last micro-unit', () => {
    const purchases = fc.array(fc.tuple(units, amounts), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        purchases,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), amounts), { maxLength: 6 }),
        amounts,
        (buys, sales, last) => {
          let holding = EMPTY_HOLDING
          let profit = 0n
          for (const [n, cost] of buys) {
            holding = applyBuy(holding, n, cost)
            profit -= cost
          }
          for (const [percent, revenue] of sales) {
            const n = (holding.shares * BigInt(percent)) / 100n
            if (n === 0n) continue
            const sale = applySell(holding, shareUnits(n), revenue)
            expect(sale.holding.realised - holding.realised).toBe(sale.realised)
            expect(sale.holding.costBasis >= 0n && sale.holding.costBasis <= holding.costBasis).toBe(true)
            holding = sale.holding
            profit += revenue
          }
          holding = applySell(holding, holding.shares, last).holding
          expect(holding).toEqual({ shares: 0n, costBasis: 0n, realised: profit + last })
        },
      ),
    )
  })

  test('its average price is rounded half-up; nothing has the average 0', () => {
    expect(averagePrice({ shares: shares('1'), costBasis: usd('1.0302'), realised: usd('0') })).toBe(usd('1.0302'))
    expect(averagePrice({ shares: shares('2'), costBasis: usd('0.000001'), realised: usd('0') })).toBe(usd('0.000001'))
    expect(averagePrice({ shares: shares('3'), costBasis: usd('1'), realised: usd('0') })).toBe(usd('0.333333'))
    expect(averagePrice(EMPTY_HOLDING)).toBe(0n)
  })

  test.each(['0', '1.0001', '-1'])('selling %s of 1 is a bug of the caller', (n) => {
    const held = applyBuy(EMPTY_HOLDING, shares('1'), usd('1'))
    expect(() => applySell(held, shares(n), usd('1'))).toThrow(RangeError)
  })
})
