import { expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { absoluteChange, percentChangeHundredths } from './price-change.ts'

const moved = (reference: bigint, current: bigint) => ({
  reference: micros(reference),
  current: micros(current),
  high: micros(0n),
  low: micros(0n),
  volume: shareUnits(0n),
})

test.each([
  [1_000_000n, 1_230_000n, 230_000n, 2_300n],
  [1_000_000n, 1_000_000n, 0n, 0n],
  [3_000_000n, 2_000_000n, -1_000_000n, -3_333n],
  // 0.005 % and −0.005 %: half goes up.
  [1_000_000n, 1_000_050n, 50n, 1n],
  [1_000_000n, 999_950n, -50n, 0n],
])('from %s to %s micros the change is %s micros, %s hundredths of a percent', (from, to, absolute, percent) => {
  expect(absoluteChange(moved(from, to))).toBe(absolute)
  expect(percentChangeHundredths(moved(from, to))).toBe(percent)
})
