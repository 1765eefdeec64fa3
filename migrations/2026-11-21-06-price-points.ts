import { type Kysely, sql } from 'kysely'

/**
 * One row per price move, numbered per project (sequence) and per event (position), both without gaps. A row that
 * stands for several thinned drift moves says how many in `folded`, and keeps their extremes in high and low.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table price_points (
      event_id text not null collate "C",
      project_id text not null collate "C",
      sequence int4 not null,
      position int8 not null,
      at timestamptz(3) not null,
      price_before_micros int8 not null,
      price_micros int8 not null,
      source text not null,
      headline text,
      base_price_micros int8 not null,
      offset_micros int8 not null,
      net_shares_units int8 not null,
      total_volume_units int8 not null,
      total_trades int4 not null,
      folded int4 not null default 0,
      high_micros int8,
      low_micros int8,
      primary key (project_id, sequence)
    )`.execute(db)
  // Resuming a stream: what came after a position of an event.
  await sql`create unique index price_points_position on price_points (event_id, position)`.execute(db)
  // Prices at a moment, candles, change over N minutes.
  await sql`create index price_points_at on price_points (project_id, at, sequence)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table price_points`.execute(db)
}
