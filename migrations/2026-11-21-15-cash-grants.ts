import { type Kysely, sql } from 'kysely'

/**
 * Cash that organisers granted: one row per account and grant, named by the grant's audit entry. An account's initial
 * balance is the event's initial cash and its granted_micros, which are the sum of its rows.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts add column granted_micros int8 not null default 0`.execute(db)
  await sql`
    create table cash_grants (
      audit_id uuid not null,
      account_id uuid not null references accounts,
      event_id text not null collate "C",
      amount_micros int8 not null check (amount_micros > 0),
      granted_at timestamptz(3) not null,
      primary key (account_id, audit_id)
    )`.execute(db)
  // The traders of an event, newest first: account ids are in the order of their making.
  await sql`create index accounts_event on accounts (event_id, account_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index accounts_event`.execute(db)
  await sql`drop table cash_grants`.execute(db)
  await sql`alter table accounts drop column granted_micros`.execute(db)
}
