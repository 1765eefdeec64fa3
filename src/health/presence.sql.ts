import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/** How many processes do each kind of work, over all machines. One of the role `all` counts everywhere. */
export interface Presence {
  readonly doors: number
  readonly workers: number
  readonly matchers: number
}

/** A process that has not said so for so long is gone. */
const VOID_AFTER_SECONDS = 15

/** This process runs. Primary key. */
export async function upsertServer(db: Kysely<Database>, serverId: string, role: string): Promise<void> {
  await sql`
    insert into servers (server_id, role, seen_at) values (${serverId}, ${role}, clock_timestamp())
    on conflict (server_id) do update set seen_at = excluded.seen_at`.execute(db)
}

/** This process ends, and so did one that was silent for an hour. */
export async function deleteServer(db: Kysely<Database>, serverId: string): Promise<void> {
  await sql`delete from servers where server_id = ${serverId} or seen_at < clock_timestamp() - interval '1 hour'`.execute(db)
}

/** A short table, read whole. */
export async function readPresence(db: Kysely<Database>): Promise<Presence> {
  const { rows } = await sql<Presence>`
    select count(*) filter (where role in ('all', 'api'))::int4 as doors,
      count(*) filter (where role in ('all', 'worker'))::int4 as workers,
      count(*) filter (where role in ('all', 'matcher'))::int4 as matchers
    from servers where seen_at > clock_timestamp() - ${VOID_AFTER_SECONDS} * interval '1 second'`.execute(db)
  return rows[0]!
}
