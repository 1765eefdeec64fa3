import { type Kysely, sql } from 'kysely'

/**
 * The event a market belongs to, its parameters and clock, and its feed: one row that numbers, without gaps and in
 * commit order, everything public that happens in the event. Money in micro-units (10^-6), ratios in 10^-6.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table events (
      event_id text primary key collate "C",
      name text not null,
      status text not null default 'SCHEDULED' check (status in ('SCHEDULED', 'OPEN', 'HALTED', 'CLOSED')),
      opens_at timestamptz(3),
      closes_at timestamptz(3),
      initial_cash_micros int8 not null default 2500000000,
      min_price_micros int8 not null default 100000,
      default_base_price_micros int8 not null default 1000000,
      slope_micros_per_share int8 not null default 20000,
      seed_to_price_ratio int8 not null default 100000,
      transaction_fee_bps int4 not null default 200,
      investment_to_seed_ratio int8 not null default 100,
      drift_enabled boolean not null default true,
      drift_interval_ms int4 not null default 3000,
      drift_max_pct_per_tick_ratio int8 not null default 5000,
      drift_mean_reversion_ratio int8 not null default 120000,
      closing_window_seconds int4 not null default 600,
      created_at timestamptz(3) not null default clock_timestamp(),
      updated_at timestamptz(3) not null default clock_timestamp(),
      check (opens_at is null or closes_at is null or opens_at < closes_at)
    )`.execute(db)
  // epoch tells the feeds of two databases apart, so that a cursor of one is not mistaken for a cursor of the other.
  await sql`
    create table event_feeds (
      event_id text primary key collate "C" references events,
      epoch int4 not null default floor(random() * 2147483647)::int4,
      position int8 not null default 0,
      revision int8 not null default 0,
      project_count int4 not null default 0
    )`.execute(db)
  await sql`insert into events (event_id, name, status) values ('kickstart', 'Kickstart', 'OPEN')`.execute(db)
  await sql`insert into event_feeds (event_id) values ('kickstart')`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table event_feeds`.execute(db)
  await sql`drop table events`.execute(db)
}
