import { sql } from 'kysely'
import type { Micros } from '../money/units.ts'
import type { PriceMove } from '../events/feed.ts'
import type { Tx } from '../platform/transaction.ts'

/** A price move that a trade made, and what the trade realised for its account (0 for a buy). */
export interface TradeMove {
  readonly move: PriceMove
  readonly realised: Micros
}

/** Appends trades in one statement; their price points were appended before, in the same transaction. */
export async function insertTrades(tx: Tx, eventId: string, trades: readonly TradeMove[]): Promise<void> {
  const prints = trades.map(({ move }) => move.trade!)
  await sql`
    insert into trades (
      event_id, project_id, sequence, position, account_id, user_id, side, shares_units, execution_price_micros,
      fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
    select ${eventId}, * from unnest(
      ${trades.map(({ move }) => move.projectId)}::text[], ${trades.map(({ move }) => move.sequence)}::int4[],
      ${trades.map(({ move }) => move.position)}::int8[], ${prints.map((t) => t.accountId)}::uuid[],
      ${prints.map((t) => t.userId)}::uuid[], ${prints.map((t) => t.side)}::text[], ${prints.map((t) => t.shares)}::int8[],
      ${prints.map((t) => t.executionPrice)}::int8[], ${prints.map((t) => t.fee)}::int8[],
      ${prints.map((t) => t.cashDelta)}::int8[], ${trades.map((t) => t.realised)}::int8[],
      ${trades.map(({ move }) => move.priceBefore)}::int8[], ${trades.map(({ move }) => move.price)}::int8[],
      ${trades.map(({ move }) => move.at)}::timestamptz[])`.execute(tx.sql)
}
