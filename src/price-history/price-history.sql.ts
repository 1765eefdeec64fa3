import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { eventsOf } from '../events/events-of.ts'
import type { PriceSource } from '../events/feed.ts'
import type { Micros, ShareUnits } from '../money/units.ts'
import type { PriceMoves } from './price-change.ts'

type Db = Kysely<Database>

/** A project and the event that lists it. */
export interface ProjectPlace {
  readonly eventId: string
  readonly projectId: string
}

export interface PricePoint {
  readonly projectId: string
  readonly sequence: number
  readonly at: Date
  readonly priceBefore: Micros
  readonly price: Micros
  readonly source: PriceSource
  readonly headline: string | null
  readonly folded: number
}

/** A place in the history of a project. Time never runs backwards in it, so (at, sequence) is the order of sequence. */
export interface HistoryPlace {
  readonly at: Date
  readonly sequence: number
}

export interface HistoryPage {
  readonly from: Date | null
  readonly to: Date | null
  readonly after: HistoryPlace | null
  readonly before: HistoryPlace | null
  readonly limit: number
  readonly backward: boolean
}

/** One page of each project in one statement: up to `limit` points with from <= at < to. Index price_points_at. */
export async function listPricePoints(db: Db, projects: readonly ProjectPlace[], page: HistoryPage): Promise<PricePoint[]> {
  const { from, to, after, before } = page
  const order = page.backward ? sql`desc` : sql`asc`
  const { rows } = await sql<PricePoint>`
    select p.project_id as "projectId", p.sequence, p.at, p.price_before_micros as "priceBefore", p.price_micros as price,
      p.source, p.headline, p.folded
    from unnest(${projects.map(({ projectId }) => projectId)}::text[]) as asked (project_id)
    cross join lateral (
      select * from price_points where project_id = asked.project_id ${inEvents('event_id', eventsOf(projects))}
        ${from ? sql`and at >= ${from}` : sql``} ${to ? sql`and at < ${to}` : sql``}
        ${after ? sql`and (at, sequence) > (${after.at}::timestamptz, ${after.sequence}::int4)` : sql``}
        ${before ? sql`and (at, sequence) < (${before.at}::timestamptz, ${before.sequence}::int4)` : sql``}
      order by at ${order}, sequence ${order} limit ${page.limit}) p
    order by p.project_id, p.sequence ${order}`.execute(db)
  return rows
}

export interface PriceAsked extends ProjectPlace {
  readonly at: Date
}

/** The price at each moment: the last at or before it; null before the project existed. Index price_points_at. */
export async function findPricesAt(db: Db, asked: readonly PriceAsked[]): Promise<(Micros | null)[]> {
  if (asked.length === 0) return []
  const { rows } = await sql<{ price: Micros | null }>`
    select (
      select price_micros from price_points p
      where p.project_id = asked.project_id ${inEvents('p.event_id', eventsOf(asked))} and p.at <= asked.at
      order by p.at desc, p.sequence desc limit 1) as price
    from unnest(${asked.map((each) => each.projectId)}::text[], ${asked.map((each) => each.at)}::timestamptz[])
      with ordinality as asked (project_id, at, n)
    order by n`.execute(db)
  return rows.map((row) => row.price)
}

export interface ChangeAsked extends ProjectPlace {
  /** The move up to which the change is told: that of the project as the caller has it. */
  readonly sequence: number
  readonly minutes: number
}

export interface FoundChange extends PriceMoves {
  readonly asked: ChangeAsked
}

/**
 * How each project moved over its minutes, in one statement: extremes of the minutes that are summed up, and of the points
 * before and behind them. Index price_points_at, primary key of price_minutes.
 */
export async function findChanges(db: Db, asked: readonly ChangeAsked[]): Promise<FoundChange[]> {
  type Row = { n: bigint; reference: Micros; current: Micros; high: Micros; low: Micros; volume: ShareUnits }
  const events = eventsOf(asked)
  const { rows } = await sql<Row>`
    select asked.n, reference.price_micros as reference, current.price_micros as current,
      greatest(reference.price_micros, since.high) as high, least(reference.price_micros, since.low) as low,
      current.total_volume_units - reference.total_volume_units as volume
    from unnest(
      ${asked.map((each) => each.projectId)}::text[], ${asked.map((each) => each.sequence)}::int4[],
      ${asked.map((each) => each.minutes)}::int4[]) with ordinality as asked (project_id, sequence, minutes, n)
    cross join lateral ${referencePoint(events)} reference
    cross join lateral (
      select * from price_points
      where project_id = asked.project_id ${inEvents('event_id', events)} and sequence = asked.sequence limit 1) current
    left join price_rollups r on r.project_id = asked.project_id ${inEvents('r.event_id', events)}
    cross join lateral (
      select date_trunc('minute', reference.at, 'UTC') + interval '1 minute' as lower,
        least(coalesce(r.rolled_to, '-infinity'), date_trunc('minute', current.at, 'UTC')) as upper) whole
    cross join lateral (
      select max(high) as high, min(low) as low from (
        select max(coalesce(p.high_micros, p.price_micros)) as high, min(coalesce(p.low_micros, p.price_micros)) as low
        from price_points p
        where p.project_id = asked.project_id ${inEvents('p.event_id', events)} and p.at >= reference.at and p.at < whole.lower
          and p.sequence > reference.sequence and p.sequence <= asked.sequence
        union all
        select max(m.high_micros), min(m.low_micros) from price_minutes m
        where m.project_id = asked.project_id ${inEvents('m.event_id', events)}
          and m.minute >= whole.lower and m.minute < whole.upper
        union all
        select max(coalesce(p.high_micros, p.price_micros)), min(coalesce(p.low_micros, p.price_micros))
        from price_points p
        where p.project_id = asked.project_id ${inEvents('p.event_id', events)}
          and p.at >= greatest(whole.lower, whole.upper) and p.at <= current.at
          and p.sequence > reference.sequence and p.sequence <= asked.sequence) part) since
    order by n`.execute(db)
  return rows.map(({ n, ...moves }) => ({ asked: asked[Number(n) - 1]!, ...moves }))
}

/** The last point at or before now − minutes, else the first ever. */
const referencePoint = (events: readonly string[]) => sql`(
  select * from (
    (select p.sequence, p.at, p.price_micros, p.total_volume_units from price_points p
      where p.project_id = asked.project_id ${inEvents('p.event_id', events)}
        and p.at <= statement_timestamp()::timestamptz(3) - asked.minutes * interval '1 minute'
      order by p.at desc, p.sequence desc limit 1)
    union all
    (select p.sequence, p.at, p.price_micros, p.total_volume_units from price_points p
      where p.project_id = asked.project_id ${inEvents('p.event_id', events)} order by p.sequence limit 1)) candidate
  order by candidate.sequence desc limit 1)`
