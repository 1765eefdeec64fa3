import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { CandleRange } from '../price-history/candles.ts'
import type { MarketCandle } from './market-candles.ts'

export interface CandleSource {
  readonly now: Date
  /** The price before the range; null where there was no trade yet. */
  readonly closeBefore: bigint | null
  /** One per interval that has a trade, in the order of time. */
  readonly traded: readonly MarketCandle[]
}

/** Minutes of the range by interval, which is whole minutes. Primary key of market_minutes. */
export async function readCandleSource(db: Kysely<Database>, marketId: number, range: CandleRange): Promise<CandleSource> {
  const from = new Date(range.fromMs)
  const [before, traded] = await Promise.all([
    sql<{ now: Date; close: bigint | null }>`
      select clock_timestamp()::timestamptz(3) as now, (
        select close from market_minutes where market_id = ${marketId} and minute < ${from} order by minute desc limit 1) as close`.execute(
      db,
    ),
    sql<Omit<MarketCandle, 'openTimeMs' | 'quantity' | 'notional'> & { open_time: Date; quantity: string; notional: string }>`
      select date_bin(${range.intervalMs} * interval '1 millisecond', minute, 'epoch') as open_time,
        (array_agg(open order by minute))[1] as open, max(high) as high, min(low) as low,
        (array_agg(close order by minute desc))[1] as close, sum(quantity) as quantity, sum(notional_micros) as notional,
        sum(trades)::int4 as trades
      from market_minutes where market_id = ${marketId} and minute >= ${from} and minute < ${new Date(range.toMs)}
      group by 1 order by 1`.execute(db),
  ])
  return {
    now: before.rows[0]!.now,
    closeBefore: before.rows[0]!.close,
    traded: traded.rows.map(({ open_time, quantity, notional, ...row }) => ({
      ...row,
      openTimeMs: open_time.getTime(),
      quantity: BigInt(quantity),
      notional: BigInt(notional),
    })),
  }
}
