import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULTS, factor, listed, shares, usd } from '../../test/support/market.ts'
import { micros, shareUnits } from '../money/units.ts'
import { basePriceOf, line, marketCap, offsetForLine } from './project.ts'

describe('base price', () => {
  test.each([
    ['0', '1'],
    ['5', '1.5'],
    ['-5', '0.5'],
    ['-9', '0.1'],
    ['-20', '0.1'],
    ['0.000005', '1.000001'],
    ['0.000004', '1'],
    ['-0.000005', '1'],
    ['-0.000006', '0.999999'],
  ])('of seed %s is %s: half-up, and never below the floor', (seed, price) => {
    expect(basePriceOf(usd(seed), DEFAULTS)).toBe(usd(price))
  })

  test('uses the parameters of its event', () => {
    const p = { ...DEFAULTS, minPriceMicros: usd('3'), defaultBasePriceMicros: usd('10'), seedToPriceRatio: factor('2.5') }
    expect([basePriceOf(usd('4'), p), basePriceOf(usd('-2.8'), p), basePriceOf(usd('-100'), p)]).toEqual([
      usd('20'),
      usd('3'),
      usd('3'),
    ])
  })
})

describe('the line', () => {
  test('is base price + offset + k × net shares', () => {
    const project = { ...listed('5'), netShares: shares('100.0001'), offset: usd('-0.25') }
    expect(line(project, DEFAULTS)).toBe(usd('3.250002'))
    expect(line(listed(), DEFAULTS)).toBe(usd('1'))
  })

  test('is put where an offset is asked to put it, but not below the floor', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.bigInt({ min: 100_000n, max: 10n ** 12n }).map(micros),
        fc.bigInt({ min: 0n, max: 10n ** 10n }).map(shareUnits),
        (target, basePrice, netShares) => {
          const offset = offsetForLine(target, basePrice, netShares, DEFAULTS)
          expect(line({ basePrice, offset, netShares }, DEFAULTS)).toBe(target < 100_000n ? 100_000n : target)
        },
      ),
    )
  })

  test('a slope that is no multiple of 0.02 is a bug, not a rounding', () => {
    const project = { ...listed(), netShares: shareUnits(1n) }
    expect(() => line(project, { ...DEFAULTS, slopeMicrosPerShare: micros(25_001n) })).toThrow(RangeError)
  })
})

test.each([
  ['1', '0', '1'],
  ['1', '0.5', '1'],
  ['3', '100', '300'],
  ['1.000003', '1.5', '1.500004'],
])('market cap at %s with %s shares is %s: rounded down, of one share at least', (price, net, cap) => {
  expect(marketCap(usd(price), shares(net))).toBe(usd(cap))
})
