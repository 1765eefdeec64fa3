import { expect, test } from 'vitest'
import { readSigned } from './typed.ts'

test('A figure with a sign is read as it is meant, zero too, and nothing else is', () => {
  expect(['-1.5', '−1.5', '+2', ' 1,250.5 ', '0', '-0'].map((typed) => readSigned(typed, 6))).toEqual([
    '-1.5',
    '-1.5',
    '2',
    '1250.5',
    '0',
    '0',
  ])
  expect(['', '-', '--1', '1e3', '0.0000001', 'x'].map((typed) => readSigned(typed, 6))).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})
