import { type Kysely, sql } from 'kysely'

/** Who has called: a user is (issuer, subject); everything public carries user_id, a random UUID. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      user_id uuid primary key default gen_random_uuid(),
      issuer text not null,
      subject text not null,
      display_name text not null,
      name_key text not null,
      name_chosen boolean not null default false,
      created_at timestamptz(3) not null default clock_timestamp(),
      unique (issuer, subject)
    )`.execute(db)
  // The second alice of an event is shown as "alice (2)": counted over users of one name.
  await sql`create index users_name_key on users (name_key)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table users`.execute(db)
}
