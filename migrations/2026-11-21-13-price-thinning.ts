import { type Kysely, sql } from 'kysely'

/** How far the history of a project is thinned: drift moves before thinned_to are folded per minute. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table price_thinning (
      project_id text primary key collate "C",
      thinned_to timestamptz(3) not null
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table price_thinning`.execute(db)
}
