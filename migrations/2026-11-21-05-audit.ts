import { type Kysely, sql } from 'kysely'

/** Who changed what (audit), and what the public is told of it (news). News stand in the event's feed by position. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_entries (
      audit_id uuid primary key,
      event_id text not null collate "C",
      at timestamptz(3) not null,
      actor_user_id uuid,
      action text not null,
      project_id text collate "C",
      headline text,
      price_before_micros int8,
      price_after_micros int8,
      changes jsonb not null default '[]'
    )`.execute(db)
  // Query.auditLog, newest first.
  await sql`create index audit_entries_event on audit_entries (event_id, at desc, audit_id desc)`.execute(db)
  await sql`
    create table news_items (
      news_id uuid primary key,
      event_id text not null collate "C",
      position int8 not null,
      at timestamptz(3) not null,
      kind text not null,
      headline text not null,
      project_id text collate "C",
      bump_type text,
      price_before_micros int8,
      price_after_micros int8,
      sequence int4,
      unique (event_id, position)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table news_items`.execute(db)
  await sql`drop table audit_entries`.execute(db)
}
