import { expect, test } from 'vitest'
import { type Candle, markerTime, withMove } from './chart-data.ts'

const MINUTE = 60_000
const candle = (openTime: string, open: string, high: string, low: string, close: string): Candle => ({
  openTime,
  open,
  high,
  low,
  close,
})
const at = (clock: string): string => `2026-11-21T${clock}.000Z`
const first = candle(at('09:00:00'), '1', '1.2', '0.9', '1.1')

test('A move within the running candle makes it grow', () => {
  expect(withMove([first], { currentPrice: '1.3', updatedAt: at('09:00:59') }, MINUTE)).toEqual([
    candle(at('09:00:00'), '1', '1.3', '0.9', '1.3'),
  ])
  expect(withMove([first], { currentPrice: '0.85', updatedAt: at('09:00:59') }, MINUTE)).toEqual([
    candle(at('09:00:00'), '1', '1.2', '0.85', '0.85'),
  ])
})

test('A later move opens at the close before, and empty intervals between are flat', () => {
  expect(withMove([first], { currentPrice: '2', updatedAt: at('09:02:30') }, MINUTE)).toEqual([
    first,
    candle(at('09:01:00'), '1.1', '1.1', '1.1', '1.1'),
    candle(at('09:02:00'), '1.1', '2', '1.1', '2'),
  ])
})

test('What is older than the last candle, or far ahead of it, is for the server to say', () => {
  expect(withMove([first], { currentPrice: '2', updatedAt: at('08:59:59') }, MINUTE)).toBeNull()
  expect(withMove([first], { currentPrice: '2', updatedAt: at('20:00:00') }, MINUTE)).toBeNull()
})

test('Prices are compared as decimals, not as texts or floats', () => {
  const wide = candle(at('09:00:00'), '9', '9.000001', '9', '9')
  expect(withMove([wide], { currentPrice: '10', updatedAt: at('09:00:01') }, MINUTE)?.[0]?.high).toBe('10')
})

test('A mark stands on the candle of its moment, or nowhere', () => {
  expect(markerTime(at('09:00:42'), [first], MINUTE)).toBe(Date.parse(at('09:00:00')) / 1000)
  expect(markerTime(at('08:00:42'), [first], MINUTE)).toBeNull()
})
