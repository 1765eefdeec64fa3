import { type Kysely, type RawBuilder, sql } from 'kysely'

let isDistributed = false

/** Whether the database is spread over several by Citus; to be asked once, before anything is read. */
export async function noteDistribution<T>(db: Kysely<T>): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pg_extension where extname = 'citus') as found`.execute(db)
  isDistributed = rows[0]!.found
}

/**
 * Where tables are distributed by event: to whose rows a condition by project or account goes, which makes the statement one
 * server's. Nothing on one Postgres, whose statistics lag behind a new event: it would look for a project's points among all
 * of the event's. For the same reason it is said in a collation that no index has.
 */
export const inEvents = (column: string, eventIds: readonly string[]): RawBuilder<unknown> =>
  isDistributed ? sql`and ${sql.ref(column)} = any(${eventIds}::text[] collate "POSIX")` : sql``
