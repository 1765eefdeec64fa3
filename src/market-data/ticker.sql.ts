import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { DayFigures } from './ticker.ts'

/**
 * What was traded since a moment, from minute buckets, and the open interest as the matcher says it, of several markets in one
 * statement. Primary keys.
 */
export async function listDayFigures(db: Kysely<Database>, marketIds: readonly number[], since: Date): Promise<DayFigures[]> {
  const { rows } = await sql<{
    market_id: number
    open: bigint | null
    high: bigint | null
    low: bigint | null
    quantity: string
    notional: string
    trades: number
    open_interest: string
  }>`
    select m.market_id, coalesce(before.close, first.open) as open, day.high, day.low, day.quantity, day.notional, day.trades,
      coalesce(r.state->>'openInterest', '0') as open_interest
    from unnest(${marketIds}::int4[]) as m (market_id)
    cross join lateral (
      select max(high) as high, min(low) as low, coalesce(sum(quantity), 0) as quantity,
        coalesce(sum(notional_micros), 0) as notional, coalesce(sum(trades), 0)::int4 as trades
      from market_minutes where market_id = m.market_id and minute >= ${since}) day
    left join lateral (
      select close from market_minutes where market_id = m.market_id and minute < ${since} order by minute desc limit 1) before on true
    left join lateral (
      select open from market_minutes where market_id = m.market_id and minute >= ${since} order by minute limit 1) first on true
    left join matchers r on r.market_id = m.market_id`.execute(db)
  return rows.map((row) => ({
    marketId: row.market_id,
    open: row.open,
    high: row.high,
    low: row.low,
    quantity: BigInt(row.quantity),
    notional: BigInt(row.notional),
    trades: row.trades,
    openInterest: BigInt(row.open_interest),
  }))
}
