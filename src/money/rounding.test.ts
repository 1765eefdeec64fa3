import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ceilDiv, exactDiv, floorDiv, halfUpDiv, isqrt, max, min } from './rounding.ts'

const numerators = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
const denominators = fc.bigInt({ min: 1n, max: 10n ** 20n })

describe('division', () => {
  test.each([
    // n, d, floor, ceil, half up
    [7n, 2n, 3n, 4n, 4n],
    [-7n, 2n, -4n, -3n, -3n],
    [5n, 10n, 0n, 1n, 1n],
    [-5n, 10n, -1n, 0n, 0n],
    [-51n, 100n, -1n, 0n, -1n],
    [49n, 100n, 0n, 1n, 0n],
    [6n, 3n, 2n, 2n, 2n],
    [-6n, 3n, -2n, -2n, -2n],
    [0n, 3n, 0n, 0n, 0n],
  ])('%s / %s is %s down, %s up, %s half-up', (n, d, floor, ceil, halfUp) => {
    expect([floorDiv(n, d), ceilDiv(n, d), halfUpDiv(n, d)]).toEqual([floor, ceil, halfUp])
  })

  test('floor is the largest whole number not above, ceil the smallest not below, half-up the floor of x + ½', () => {
    fc.assert(
      fc.property(numerators, denominators, (n, d) => {
        const [floor, ceil, halfUp] = [floorDiv(n, d), ceilDiv(n, d), halfUpDiv(n, d)]
        expect(floor * d <= n && n < (floor + 1n) * d).toBe(true)
        expect(ceil * d >= n && n > (ceil - 1n) * d).toBe(true)
        expect(2n * halfUp * d <= 2n * n + d && 2n * n + d < 2n * (halfUp + 1n) * d).toBe(true)
      }),
    )
  })

  test('exact division gives the quotient, and a remainder is a bug', () => {
    expect(exactDiv(20_000n, 10_000n)).toBe(2n)
    expect(exactDiv(-20_000n, 10_000n)).toBe(-2n)
    expect(() => exactDiv(20_001n, 10_000n)).toThrow(RangeError)
  })
})

describe('isqrt', () => {
  test('is the largest whole number whose square is not above, at any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (n) => {
        const root = isqrt(n)
        expect(root >= 0n && root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true)
      }),
    )
  })

  test('is exact around squares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: 10n ** 30n }), (root) => {
        expect([isqrt(root * root - 1n), isqrt(root * root), isqrt(root * root + 1n)]).toEqual([root - 1n, root, root])
      }),
    )
    expect([0n, 1n, 2n, 3n, 4n, 8n, 9n].map(isqrt)).toEqual([0n, 1n, 1n, 1n, 2n, 2n, 3n])
  })

  test('of a negative number is a bug', () => {
    expect(() => isqrt(-1n)).toThrow(RangeError)
  })
})

test('max and min choose', () => {
  expect([max(1n, 2n), max(2n, 1n), min(1n, 2n), min(-1n, -1n)]).toEqual([2n, 2n, 1n, -1n])
})
