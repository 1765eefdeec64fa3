import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floorDiv } from '../money/rounding.ts'
import { micros, shareUnits } from '../money/units.ts'
import { accountValue, holdingValue } from '../portfolio/valuation.ts'
import { finalScore, sampleMoments } from './standings.ts'

const TERMS = { minPriceMicros: micros(100_000n), slopeMicrosPerShare: micros(20_000n), transactionFeeBps: 200 }
const at = (seconds: number) => new Date(1_000_000_000_000 + seconds * 1_000)

describe('Sample moments', () => {
  test.each([
    [600, -10_000, 121, -600],
    [600, -600, 121, -600],
    [600, -12, 3, -10],
    [600, -4.999, 1, 0],
    [7, -100, 2, -5],
    [0, -100, 1, 0],
    // An event that closes before it opened.
    [600, 50, 1, 0],
  ])('of a window of %i s in an event that began at %i s: %i, the first at %i s', (window, started, count, first) => {
    const moments = sampleMoments(at(0), window, at(started))
    expect(moments).toHaveLength(count)
    expect(moments[0]).toEqual(at(first))
    expect(moments.at(-1)).toEqual(at(0))
    moments.forEach((moment, index) => expect(moment.getTime() - moments[0]!.getTime()).toBe(index * 5_000))
  })
})

describe('The final score', () => {
  test('is the initial cash of who held nothing in the window', () => {
    expect(finalScore(micros(2_500n), [], new Map(), 121, TERMS)).toEqual({
      score: 2_500n,
      total: 2_500n,
      liquidation: 2_500n,
      positions: 0,
    })
  })

  test('rounds the mean down, once', () => {
    const steps = [{ index: 1, projectId: 'a', shares: shareUnits(0n), cash: micros(-1n) }]
    expect(finalScore(micros(10n), steps, new Map([['a', [null, null, null]]]), 3, TERMS).score).toBe(9n)
  })

  test('is the mean of the liquidation values of each moment, whatever was traded in between', () => {
    const MOMENTS = 6
    const price = fc.bigInt(100_000n, 50_000_000n)
    const steps = fc.array(
      fc.record({
        index: fc.integer({ min: 0, max: MOMENTS }),
        projectId: fc.constantFrom('a', 'b', 'c'),
        shares: fc.bigInt(-300_000n, 900_000n),
        cash: fc.bigInt(-900_000n, 900_000n),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(fc.array(price, { minLength: 3 * MOMENTS, maxLength: 3 * MOMENTS }), steps, (drawn, wished) => {
        const prices = new Map(
          ['a', 'b', 'c'].map((id, index) => [id, drawn.slice(index * MOMENTS, (index + 1) * MOMENTS).map(micros)]),
        )
        const held = new Map<string, bigint>()
        // One step per moment and project, and nothing is ever sold that is not there.
        const seen = new Set<string>()
        const given = wished
          .toSorted((a, b) => a.index - b.index)
          .flatMap((wish) => {
            const before = held.get(wish.projectId) ?? 0n
            const key = `${wish.index} ${wish.projectId}`
            if (seen.has(key) || before + wish.shares < 0n) return []
            seen.add(key)
            held.set(wish.projectId, before + wish.shares)
            return [{ ...wish, shares: shareUnits(wish.shares), cash: micros(wish.cash) }]
          })
        const values = Array.from({ length: MOMENTS }, (_, moment) => {
          // What happened after the last moment, by a clock that went back, counts with it.
          const until = given.filter((step) => step.index <= moment || moment === MOMENTS - 1)
          const cash = until.reduce((sum, step) => sum + step.cash, 1_000_000n)
          const holdings = [...prices].map(([id, ofProject]) => {
            const shares = until.filter((step) => step.projectId === id).reduce((sum, step) => sum + step.shares, 0n)
            return holdingValue({ shares: shareUnits(shares), costBasis: micros(0n) }, ofProject[moment]!, TERMS)
          })
          return accountValue(micros(cash), micros(1_000_000n), holdings)
        })
        const last = values.at(-1)!
        expect(finalScore(micros(1_000_000n), given, prices, MOMENTS, TERMS)).toEqual({
          score: floorDiv(
            values.reduce((sum, value) => sum + value.liquidation, 0n),
            BigInt(MOMENTS),
          ),
          total: last.total,
          liquidation: last.liquidation,
          positions: [...held.values()].filter((shares) => shares > 0n).length,
        })
      }),
    )
  })
})
