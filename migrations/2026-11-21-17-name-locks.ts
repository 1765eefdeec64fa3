import { type Kysely, sql } from 'kysely'

/** A name that an organiser gave stays until an organiser takes the lock off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table users add column name_locked boolean not null default false`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table users drop column name_locked`.execute(db)
}
