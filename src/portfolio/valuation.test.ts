import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attempt, DEFAULTS, listed, newTrader, shares, type Trader, usd } from '../../test/support/market.ts'
import { EMPTY_HOLDING } from '../holdings/holding.ts'
import { micros, shareUnits } from '../money/units.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { accountValue, holdingValue } from './valuation.ts'

const holding = (n: string, cost: string) => ({ shares: shares(n), costBasis: usd(cost) })

describe('a holding', () => {
  test.each([
    // shares, cost, price → market value, liquidation value, unrealised
    ['1', '1.0302', '1.02', '1.02', '0.9898', '-0.0102'],
    ['100', '204', '3', '300', '196', '96'],
    ['0.0001', '0.000103', '1.000002', '0.0001', '0.000098', '-0.000003'],
    ['100', '5', '0.3', '30', '10.78', '25'],
    ['0', '0', '5', '0', '0', '0'],
  ])('of %s shares for %s at %s', (n, cost, price, marketValue, liquidationValue, unrealised) => {
    expect(holdingValue(holding(n, cost), usd(price), DEFAULTS)).toEqual({
      marketValue: usd(marketValue),
      liquidationValue: usd(liquidationValue),
      unrealised: usd(unrealised),
    })
  })

  test('is worth what selling it whole would pay, also beyond the largest order', () => {
    const value = holdingValue(holding('150000', '0'), usd('3001'), DEFAULTS)
    expect(value.liquidationValue).toBe(usd('220647000'))
  })

  test('never pays more than its mark', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 10n }).map(shareUnits),
        fc.bigInt({ min: 100_000n, max: 10n ** 12n }).map(micros),
        (n, price) => {
          const value = holdingValue({ shares: n, costBasis: usd('0') }, price, DEFAULTS)
          expect(value.liquidationValue <= value.marketValue).toBe(true)
        },
      ),
    )
  })
})

describe('an account', () => {
  test('one buy of 447 shows +78 % by mark and is worth −3.9 %', () => {
    const value = accountValue(usd('6.0082'), usd('2500'), [holdingValue(holding('447', '2493.9918'), usd('9.94'), DEFAULTS)])
    expect(value).toEqual({
      equity: usd('4443.18'),
      total: usd('4449.1882'),
      liquidation: usd('2402.1964'),
      totalPnl: usd('1949.1882'),
      unrealised: usd('1949.1882'),
      returnPctHundredths: -391n,
    })
  })

  test.each([
    ['2500.125', 1n],
    ['2500.124999', 0n],
    ['2499.875', 0n],
    ['2499.874999', -1n],
    ['5000', 10_000n],
    ['0', -10_000n],
  ])('of %s out of 2,500 returns %s hundredths of a percent, half-up', (cash, hundredths) => {
    expect(accountValue(usd(cash), usd('2500'), []).returnPctHundredths).toBe(hundredths)
  })

  test('sums its holdings, each by itself', () => {
    const two = [
      holdingValue(holding('100', '204'), usd('3'), DEFAULTS),
      holdingValue(holding('1', '1.0302'), usd('1.02'), DEFAULTS),
    ]
    expect(accountValue(usd('100'), usd('2500'), two)).toMatchObject({
      equity: usd('301.02'),
      total: usd('401.02'),
      liquidation: usd('296.9898'),
      unrealised: usd('95.9898'),
    })
  })

  test('total profit is realised + unrealised, to the last micro-unit, after any trades', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('BUY' as const, 'SELL' as const), fc.bigInt({ min: 1n, max: 2_000_000n }).map(shareUnits)),
    )
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 100_000n, max: 50_000_000n }).map(micros), (trades, price) => {
        let project = listed()
        let trader: Trader = newTrader()
        for (const [side, n] of trades) {
          const result = attempt(project, trader, side, n)
          if (isRefusal(result)) continue
          project = result.project
          trader = result
        }
        const value = accountValue(trader.cash, usd('2500'), [holdingValue(trader.holding, price, DEFAULTS)])
        expect(value.totalPnl).toBe(trader.holding.realised + value.unrealised)
      }),
    )
  })

  test('without a trade is worth its cash', () => {
    const value = accountValue(usd('2500'), usd('2500'), [holdingValue(EMPTY_HOLDING, usd('5'), DEFAULTS)])
    expect(value).toEqual({
      equity: 0n,
      total: usd('2500'),
      liquidation: usd('2500'),
      totalPnl: 0n,
      unrealised: 0n,
      returnPctHundredths: 0n,
    })
  })
})
