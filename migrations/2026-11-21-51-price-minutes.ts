import { type Kysely, sql } from 'kysely'

/**
 * What happened to a project's price in each minute that had a move, up to `rolled_to` of price_rollups; later moves stand in
 * price_points alone. Candles and extremes of long times are read from here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table price_minutes (
      event_id text not null collate "C",
      project_id text not null collate "C",
      minute timestamptz(0) not null,
      first_micros int8 not null,
      high_micros int8 not null,
      low_micros int8 not null,
      close_micros int8 not null,
      total_volume_units int8 not null,
      total_trades int4 not null,
      primary key (project_id, minute, event_id)
    )`.execute(db)
  await sql`
    create table price_rollups (
      event_id text not null collate "C",
      project_id text not null collate "C",
      rolled_to timestamptz(0) not null,
      primary key (project_id, event_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table price_rollups`.execute(db)
  await sql`drop table price_minutes`.execute(db)
}
