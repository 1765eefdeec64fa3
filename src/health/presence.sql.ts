import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/** How many processes do each kind of work, over all machines. One of the role `all` counts everywhere. */
export interface Presence {
  readonly doors: number
  readonly workers: number
  readonly matchers: number
}

/** Who waits for a lock in this database. */
export interface LockWaits {
  readonly waiters: number
  readonly longestSeconds: number
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

/** The lock manager's own list; takes no lock that another could wait for. */
export async function readLockWaits(db: Kysely<Database>): Promise<LockWaits> {
  const { rows } = await sql<LockWaits>`
    select count(*)::int4 as waiters,
      coalesce(extract(epoch from clock_timestamp() - min(waitstart)), 0)::float8 as "longestSeconds"
    from pg_locks l where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
    db,
  )
  return rows[0]!
}
