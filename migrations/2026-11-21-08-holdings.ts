import { type Kysely, sql } from 'kysely'

/** Shares of a project on an account with their exact cost basis, fees included. A row stays when the shares are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table holdings (
      account_id uuid not null,
      project_id text not null collate "C",
      event_id text not null collate "C",
      shares_units int8 not null check (shares_units >= 0),
      cost_basis_micros int8 not null,
      realised_micros int8 not null,
      primary key (account_id, project_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table holdings`.execute(db)
}
