import { expect, test } from 'vitest'
import { barLengths, moversOf } from './ranking.ts'
import { clockText } from './clock.ts'
import { farPercent, farPrice, farShares } from './far.ts'

const row = (id: string, changeBps: bigint, marketCap = 0n) => ({ id, changeBps, marketCap })

test('Movers are who moved most, up or down; the quiet ones stand by market cap', () => {
  const rows = [row('a', 100n), row('b', -300n), row('c', 0n, 5n), row('d', 0n, 9n), row('e', 0n, 9n)]
  expect(moversOf(rows, 5).map(({ id }) => id)).toEqual(['b', 'a', 'd', 'e', 'c'])
  expect(moversOf(rows, 2)).toHaveLength(2)
})

test('Bars run from a stub to the whole width, and are whole where all are equal', () => {
  expect(barLengths([300n, 200n, 100n])).toEqual([1, 0.54, 0.08])
  expect(barLengths([7n, 7n])).toEqual([1, 1])
  expect(barLengths([])).toEqual([])
})

test('What is left is told as a clock does', () => {
  expect([3_849_000, 249_000, 500, -5, 400_000_000].map(clockText)).toEqual(['1:04:09', '4:09', '0:01', '0:00', '4 days'])
})

test('Figures for the last row are short, and keep their sign', () => {
  expect([1_234_567n, 999_994_999n, 1_234_560_000n].map(farPrice)).toEqual(['1.23', '999.99', '1,235'])
  expect([5n, -5n, 4n, -1_234n, 9_994n, 9_995n, 123_456n].map(farPercent)).toEqual([
    '+0.1 %',
    '−0.1 %',
    '0.0 %',
    '−12.3 %',
    '+99.9 %',
    '+100 %',
    '+1,235 %',
  ])
  expect([1_234_567n, 100_000n, 99_999n, 15_000n, 100n, 99n].map(farShares)).toEqual(['123', '10', '10', '1.5', '0.01', '<0.01'])
})
