import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import type { ProjectPlace } from './price-history.sql.ts'

/**
 * Projects with moves in whole minutes before the cutoff that are not summed up yet, by event and id. Index price_points_at, one look for
 * each project: asked with `exists`, Postgres may walk all points instead.
 */
export async function listUnrolled(db: Kysely<Database>, cutoff: Date, limit: number): Promise<ProjectPlace[]> {
  const { rows } = await sql<ProjectPlace>`
    select p.event_id as "eventId", p.project_id as "projectId" from projects p
    left join price_rollups r on r.event_id = p.event_id and r.project_id = p.project_id
    cross join lateral (
      select 1 from price_points x
      where x.event_id = p.event_id and x.project_id = p.project_id and x.at >= coalesce(r.rolled_to, '-infinity') and x.at < ${cutoff}
      order by x.at limit 1) unrolled
    where coalesce(r.rolled_to, '-infinity') < ${cutoff}
    order by p.event_id, p.project_id limit ${limit}`.execute(db)
  return rows
}

/**
 * Waits for moves under way: a move takes its time under the project's lock, so once that was had, none before now is
 * still to come.
 */
export async function awaitMoves(db: Kysely<Database>, eventId: string, projectIds: readonly string[]): Promise<void> {
  await sql`select from projects where event_id = ${eventId} and project_id = any(${projectIds}) order by project_id for share`.execute(
    db,
  )
}

/**
 * Sums up the next stretch of each project of an event: about `limit` points of whole minutes before the cutoff. Index price_points_at, once
 * per project.
 */
export async function rollNextStretches(
  tx: Tx,
  eventId: string,
  projectIds: readonly string[],
  cutoff: Date,
  limit: number,
): Promise<void> {
  await sql`
    with begun as (
      select p.event_id, p.project_id, coalesce(r.rolled_to, '-infinity') as rolled_to
      from projects p left join price_rollups r using (event_id, project_id)
      where p.event_id = ${eventId} and p.project_id = any(${projectIds})
    ), stretch as (
      select b.*, least(${cutoff}::timestamptz, greatest(
        date_trunc('minute', first.at, 'UTC') + interval '1 minute', coalesce(date_trunc('minute', far.at, 'UTC'), ${cutoff}))) as upto
      from begun b
      left join lateral (
        select at from price_points where project_id = b.project_id ${inEvents('event_id', [eventId])} and at >= b.rolled_to
        order by at, sequence limit 1) first on true
      left join lateral (
        select at from price_points where project_id = b.project_id ${inEvents('event_id', [eventId])} and at >= b.rolled_to
        order by at, sequence offset ${limit} limit 1) far on true
    ), minutes as (
      insert into price_minutes (event_id, project_id, minute, first_micros, high_micros, low_micros, close_micros,
        total_volume_units, total_trades)
      select s.event_id, s.project_id, m.* from stretch s cross join lateral (
        select date_trunc('minute', p.at, 'UTC') as minute, (array_agg(p.price_micros order by p.sequence))[1],
          max(coalesce(p.high_micros, p.price_micros)), min(coalesce(p.low_micros, p.price_micros)),
          (array_agg(p.price_micros order by p.sequence desc))[1], max(p.total_volume_units), max(p.total_trades)
        from price_points p
        where p.project_id = s.project_id ${inEvents('p.event_id', [eventId])} and p.at >= s.rolled_to and p.at < s.upto
        group by 1) m
    )
    insert into price_rollups (event_id, project_id, rolled_to) select event_id, project_id, upto from stretch
    on conflict (project_id, event_id) do update set rolled_to = excluded.rolled_to`.execute(tx.sql)
}
