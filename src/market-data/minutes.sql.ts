import { sql } from 'kysely'
import type { Tx } from '../platform/transaction.ts'
import { type MinuteFill, minutesOf } from './minutes.ts'

/**
 * Adds fills, in the order of their trade numbers, to their minutes in one statement. The caller holds the lock of each
 * market's matchers row. Primary key.
 */
export async function upsertMinutes(tx: Tx, fills: readonly MinuteFill[]): Promise<void> {
  const minutes = minutesOf(fills)
  if (minutes.length === 0) return
  await sql`
    insert into market_minutes (market_id, minute, open, high, low, close, quantity, notional_micros, trades)
    select * from unnest(
      ${minutes.map((m) => m.marketId)}::int4[], ${minutes.map((m) => m.minute)}::timestamptz[],
      ${minutes.map((m) => m.open)}::int8[], ${minutes.map((m) => m.high)}::int8[],
      ${minutes.map((m) => m.low)}::int8[], ${minutes.map((m) => m.close)}::int8[],
      ${minutes.map((m) => m.quantity)}::int8[], ${minutes.map((m) => m.notional)}::int8[],
      ${minutes.map((m) => m.trades)}::int4[])
    on conflict (market_id, minute) do update set
      high = greatest(market_minutes.high, excluded.high), low = least(market_minutes.low, excluded.low),
      close = excluded.close, quantity = market_minutes.quantity + excluded.quantity,
      notional_micros = market_minutes.notional_micros + excluded.notional_micros,
      trades = market_minutes.trades + excluded.trades`.execute(tx.sql)
}
