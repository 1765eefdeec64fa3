import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/** A server that has not renewed its count for so long is gone. */
const VOID_AFTER_SECONDS = 15

/** Says how many connections of this server watch each event; zero removes the row. Primary key. */
export async function upsertWatchers(db: Kysely<Database>, serverId: string, counts: ReadonlyMap<string, number>): Promise<void> {
  const watched = [...counts].filter(([, watchers]) => watchers > 0)
  const left = [...counts.keys()].filter((eventId) => counts.get(eventId) === 0)
  if (left.length > 0) {
    await sql`delete from watcher_counts where server_id = ${serverId} and event_id = any(${left})`.execute(db)
  }
  if (watched.length > 0) {
    await sql`
      insert into watcher_counts (event_id, server_id, watchers, seen_at)
      select event_id, ${serverId}::uuid, watchers, clock_timestamp()
      from unnest(${watched.map(([eventId]) => eventId)}::text[], ${watched.map(([, watchers]) => watchers)}::int4[]) as c (event_id, watchers)
      on conflict (event_id, server_id) do update set watchers = excluded.watchers, seen_at = excluded.seen_at`.execute(db)
  }
}

/** This server watches nothing any more, and neither does one that was gone for an hour. */
export async function deleteWatchers(db: Kysely<Database>, serverId: string): Promise<void> {
  await sql`
    delete from watcher_counts
    where server_id = ${serverId} or seen_at < statement_timestamp() - interval '1 hour'`.execute(db)
}

/** Watchers over all servers that renewed their count lately; an event without a row has none. Primary key. */
export async function countWatchers(
  db: Kysely<Database>,
  eventIds: readonly string[],
): Promise<{ eventId: string; watchers: number }[]> {
  const { rows } = await sql<{ eventId: string; watchers: number }>`
    select event_id as "eventId", sum(watchers)::int4 as watchers from watcher_counts
    where event_id = any(${eventIds}) and seen_at > clock_timestamp() - ${VOID_AFTER_SECONDS} * interval '1 second'
    group by event_id`.execute(db)
  return rows
}

/** Events with a watcher on any server, as far as the servers said so lately. A short table, read whole. */
export async function listWatchedEvents(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ event_id: string }>`
    select distinct event_id from watcher_counts
    where seen_at > clock_timestamp() - ${VOID_AFTER_SECONDS} * interval '1 second'`.execute(db)
  return rows.map((row) => row.event_id)
}
