import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatScaled } from '../money/decimal.ts'
import { halfUpDiv } from '../money/rounding.ts'
import {
  applyFill,
  ATTO_DECIMALS,
  AVERAGE_DECIMALS,
  averagePrice,
  FLAT,
  type Position,
  type PositionFill,
  unrealisedAt,
} from './average-cost.ts'

const USDC = 1_000_000n
/** Base units of one lot: a whole one. */
const LOT = 10n ** 8n

/** The fee is 0.01 %. */
const fill = (side: 'BUY' | 'SELL', quantity: bigint, price: bigint): PositionFill => ({
  side,
  quantity,
  notional: quantity * price * USDC,
  fee: (quantity * price * USDC) / 10_000n,
})
const after = (...fills: PositionFill[]): Position => fills.reduce(applyFill, FLAT)
const usdc = (attos: bigint, decimals: number) =>
  formatScaled(halfUpDiv(attos, 10n ** BigInt(ATTO_DECIMALS - decimals)), decimals)
const withFees = ({ realised, fees }: Position) => usdc(realised - fees * 10n ** 12n, 8)

describe('known answers', () => {
  const bought = [fill('BUY', 12n, 100n), fill('BUY', 17n, 99n)]

  test('12 @ 100 and 17 @ 99 cost 99.413793… on average', () => {
    expect(after(...bought).costBasis).toBe(2_883n * 10n ** 18n)
    expect(formatScaled(averagePrice(after(...bought), LOT)!, AVERAGE_DECIMALS)).toBe('99.4137931')
  })

  test('closing realises against the average, fees included as they are paid', () => {
    const sold = [...bought, fill('SELL', 9n, 101n)]
    expect(withFees(after(...sold))).toBe('13.89666207')
    sold.push(fill('SELL', 4n, 105n))
    expect(withFees(after(...sold))).toBe('36.19948966')
    sold.push(fill('BUY', 3n, 103n))
    expect(withFees(after(...sold))).toBe('36.16858966')
  })
})

describe('a position', () => {
  test('that is short keeps what it was sold for, and gains when the price falls', () => {
    const short = after(fill('SELL', 10n, 100n))
    expect([short.quantity, usdc(short.costBasis, 6), averagePrice(short, LOT)]).toEqual([-10n, '-1000', 100n * 10n ** 8n])
    expect(usdc(unrealisedAt(short, -10n * 90n * USDC), 6)).toBe('100')
    expect(usdc(applyFill(short, fill('BUY', 4n, 90n)).realised, 6)).toBe('40')
  })

  test('that is turned round is closed whole, then opened at the price of the fill', () => {
    const turned = after(fill('BUY', 3n, 100n), fill('SELL', 5n, 110n))
    expect([turned.quantity, usdc(turned.realised, 6), usdc(turned.costBasis, 6)]).toEqual([-2n, '30', '-220'])
  })

  test('that is flat has no basis and no average, whatever was rounded on the way', () => {
    const flat = after(fill('BUY', 3n, 100n), fill('BUY', 4n, 101n), fill('SELL', 2n, 99n), fill('SELL', 5n, 98n))
    expect([flat.quantity, flat.costBasis, averagePrice(flat, LOT)]).toEqual([0n, 0n, null])
  })

  test('loses and gains nothing by rounding: realised − basis is what was sold less what was bought', () => {
    const anyFill = fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: fc.bigInt({ min: 1n, max: 1_000_000n }),
      price: fc.bigInt({ min: 1n, max: 1_000_000n }),
    })
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 60, size: 'max' }), (fills) => {
        const legs = fills.map(({ side, quantity, price }) => fill(side, quantity, price))
        const { quantity, costBasis, realised } = after(...legs)
        const flow = legs.reduce((sum, leg) => sum + (leg.side === 'SELL' ? leg.notional : -leg.notional), 0n)
        expect(realised - costBasis).toBe(flow * 10n ** 12n)
        expect(costBasis * quantity >= 0n).toBe(true)
        if (quantity === 0n) expect(costBasis).toBe(0n)
      }),
    )
  })
})
