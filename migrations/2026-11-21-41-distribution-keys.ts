import { type Kysely, sql } from 'kysely'

/**
 * Every unique constraint of a table that belongs to an event contains event_id, so that the tables can be distributed by
 * it. It stands last, and what was looked up by the first columns is still looked up by them. That a project id is unique
 * over all events is said by the directory, a table to be kept whole everywhere.
 */
const KEYS: readonly (readonly [table: string, columns: string])[] = [
  ['audit_entries', 'audit_id'],
  ['news_items', 'news_id'],
  ['projects', 'project_id'],
  ['holdings', 'account_id, project_id'],
  ['staged_bumps', 'project_id'],
  ['price_thinning', 'project_id'],
  ['compensations', 'original_audit_id'],
  ['cash_grants', 'account_id, audit_id'],
  ['accounts', 'account_id'],
]

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db)

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(
    db,
    `create table project_directory (
      project_id text primary key collate "C",
      event_id text not null collate "C" references events
    )`,
  )
  await run(db, 'insert into project_directory select project_id, event_id from projects')
  await run(db, 'alter table price_thinning add column event_id text collate "C"')
  await run(db, 'update price_thinning t set event_id = p.event_id from projects p where p.project_id = t.project_id')
  await run(db, 'alter table price_thinning alter column event_id set not null')
  await run(db, 'alter table cash_grants drop constraint cash_grants_account_id_fkey')
  for (const [table, columns] of KEYS) {
    await run(db, `alter table ${table} drop constraint ${table}_pkey, add primary key (${columns}, event_id)`)
  }
  await run(db, 'alter table cash_grants add foreign key (account_id, event_id) references accounts (account_id, event_id)')
  await run(db, 'alter table compensations drop constraint compensations_audit_id_key, add unique (audit_id, event_id)')
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table compensations drop constraint compensations_audit_id_event_id_key, add unique (audit_id)')
  await run(db, 'alter table cash_grants drop constraint cash_grants_account_id_event_id_fkey')
  for (const [table, columns] of KEYS) {
    await run(db, `alter table ${table} drop constraint ${table}_pkey, add primary key (${columns})`)
  }
  await run(db, 'alter table cash_grants add foreign key (account_id) references accounts')
  await run(db, 'alter table price_thinning drop column event_id')
  await run(db, 'drop table project_directory')
}
