import { type Kysely, sql } from 'kysely'

const VERSION_MIN = 150_000

/** Throws where the server is older than PostgreSQL 15. */
export async function requireVersion(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ number: number; text: string }>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as text`.execute(db)
  const { number, text } = rows[0]!
  if (number < VERSION_MIN) throw new Error(`it is PostgreSQL ${text}, and 15 or later is needed`)
}
