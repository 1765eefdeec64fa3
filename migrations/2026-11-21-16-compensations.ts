import { type Kysely, sql } from 'kysely'

/** Which audited move was taken back, by which other audited move: once at most. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table compensations (
      original_audit_id uuid primary key,
      audit_id uuid not null unique,
      event_id text not null collate "C"
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table compensations`.execute(db)
}
