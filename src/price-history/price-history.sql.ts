import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { PriceSource } from '../events/feed.ts'
import type { Micros, ShareUnits } from '../money/units.ts'
import { appendMoves, CANDLE_INTERVALS_MS, type CandleMoves, type CandleRange, type CandleStart } from './candles.ts'
import type { PriceMoves } from './price-change.ts'

type Db = Kysely<Database>

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
export async function listPricePoints(db: Db, projectIds: readonly string[], page: HistoryPage): Promise<PricePoint[]> {
  const { from, to, after, before } = page
  const order = page.backward ? sql`desc` : sql`asc`
  const { rows } = await sql<PricePoint>`
    select p.project_id as "projectId", p.sequence, p.at, p.price_before_micros as "priceBefore", p.price_micros as price,
      p.source, p.headline, p.folded
    from unnest(${projectIds}::text[]) as asked (project_id)
    cross join lateral (
      select * from price_points where project_id = asked.project_id
        ${from ? sql`and at >= ${from}` : sql``} ${to ? sql`and at < ${to}` : sql``}
        ${after ? sql`and (at, sequence) > (${after.at}::timestamptz, ${after.sequence}::int4)` : sql``}
        ${before ? sql`and (at, sequence) < (${before.at}::timestamptz, ${before.sequence}::int4)` : sql``}
      order by at ${order}, sequence ${order} limit ${page.limit}) p
    order by p.project_id, p.sequence ${order}`.execute(db)
  return rows
}

export interface PriceAsked {
  readonly projectId: string
  readonly at: Date
}

/** The price at each moment: the last at or before it; null before the project existed. Index price_points_at. */
export async function findPricesAt(db: Db, asked: readonly PriceAsked[]): Promise<(Micros | null)[]> {
  const { rows } = await sql<{ price: Micros | null }>`
    select (
      select price_micros from price_points p where p.project_id = asked.project_id and p.at <= asked.at
      order by p.at desc, p.sequence desc limit 1) as price
    from unnest(${asked.map((each) => each.projectId)}::text[], ${asked.map((each) => each.at)}::timestamptz[])
      with ordinality as asked (project_id, at, n)
    order by n`.execute(db)
  return rows.map((row) => row.price)
}

export interface ChangeAsked {
  readonly projectId: string
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
  const { rows } = await sql<Row>`
    select asked.n, reference.price_micros as reference, current.price_micros as current,
      greatest(reference.price_micros, since.high) as high, least(reference.price_micros, since.low) as low,
      current.total_volume_units - reference.total_volume_units as volume
    from unnest(
      ${asked.map((each) => each.projectId)}::text[], ${asked.map((each) => each.sequence)}::int4[],
      ${asked.map((each) => each.minutes)}::int4[]) with ordinality as asked (project_id, sequence, minutes, n)
    cross join lateral ${referencePoint(sql`asked.project_id`, sql`asked.minutes`)} reference
    join price_points current on current.project_id = asked.project_id and current.sequence = asked.sequence
    left join price_rollups r on r.project_id = asked.project_id
    cross join lateral (
      select date_trunc('minute', reference.at, 'UTC') + interval '1 minute' as lower,
        least(coalesce(r.rolled_to, '-infinity'), date_trunc('minute', current.at, 'UTC')) as upper) whole
    cross join lateral (
      select max(high) as high, min(low) as low from (
        select max(coalesce(p.high_micros, p.price_micros)) as high, min(coalesce(p.low_micros, p.price_micros)) as low
        from price_points p
        where p.project_id = asked.project_id and p.at >= reference.at and p.at < whole.lower
          and p.sequence > reference.sequence and p.sequence <= asked.sequence
        union all
        select max(m.high_micros), min(m.low_micros) from price_minutes m
        where m.project_id = asked.project_id and m.minute >= whole.lower and m.minute < whole.upper
        union all
        select max(coalesce(p.high_micros, p.price_micros)), min(coalesce(p.low_micros, p.price_micros))
        from price_points p
        where p.project_id = asked.project_id and p.at >= greatest(whole.lower, whole.upper) and p.at <= current.at
          and p.sequence > reference.sequence and p.sequence <= asked.sequence) part) since`.execute(db)
  return rows.map(({ n, ...moves }) => ({ asked: asked[Number(n) - 1]!, ...moves }))
}

/** The last point at or before now − minutes, else the first ever. */
const referencePoint = (projectId: RawBuilder<unknown>, minutes: RawBuilder<unknown>) => sql`(
  select * from (
    (select p.sequence, p.at, p.price_micros, p.total_volume_units from price_points p
      where p.project_id = ${projectId} and p.at <= statement_timestamp()::timestamptz(3) - ${minutes} * interval '1 minute'
      order by p.at desc, p.sequence desc limit 1)
    union all
    (select p.sequence, p.at, p.price_micros, p.total_volume_units from price_points p
      where p.project_id = ${projectId} order by p.sequence limit 1)) candidate
  order by candidate.sequence desc limit 1)`

export interface CandleSource {
  readonly start: CandleStart
  readonly moves: readonly CandleMoves[]
}

/**
 * What the candles of a range are made of, for many projects in one statement: the state before the range, the minutes that
 * are summed up, and the moves since, per interval. Index price_points_at, primary keys.
 */
export async function readCandleSources(
  db: Db,
  projectIds: readonly string[],
  range: CandleRange,
): Promise<Map<string, CandleSource>> {
  type Row = Omit<CandleMoves, 'openTimeMs'> & { projectId: string; openTime: Date | null; part: number }
  const [from, to] = [new Date(range.fromMs), new Date(range.toMs)]
  const intervalOf = (at: RawBuilder<unknown>) =>
    sql`date_bin(${range.intervalMs} * interval '1 millisecond', ${at}, timestamptz '1970-01-01 00:00Z')`
  // Intervals of less than a minute are made of moves alone.
  const rolledTo =
    range.intervalMs < CANDLE_INTERVALS_MS.ONE_MINUTE ? sql`timestamptz '-infinity'` : sql`coalesce(r.rolled_to, '-infinity')`
  const { rows } = await sql<Row>`
    with asked as (
      select a.project_id, ${rolledTo} as rolled_to
      from unnest(${projectIds}::text[]) as a (project_id) left join price_rollups r on r.project_id = a.project_id
    )
    select asked.project_id as "projectId", null::timestamptz as "openTime", 0 as part, s.price_micros as first,
      s.price_micros as high, s.price_micros as low, s.price_micros as close, s.total_volume_units as "totalVolume",
      s.total_trades as "totalTrades"
    from asked
    cross join lateral (
      select * from price_points p where p.project_id = asked.project_id and p.at < ${from}
      order by p.at desc, p.sequence desc limit 1) s
    union all
    select asked.project_id, m.open_time, 1, m.first, m.high, m.low, m.close, m.volume, m.trades
    from asked
    cross join lateral (
      select ${intervalOf(sql`m.minute`)} as open_time, (array_agg(m.first_micros order by m.minute))[1] as first,
        max(m.high_micros) as high, min(m.low_micros) as low, (array_agg(m.close_micros order by m.minute desc))[1] as close,
        max(m.total_volume_units) as volume, max(m.total_trades) as trades
      from price_minutes m
      where m.project_id = asked.project_id and m.minute >= ${from} and m.minute < ${to} and m.minute < asked.rolled_to
      group by 1) m
    union all
    select asked.project_id, b.open_time, 2, f.price_micros, b.high, b.low, l.price_micros, l.total_volume_units, l.total_trades
    from asked
    cross join lateral (
      select ${intervalOf(sql`p.at`)} as open_time, min(p.sequence) as first, max(p.sequence) as last,
        max(coalesce(p.high_micros, p.price_micros)) as high, min(coalesce(p.low_micros, p.price_micros)) as low
      from price_points p
      where p.project_id = asked.project_id and p.at >= greatest(${from}::timestamptz, asked.rolled_to) and p.at < ${to}
      group by 1) b
    join price_points f on f.project_id = asked.project_id and f.sequence = b.first
    join price_points l on l.project_id = asked.project_id and l.sequence = b.last
    order by 1, 2 nulls first, 3`.execute(db)
  const sources = new Map<string, { start: CandleStart; moves: CandleMoves[] }>(
    projectIds.map((id) => [id, { start: null, moves: [] }]),
  )
  for (const { projectId, openTime, part: _part, ...moves } of rows) {
    const source = sources.get(projectId)!
    if (openTime === null) source.start = moves
    else appendMoves(source.moves, { ...moves, openTimeMs: openTime.getTime() })
  }
  return sources
}
