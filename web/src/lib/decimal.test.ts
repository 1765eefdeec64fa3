import { expect, test } from 'vitest'
import { changeBps, costBound, fromUnits, micros, proceedsBound, readTyped, rounded, toUnits } from './decimal.ts'

test('A decimal becomes an integer and back without a float between them', () => {
  for (const text of ['0', '16.32', '-0.5', '999999999999999.999999', '0.000001'])
    expect(fromUnits(toUnits(text, 6)!, 6)).toBe(text)
  expect(toUnits('1.2500000', 6)).toBe(1_250_000n)
  expect(toUnits('0.0000001', 6)).toBeNull()
  expect(toUnits('1e3', 6)).toBeNull()
})

test('What a person types is read as they mean it, and nothing else is', () => {
  expect(['10', ' 1,250.5 ', '1250,5', '$12', '.5', '3.'].map((typed) => readTyped(typed, 4))).toEqual([
    '10',
    '1250.5',
    '1250.5',
    '12',
    '0.5',
    '3',
  ])
  expect(['', '0', '-1', 'ten', '1.00001', '1.2.3'].map((typed) => readTyped(typed, 4))).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})

test('A bound is rounded to the side that allows what was shown', () => {
  expect(costBound(micros('2499.999575'), 100)).toBe(2_524_999_571n)
  expect(proceedsBound(micros('196'), 100)).toBe(194_040_000n)
  expect(proceedsBound(micros('1'), 10_000)).toBe(0n)
})

test('A change in percent is rounded half up, below zero too', () => {
  expect(changeBps(1_020_000n, 1_000_000n)).toBe(200n)
  expect(changeBps(999_950n, 1_000_000n)).toBe(0n)
  expect(changeBps(999_949n, 1_000_000n)).toBe(-1n)
  expect(changeBps(5n, 0n)).toBe(0n)
})

test('Showing rounds half away from zero', () => {
  expect(rounded(1_005_000n, 6, 2)).toBe(101n)
  expect(rounded(-1_005_000n, 6, 2)).toBe(-101n)
  expect(rounded(5n, 0, 2)).toBe(500n)
})
