import { sql } from 'kysely'
import type { Micros } from '../money/units.ts'
import type { PriceMove } from '../events/feed.ts'
import type { Tx } from '../platform/transaction.ts'

/** A price move that a trade made, and what the trade realised for its account (0 for a buy). */
export interface TradeMove {
  readonly move: Omit<PriceMove, 'position'>
  readonly realised: Micros
  /** How many entries of the event's feed stand behind its price point. */
  readonly behind: number
}

/** Names the turns of servers among the advisory locks. */
const TURNS = 2

/** Waits until no other server has the turn at the event's trades, first come, first served; it ends with the transaction. */
export async function lockTurn(tx: Tx, eventId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURNS}, hashtext(${eventId}))`.execute(tx.sql)
}

/** Appends trades in one statement; their price points were the last to be appended, in the same transaction. */
export async function insertTrades(tx: Tx, eventId: string, trades: readonly TradeMove[]): Promise<void> {
  const prints = trades.map(({ move }) => move.trade!)
  await sql`
    insert into trades (
      event_id, project_id, sequence, position, account_id, user_id, side, shares_units, execution_price_micros,
      fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
    select f.event_id, new.project, new.sequence, f.position - new.behind, new.account, new.owner, new.side, new.shares, new.price,
      new.fee, new.cash, new.realised, new.before, new.after, new.at
    from event_feeds f, unnest(
      ${trades.map(({ move }) => move.projectId)}::text[], ${trades.map(({ move }) => move.sequence)}::int4[],
      ${trades.map(({ behind }) => behind)}::int4[], ${prints.map((t) => t.accountId)}::uuid[],
      ${prints.map((t) => t.userId)}::uuid[], ${prints.map((t) => t.side)}::text[], ${prints.map((t) => t.shares)}::int8[],
      ${prints.map((t) => t.executionPrice)}::int8[], ${prints.map((t) => t.fee)}::int8[],
      ${prints.map((t) => t.cashDelta)}::int8[], ${trades.map((t) => t.realised)}::int8[],
      ${trades.map(({ move }) => move.priceBefore)}::int8[], ${trades.map(({ move }) => move.price)}::int8[],
      ${trades.map(({ move }) => move.at)}::timestamptz[])
      as new (project, sequence, behind, account, owner, side, shares, price, fee, cash, realised, before, after, at)
    where f.event_id = ${eventId}`.execute(tx.sql)
}
