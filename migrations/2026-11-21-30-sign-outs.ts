import { type Kysely, sql } from 'kysely'

/** Since when a user's tokens are good: those issued before are refused. The index: every server asks for the newest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sign_outs (
      user_id uuid primary key references users,
      signed_out_at timestamptz not null
    )`.execute(db)
  await sql`create index sign_outs_at on sign_outs (signed_out_at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sign_outs`.execute(db)
}
