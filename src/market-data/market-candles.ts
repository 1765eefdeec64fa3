import type { CandleRange } from '../price-history/candles.ts'
import type { Traded } from './minutes.ts'

/**
 * Candles of a market, from its minute buckets: open and close are the first and the last trade of the interval. One
 * without a trade is flat at the close before it. Prices are ticks, quantities lots, notional micro-USDC. Pure.
 */
export interface MarketCandle extends Traded {
  readonly openTimeMs: number
}

/**
 * The candles of the range from the first trade ever to the running one. `traded` stand in the order of time, one per
 * interval that has a trade; `closeBefore` is the price before the range, null where there was none.
 */
export function marketCandlesOf(
  range: CandleRange,
  now: Date,
  closeBefore: bigint | null,
  traded: readonly MarketCandle[],
): MarketCandle[] {
  const endMs = Math.min(range.toMs, now.getTime() + 1)
  const candles: MarketCandle[] = []
  let close = closeBefore
  let next = 0
  for (let openTimeMs = range.fromMs; openTimeMs < endMs; openTimeMs += range.intervalMs) {
    const inside = traded[next]?.openTimeMs === openTimeMs ? traded[next++]! : null
    if (inside) candles.push(inside)
    else if (close !== null)
      candles.push({ openTimeMs, open: close, high: close, low: close, close, quantity: 0n, notional: 0n, trades: 0 })
    close = inside?.close ?? close
  }
  return candles
}
