import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULTS, factor, usd } from '../../test/support/market.ts'
import type { MarketParameters } from '../events/event.ts'
import { max } from '../money/rounding.ts'
import { micros } from '../money/units.ts'
import { saleRevenue, sharesAffordable, tradeFigures } from '../trading/price-line.ts'
import { driftBand, driftTick, NOISE_MAX } from './drift-tick.ts'

const DRIFTING: MarketParameters = { ...DEFAULTS, driftEnabled: true }
const FREE_BAND: MarketParameters = { ...DRIFTING, transactionFeeBps: 5_000 }

const prices = fc
  .oneof(fc.bigInt({ min: 100_000n, max: 50_000_000n }), fc.bigInt({ min: 100_000n, max: 900_000_000_000n }))
  .map(micros)
const noises = fc.integer({ min: -NOISE_MAX, max: NOISE_MAX })
const elapsed = fc.integer({ min: 0, max: 10_000 })
const parameters = fc
  .record({
    transactionFeeBps: fc.integer({ min: 1, max: 5_000 }),
    driftMaxPctPerTickRatio: fc.bigInt({ min: 0n, max: 200_000n }),
    driftMeanReversionRatio: fc.bigInt({ min: 0n, max: 10_000_000n }),
  })
  .map((some) => ({ ...DRIFTING, ...some }) as MarketParameters)

describe('a tick', () => {
  test.each([
    // price, line, dt, noise → price: P − (P − line)·min(1, 0.12·dt/1000) + P·0.005·u·⌊√(1000·dt)⌋/10⁹, band ±25 %
    ['10', '10', 0, 1_000_000, '10'],
    ['10', '10', 1_000, 1_000_000, '10.05'],
    ['10', '10', 1_000, -1_000_000, '9.95'],
    ['10', '10', 4_000, 1_000_000, '10.1'],
    ['10', '10', 3_000, 1_000_000, '10.0866'],
    ['10', '10', 9_000, 1_000_000, '10.1'],
    ['10', '9', 1_000, 0, '9.88'],
    ['10', '9', 4_000, 0, '9.52'],
    ['9', '10', 1_000, 500_000, '9.1425'],
    ['0.1', '0.1', 1_000, -1_000_000, '0.1'],
    ['1', '1', 1_000, 1, '1'],
    ['1', '1', 1_000, 100, '1.000001'],
    ['1', '1', 1_000, -100, '1'],
    ['1', '1', 1_000, -101, '0.999999'],
  ])('from %s towards %s after %i ms with noise %i ends at %s', (price, line, elapsedMs, noise, after) => {
    expect(driftTick({ price: usd(price), line: usd(line), elapsedMs, noise }, FREE_BAND)).toBe(usd(after))
  })

  test('ends within half a fee of the line, and not below the floor', () => {
    fc.assert(
      fc.property(prices, prices, elapsed, noises, parameters, (price, line, elapsedMs, noise, p) => {
        const after = driftTick({ price, line, elapsedMs, noise }, p)
        const { lowest, highest } = driftBand(line, p.transactionFeeBps)
        expect(lowest <= line && line <= highest).toBe(true)
        expect(after >= p.minPriceMicros).toBe(true)
        expect(after <= highest && (after >= lowest || after === p.minPriceMicros)).toBe(true)
        expect(20_000n * (after - line) <= line * BigInt(p.transactionFeeBps)).toBe(true)
      }),
    )
  })

  test('pulls the whole way where the time is long enough for it, and never beyond', () => {
    const strong = { ...FREE_BAND, driftMeanReversionRatio: factor('10') }
    expect(driftTick({ price: usd('10'), line: usd('9'), elapsedMs: 100, noise: 0 }, strong)).toBe(usd('9'))
    expect(driftTick({ price: usd('10'), line: usd('9'), elapsedMs: 4_000, noise: 0 }, strong)).toBe(usd('9'))
  })

  test('without time, noise or gap stays where it is', () => {
    fc.assert(
      fc.property(prices, noises, elapsed, (price, noise, elapsedMs) => {
        expect(driftTick({ price, line: price, elapsedMs: 0, noise }, DRIFTING)).toBe(price)
        expect(driftTick({ price, line: price, elapsedMs, noise: 0 }, DRIFTING)).toBe(price)
      }),
    )
  })

  test('counts no time beyond 4 seconds and none before the last tick', () => {
    fc.assert(
      fc.property(prices, prices, noises, (price, line, noise) => {
        const after = (elapsedMs: number) => driftTick({ price, line, elapsedMs, noise }, DRIFTING)
        expect([after(4_001), after(3_600_000), after(-5)]).toEqual([after(4_000), after(4_000), after(0)])
      }),
    )
  })

  test('with drift off, or without a fee, does not move the price', () => {
    const gap = { price: usd('10'), line: usd('9.9'), elapsedMs: 3_000, noise: 1_000_000 }
    expect(driftTick(gap, { ...DRIFTING, driftEnabled: false })).toBe(usd('10'))
    expect(driftTick(gap, { ...DRIFTING, transactionFeeBps: 0 })).toBe(usd('10'))
  })

  test('never lifts a price above the largest', () => {
    const top = { price: usd('1000000'), line: usd('1000000'), elapsedMs: 3_000 }
    expect(driftTick({ ...top, noise: 1_000_000 }, DRIFTING)).toBe(usd('1000000'))
    expect(driftTick({ ...top, noise: -1_000_000 }, DRIFTING) < usd('1000000')).toBe(true)
  })
})

test('the band at 2 % is 1 % each way, rounded towards the line', () => {
  expect(driftBand(usd('10'), 200)).toEqual({ lowest: usd('9.9'), highest: usd('10.1') })
  expect(driftBand(usd('1.000001'), 200)).toEqual({ lowest: usd('0.990001'), highest: usd('1.010001') })
})

test('buying at the bottom of the band and selling at its top loses, at every price, size and fee', () => {
  const budgets = fc.bigInt({ min: 1n, max: 5_000_000_000n }).map(micros)
  fc.assert(
    fc.property(prices, budgets, fc.integer({ min: 1, max: 5_000 }), (line, cash, fee) => {
      const p = { ...DRIFTING, transactionFeeBps: fee }
      const bottom = max(p.minPriceMicros, driftBand(line, fee).lowest)
      const bought = sharesAffordable(cash, bottom, p)
      fc.pre(bought > 0n)
      const cost = -tradeFigures('BUY', bottom, bought, p).cashDelta
      // The purchase lifts the line, and the band with it.
      const top = driftBand(micros(line + (p.slopeMicrosPerShare * bought) / 10_000n), fee).highest
      expect(saleRevenue(top, bought, p) <= cost).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
