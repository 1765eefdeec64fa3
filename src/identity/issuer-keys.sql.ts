import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/** The stored value of a name (primary key); null where no server has made one. */
export async function findIssuerKey(db: Kysely<Database>, name: string): Promise<Record<string, unknown> | null> {
  const row = await db.selectFrom('issuer_keys').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

/** Stores a value unless the name has one; a concurrent insert is waited for. True where this call's value is the one. */
export async function insertIssuerKey(db: Kysely<Database>, name: string, value: Record<string, unknown>): Promise<boolean> {
  const { rows } = await sql`
    insert into issuer_keys (name, value) values (${name}, ${JSON.stringify(value)}::jsonb)
    on conflict (name) do nothing returning name`.execute(db)
  return rows.length === 1
}
