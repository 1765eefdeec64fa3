import { type Kysely, sql } from 'kysely'

/**
 * What is listed. line = base price(seed) + offset + slope × net shares. project_number is dense per event and names a
 * project in stream cursors. moved_at is the time of the last price move, ticked_at that of the last drift tick.
 * Tickers are compared at the end of a statement, so that one statement may swap them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table projects (
      project_id text primary key collate "C",
      event_id text not null collate "C" references events,
      project_number int4 not null,
      ticker text not null collate "C",
      name text not null,
      description text not null default '',
      seed_micros int8 not null,
      base_price_micros int8 not null,
      offset_micros int8 not null default 0,
      price_micros int8 not null,
      net_shares_units int8 not null default 0 check (net_shares_units >= 0),
      total_volume_units int8 not null default 0,
      total_trades int4 not null default 0,
      holders_count int4 not null default 0,
      sequence int4 not null,
      is_active boolean not null default true,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      moved_at timestamptz(3) not null,
      ticked_at timestamptz(3) not null,
      unique (event_id, ticker) deferrable initially immediate,
      unique (event_id, project_number)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table projects`.execute(db)
}
