import { type Kysely, sql } from 'kysely'

/** Cash per (event, user), in micro-units. fees and realised P&L are the sums over the account's trades. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts (
      account_id uuid primary key,
      event_id text not null collate "C" references events,
      user_id uuid not null references users,
      cash_micros int8 not null check (cash_micros >= 0),
      initial_micros int8 not null,
      fees_micros int8 not null default 0,
      realised_micros int8 not null default 0,
      trade_count int4 not null default 0,
      ranked boolean not null default true,
      frozen boolean not null default false,
      created_at timestamptz(3) not null default clock_timestamp(),
      unique (event_id, user_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table accounts`.execute(db)
}
