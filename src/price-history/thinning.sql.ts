import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import type { ProjectPlace } from './price-history.sql.ts'

/** Projects with moves before the cutoff that were not looked at yet, by id. Index price_points_at, once per project. */
export async function listUnthinned(db: Kysely<Database>, cutoff: Date, limit: number): Promise<ProjectPlace[]> {
  const { rows } = await sql<ProjectPlace>`
    select p.event_id as "eventId", p.project_id as "projectId" from projects p
    left join price_thinning t on t.event_id = p.event_id and t.project_id = p.project_id
    cross join lateral (
      select 1 from price_points x
      where x.event_id = p.event_id and x.project_id = p.project_id and x.at >= coalesce(t.thinned_to, '-infinity') and x.at < ${cutoff}
      order by x.at limit 1) unthinned
    where coalesce(t.thinned_to, '-infinity') < ${cutoff}
    order by p.project_id limit ${limit}`.execute(db)
  return rows
}

/**
 * Folds the next stretch of a project's history: about `limit` points of whole minutes before the cutoff. In a minute,
 * drift moves with no other move between them become their last one: it starts where the first started, counts the
 * others in `folded` and keeps their extremes. The closing window of an event stays as it was, so that its standings can be
 * computed again for ever. Answers how many rows went. Index price_points_at, then primary key.
 */
export async function foldNextStretch(tx: Tx, place: ProjectPlace, cutoff: Date, limit: number): Promise<number> {
  const { eventId, projectId } = place
  const { rows } = await sql<{ start: Date | null; upto: Date }>`
    select stretch.start, least(${cutoff}::timestamptz, greatest(stretch.start + interval '1 minute', coalesce((
      select date_trunc('minute', at, 'UTC') from price_points
      where project_id = ${projectId} ${inEvents('event_id', [eventId])} and at >= stretch.start order by at, sequence offset ${limit} limit 1), ${cutoff}))) as upto
    from (
      select date_trunc('minute', min(at), 'UTC') as start from price_points
      where project_id = ${projectId} ${inEvents('event_id', [eventId])} and at >= coalesce((
        select thinned_to from price_thinning where event_id = ${eventId} and project_id = ${projectId}), '-infinity')) stretch`.execute(
    tx.sql,
  )
  const { start, upto } = rows[0]!
  const folded = start && start < upto ? await foldBetween(tx, place, start, upto) : 0
  await sql`
    insert into price_thinning (project_id, event_id, thinned_to)
    values (${projectId}, ${eventId}, ${start && start < upto ? upto : cutoff})
    on conflict (project_id, event_id) do update set thinned_to = excluded.thinned_to`.execute(tx.sql)
  return folded
}

async function foldBetween(tx: Tx, { eventId, projectId }: ProjectPlace, start: Date, upto: Date): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with points as (
      select p.*, source = 'DRIFT' and not coalesce(
        at >= date_trunc('minute', closes_at - make_interval(secs => closing_window_seconds), 'UTC') and at <= closes_at, false) as is_loose
      from price_points p join events using (event_id)
      where project_id = ${projectId} ${inEvents('p.event_id', [eventId])} and at >= ${start} and at < ${upto}
    ), moves as (
      select sequence, is_loose, price_before_micros, folded, coalesce(high_micros, price_micros) as high,
        coalesce(low_micros, price_micros) as low, date_trunc('minute', at, 'UTC') as minute,
        count(*) filter (where not is_loose) over (order by sequence) as run
      from points
    ), runs as (
      select min(sequence) as first, max(sequence) as last, sum(folded + 1) - 1 as folded, max(high) as high, min(low) as low
      from moves where is_loose group by minute, run having count(*) > 1
    ), survivors as (
      update price_points p set price_before_micros = m.price_before_micros, folded = r.folded, high_micros = r.high, low_micros = r.low
      from runs r join moves m on m.sequence = r.first
      where p.project_id = ${projectId} ${inEvents('p.event_id', [eventId])} and p.sequence = r.last
    ), gone as (
      delete from price_points p using runs r
      where p.project_id = ${projectId} ${inEvents('p.event_id', [eventId])} and p.sequence >= r.first and p.sequence < r.last returning 1
    )
    select count(*)::int4 as folded from gone`.execute(tx.sql)
  return rows[0]!.folded
}
