import { describe, expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { equityMoments, equityPositions, equityTotals } from './equity-curve.ts'

const step = (index: number, projectId: string, shares: bigint, cash: bigint) => ({
  index,
  projectId,
  shares: shareUnits(shares),
  cash: micros(cash),
})

describe('The moments of an equity curve', () => {
  test.each([
    [0, 10, 2, [0, 10]],
    [0, 10, 3, [0, 5, 10]],
    [5, 15, 4, [5, 8, 11, 15]],
    [7, 7, 3, [7, 7, 7]],
    // A clock that went back: the curve stays where the account was opened.
    [9, 3, 2, [9, 9]],
  ])('from %i to %i ms in %i points are %j', (from, to, points, expected) => {
    expect(equityMoments(new Date(from), new Date(to), points).map((at) => at.getTime())).toEqual(expected)
  })

  test('include both ends exactly, however many there are', () => {
    const [from, to] = [new Date('2026-11-21T07:00:00.123Z'), new Date('2026-11-28T09:13:37.457Z')]
    for (const points of [2, 3, 7, 200, 999, 1_000]) {
      const moments = equityMoments(from, to, points)
      expect(moments).toHaveLength(points)
      expect([moments[0], moments.at(-1)]).toEqual([from, to])
    }
  })
})

describe('An equity curve', () => {
  test('is cash alone without trades', () => {
    const { cash, positions } = equityPositions(micros(2_500n), 3, [])
    expect(equityTotals(cash, positions, [])).toEqual([2_500n, 2_500n, 2_500n])
  })

  test('values what was held at each moment at the price of the moment, each holding rounded down', () => {
    const { cash, positions } = equityPositions(micros(1_000n), 4, [
      step(1, 'a', 15_000n, -300n),
      step(1, 'b', 10_000n, -100n),
      step(3, 'a', -15_000n, 250n),
      step(4, 'b', -10_000n, 90n),
    ])
    expect(cash).toEqual([1_000n, 600n, 600n, 850n])
    expect(positions.map(({ index, projectId, shares }) => `${index} ${projectId} ${shares}`)).toEqual([
      '1 a 15000',
      '1 b 10000',
      '2 a 15000',
      '2 b 10000',
      '3 b 10000',
    ])
    // 1.5 shares at 3: 4.5, which is 4; what comes after the last moment does not count.
    expect(equityTotals(cash, positions, [3n, 7n, 5n, 7n, 1n].map(micros))).toEqual([
      1_000n,
      600n + 4n + 7n,
      600n + 7n + 7n,
      851n,
    ])
  })

  test('shows cash that was granted from the moment on at which it came', () => {
    const grants = [
      { index: 0, cash: micros(5n) },
      { index: 2, cash: micros(100n) },
      { index: 3, cash: micros(7n) },
    ]
    const { cash } = equityPositions(micros(1_000n), 3, [step(1, 'a', 10_000n, -300n)], grants)
    expect(cash).toEqual([1_005n, 705n, 805n])
  })
})
