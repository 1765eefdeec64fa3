import { type Kysely, sql } from 'kysely'

/** Executed trades. (project_id, sequence) is the price point that the trade made; tradeId is "<projectId>:<sequence>". */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table trades (
      event_id text not null collate "C",
      project_id text not null collate "C",
      sequence int4 not null,
      position int8 not null,
      account_id uuid not null,
      user_id uuid not null,
      side text not null check (side in ('BUY', 'SELL')),
      shares_units int8 not null,
      execution_price_micros int8 not null,
      fee_micros int8 not null,
      cash_delta_micros int8 not null,
      realised_micros int8 not null,
      price_before_micros int8 not null,
      price_after_micros int8 not null,
      executed_at timestamptz(3) not null,
      primary key (project_id, sequence)
    )`.execute(db)
  // A portfolio's own trades, newest first; an equity curve.
  await sql`create index trades_account on trades (account_id, position)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table trades`.execute(db)
}
