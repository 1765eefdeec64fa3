import { type Kysely, sql } from 'kysely'

/** The frozen result of a closed event: ranks with scores, and the prices at the close. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table standings (
      event_id text not null collate "C",
      rank int4 not null,
      account_id uuid not null,
      user_id uuid not null,
      score_micros int8 not null,
      total_value_micros int8 not null,
      liquidation_micros int8 not null,
      initial_micros int8 not null,
      positions_count int4 not null,
      primary key (event_id, account_id)
    )`.execute(db)
  await sql`create unique index standings_rank on standings (event_id, rank)`.execute(db)
  await sql`
    create table closing_prices (
      event_id text not null collate "C",
      project_id text not null collate "C",
      price_micros int8 not null,
      sequence int4 not null,
      closed_at timestamptz(3) not null,
      primary key (event_id, project_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table closing_prices`.execute(db)
  await sql`drop table standings`.execute(db)
}
