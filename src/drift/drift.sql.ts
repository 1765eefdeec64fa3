import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

/**
 * Milliseconds until the next drift tick of an event is due, 0 if one is; a minute where nothing drifts (closed, halted,
 * scheduled, drift off, no fee, no active project). A tick that lies more than an interval ahead is due: the clock was set
 * back. Index (event_id, …) of projects.
 */
export async function nextDueMs(db: Kysely<Database>, eventId: string): Promise<number> {
  const { rows } = await sql<{ due_ms: number | null }>`
    select greatest(0, ceil(min(wait_ms)))::int4 as due_ms
    from events e join projects p using (event_id)
    cross join lateral (
      select extract(epoch from p.ticked_at - clock_timestamp()) * 1000 + e.drift_interval_ms as until_ms) as ticked
    cross join lateral (select case when until_ms > 2 * e.drift_interval_ms then 0 else until_ms end as wait_ms) as waiting
    where e.event_id = ${eventId} and p.is_active and e.drift_enabled and e.transaction_fee_bps > 0
      and (e.closes_at is null or e.closes_at > clock_timestamp())
      and (e.status = 'OPEN' or (e.status = 'SCHEDULED' and e.opens_at <= clock_timestamp()))
    group by e.event_id`.execute(db)
  return rows[0]?.due_ms ?? 60_000
}

/** Active projects of the event whose last tick is at least the interval ago, or more than it ahead. Takes no lock. */
export async function listDueProjects(tx: Tx, eventId: string, intervalMs: number): Promise<string[]> {
  const { rows } = await sql<{ project_id: string }>`
    select project_id from projects
    where event_id = ${eventId} and is_active
      and (ticked_at <= clock_timestamp() - make_interval(secs => ${intervalMs / 1000})
        or ticked_at > clock_timestamp() + make_interval(secs => ${intervalMs / 1000}))
    order by project_id`.execute(tx.sql)
  return rows.map((row) => row.project_id)
}
