import { type Kysely, sql } from 'kysely'

/** accounts_revision rises whenever cash, initial balance or ranking of an account changes by other means than a trade. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_feeds add column accounts_revision int8 not null default 0`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_feeds drop column accounts_revision`.execute(db)
}
