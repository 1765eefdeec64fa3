import { type Kysely, sql } from 'kysely'

/** Keys of accepted writes and what they stand for; written in the transaction of the effect, swept after 48 hours. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotency_keys (
      user_id uuid not null,
      key text not null,
      mutation text not null,
      input_hash text not null,
      outcome jsonb not null,
      created_at timestamptz(3) not null default clock_timestamp(),
      primary key (user_id, key)
    )`.execute(db)
  // The sweep of old keys.
  await sql`create index idempotency_keys_created_at on idempotency_keys (created_at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency_keys`.execute(db)
}
