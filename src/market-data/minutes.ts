/**
 * Minute buckets of a market: all fills of one UTC minute summed up. A fill belongs to the minute of its command; open and
 * close go by the order of trade numbers. Candles and 24 h figures are read from them. Prices are ticks, quantities
 * lots, notional micro-USDC. Pure.
 */
export interface MinuteFill {
  readonly marketId: number
  readonly at: Date
  readonly price: bigint
  readonly quantity: bigint
  readonly notional: bigint
}

/** What was traded in a span of time. */
export interface Traded {
  readonly open: bigint
  readonly high: bigint
  readonly low: bigint
  readonly close: bigint
  readonly quantity: bigint
  readonly notional: bigint
  readonly trades: number
}

export interface Minute extends Traded {
  readonly marketId: number
  readonly minute: Date
}

export const MINUTE_MS = 60_000

/** One bucket per market and minute, ascending, of fills in the order of their trade numbers. */
export function minutesOf(fills: readonly MinuteFill[]): Minute[] {
  const minutes = new Map<string, Minute>()
  for (const { marketId, at, price, quantity, notional } of fills) {
    const startMs = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS
    const key = `${marketId} ${startMs}`
    const before = minutes.get(key)
    minutes.set(key, {
      marketId,
      minute: new Date(startMs),
      open: before?.open ?? price,
      high: before && before.high > price ? before.high : price,
      low: before && before.low < price ? before.low : price,
      close: price,
      quantity: (before?.quantity ?? 0n) + quantity,
      notional: (before?.notional ?? 0n) + notional,
      trades: (before?.trades ?? 0) + 1,
    })
  }
  return [...minutes.values()].sort((a, b) => a.marketId - b.marketId || a.minute.getTime() - b.minute.getTime())
}
