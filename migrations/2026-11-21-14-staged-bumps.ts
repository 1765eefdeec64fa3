import { type Kysely, sql } from 'kysely'

/** Bumps that wait on stage: the project is halted until due_at, then bumped and reopened by whichever server is first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table staged_bumps (
      project_id text primary key collate "C",
      event_id text not null collate "C",
      actor_user_id uuid not null,
      bump_type text not null,
      multiplier text,
      delta text,
      headline text,
      due_at timestamptz(3) not null
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table staged_bumps`.execute(db)
}
