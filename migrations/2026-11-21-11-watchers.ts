import { type Kysely, sql } from 'kysely'

/** How many connections of a server watch an event; renewed every 5 s, void after 15 s, so nothing is lost in a crash. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table watcher_counts (
      event_id text not null collate "C",
      server_id uuid not null,
      watchers int4 not null,
      seen_at timestamptz(3) not null,
      primary key (event_id, server_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table watcher_counts`.execute(db)
}
