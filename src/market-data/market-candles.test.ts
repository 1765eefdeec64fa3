import { describe, expect, test } from 'vitest'
import { candleRange } from '../price-history/candles.ts'
import { type MarketCandle, marketCandlesOf } from './market-candles.ts'

const at = (time: string) => new Date(`2026-11-21T${time}Z`)
const candle = (time: string, open: bigint, high: bigint, low: bigint, close: bigint): MarketCandle => ({
  openTimeMs: at(time).getTime(),
  open,
  high,
  low,
  close,
  quantity: 1n,
  notional: 10n,
  trades: 1,
})
const range = candleRange('ONE_MINUTE', at('10:00:30'), at('10:03:30'))
const closes = (candles: readonly MarketCandle[]) => candles.map(({ openTimeMs, close, trades }) => [openTimeMs, close, trades])

describe('Candles of a market', () => {
  test('are none before the first trade ever, and flat behind each where nobody trades', () => {
    const candles = marketCandlesOf(range, at('11:00:00'), null, [candle('10:01:00', 5n, 7n, 4n, 6n)])
    expect(closes(candles)).toEqual([
      [at('10:01:00').getTime(), 6n, 1],
      [at('10:02:00').getTime(), 6n, 0],
      [at('10:03:00').getTime(), 6n, 0],
    ])
  })

  test('before the first trade of the range are flat at the close before it, and none is in the future', () => {
    const candles = marketCandlesOf(range, at('10:02:00'), 3n, [candle('10:02:00', 5n, 7n, 4n, 6n)])
    expect(closes(candles)).toEqual([
      [at('10:00:00').getTime(), 3n, 0],
      [at('10:01:00').getTime(), 3n, 0],
      [at('10:02:00').getTime(), 6n, 1],
    ])
  })
})
