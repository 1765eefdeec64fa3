import { type Kysely, sql } from 'kysely'

/** Which processes run, by role; renewed every 5 s, void after 15 s, so nothing is lost in a crash. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table servers (
      server_id uuid primary key,
      role text not null,
      seen_at timestamptz(3) not null
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table servers`.execute(db)
}
