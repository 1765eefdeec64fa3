import { type Kysely, sql } from 'kysely'

/**
 * What the development and guest issuers must remember: the key they sign with, the key that turns an e-mail address
 * into a subject, the salted hash of the administrators' secret. One row per name, made by the first server that
 * needs it and never changed, so that restarts and all servers of a database agree.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table issuer_keys (
      name text primary key collate "C",
      value jsonb not null,
      created_at timestamptz(3) not null default clock_timestamp()
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table issuer_keys`.execute(db)
}
