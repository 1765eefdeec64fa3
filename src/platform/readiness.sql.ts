import { type Kysely, sql } from 'kysely'

/** Asks the database for nothing, to see that it answers. */
export async function askDatabase<T>(db: Kysely<T>): Promise<void> {
  await sql`select 1`.execute(db)
}
