import { describe, expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { type Candle, type CandleMoves, candleCount, candleRange, candlesOf } from './candles.ts'

const at = (text: string) => new Date(`2026-11-21T${text}Z`)
const NOW = at('12:34:56')

const moves = (
  openTime: string,
  [first, high, low, close]: bigint[],
  [volume, trades]: [bigint, number] = [0n, 0],
): CandleMoves => ({
  openTimeMs: at(openTime).getTime(),
  first: micros(first!),
  high: micros(high!),
  low: micros(low!),
  close: micros(close!),
  totalVolume: shareUnits(volume),
  totalTrades: trades,
})

const start = (close: bigint, volume = 0n, trades = 0) => ({
  close: micros(close),
  totalVolume: shareUnits(volume),
  totalTrades: trades,
})

const show = (candles: Candle[]) =>
  candles.map(
    (c) => `${c.openTime.toISOString().slice(11, 19)} ${c.open} ${c.high} ${c.low} ${c.close} v${c.volume} t${c.trades}`,
  )

describe('The range of candles', () => {
  test.each([
    ['ONE_MINUTE', '12:00:00', '12:05:00', '12:00:00', 5],
    ['ONE_MINUTE', '12:00:59.999', '12:05:00', '12:00:00', 5],
    ['ONE_MINUTE', '12:00:30', '12:05:00.001', '12:00:00', 6],
    ['FIVE_SECONDS', '12:00:04', '12:00:05', '12:00:00', 1],
    ['FOUR_HOURS', '11:00:00', '12:00:01', '08:00:00', 2],
    ['ONE_DAY', '23:00:00', '23:00:01', '00:00:00', 1],
    ['ONE_HOUR', '12:00:00', '12:00:00', '12:00:00', 0],
    ['ONE_HOUR', '12:00:00', '09:00:00', '12:00:00', 0],
  ] as const)('%s from %s to %s starts at %s and has %i', (interval, from, to, first, count) => {
    const range = candleRange(interval, at(from), at(to))
    expect(new Date(range.fromMs)).toEqual(at(first))
    expect(candleCount(range)).toBe(count)
  })

  test('is aligned to UTC before 1970 too', () => {
    const range = candleRange('ONE_MINUTE', new Date(-1), new Date(1))
    expect([range.fromMs, range.toMs]).toEqual([-60_000, 60_000])
  })
})

describe('Candles', () => {
  const range = candleRange('ONE_MINUTE', at('12:00:00'), at('12:05:00'))

  test('open at the close before them, and are flat where nothing moved', () => {
    const inside = [moves('12:01:00', [12n, 15n, 11n, 13n], [700n, 3]), moves('12:03:00', [20n, 20n, 9n, 9n], [1_000n, 5])]
    expect(show(candlesOf(range, NOW, start(10n, 500n, 2), inside))).toEqual([
      '12:00:00 10 10 10 10 v0 t0',
      '12:01:00 10 15 10 13 v200 t1',
      '12:02:00 13 13 13 13 v0 t0',
      '12:03:00 13 20 9 9 v300 t2',
      '12:04:00 9 9 9 9 v0 t0',
    ])
  })

  test('begin with the listing; the first ever opens at its first price', () => {
    const inside = [moves('12:03:00', [20n, 25n, 19n, 24n], [50n, 1])]
    expect(show(candlesOf(range, NOW, null, inside))).toEqual(['12:03:00 20 25 19 24 v50 t1', '12:04:00 24 24 24 24 v0 t0'])
    expect(candlesOf(range, NOW, null, [])).toEqual([])
  })

  test('end with the running one', () => {
    const opens = (now: string) => candlesOf(range, at(now), start(10n), []).map((c) => c.openTime.toISOString().slice(11, 19))
    expect(opens('12:02:30')).toEqual(['12:00:00', '12:01:00', '12:02:00'])
    expect(opens('12:02:00')).toEqual(['12:00:00', '12:01:00', '12:02:00'])
    expect(opens('12:01:59.999')).toEqual(['12:00:00', '12:01:00'])
    expect(opens('11:00:00')).toEqual([])
  })
})
