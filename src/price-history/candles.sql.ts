import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { eventsOf } from '../events/events-of.ts'
import type { CandleLine, CandleSource, LastMove } from './candle-line.ts'
import { appendMoves, CANDLE_INTERVALS_MS, type CandleMoves, type CandleRange, type CandleStart } from './candles.ts'
import type { ProjectPlace } from './price-history.sql.ts'

type Db = Kysely<Database>

const intervalOf = (at: RawBuilder<unknown>, intervalMs: number) =>
  sql`date_bin(${intervalMs} * interval '1 millisecond', ${at}, timestamptz '1970-01-01 00:00Z')`

/** A point by its key; joined otherwise, a plan for any project walks all points. */
const pointAt = (events: readonly string[], sequence: RawBuilder<unknown>) => sql`(
      select * from price_points
      where project_id = asked.project_id ${inEvents('event_id', events)} and sequence = ${sequence} limit 1)`

/** What a candle is made of, and the last move in it. */
type Row = Omit<CandleMoves, 'openTimeMs'> & { projectId: string; openTime: Date; sequence: number; at: Date }

interface Found {
  start: CandleStart
  readonly moves: CandleMoves[]
  /** The last move before the range's end; null where there is none. */
  last: LastMove | null
}

/**
 * What the candles of a range are made of, for many projects in one statement: the state before the range, the minutes that
 * are summed up, the moves since, per interval, and the last move. Index price_points_at, primary keys.
 */
export async function readCandleSources(
  db: Db,
  projects: readonly ProjectPlace[],
  { intervalMs, fromMs, toMs }: CandleRange,
): Promise<Map<string, CandleSource & { readonly last: LastMove | null }>> {
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const [events, projectIds] = [eventsOf(projects), projects.map(({ projectId }) => projectId)]
  // Intervals of less than a minute are made of moves alone.
  const rolledTo =
    intervalMs < CANDLE_INTERVALS_MS.ONE_MINUTE ? sql`timestamptz '-infinity'` : sql`coalesce(r.rolled_to, '-infinity')`
  const lastBefore = (end: Date) => sql`(
      select * from price_points p where p.project_id = asked.project_id ${inEvents('p.event_id', events)} and p.at < ${end}
      order by p.at desc, p.sequence desc limit 1)`
  const { rows } = await sql<Row & { part: 'START' | 'MOVES' | 'LAST' }>`
    with asked as (
      select a.project_id, ${rolledTo} as rolled_to
      from unnest(${projectIds}::text[]) as a (project_id)
      left join price_rollups r on r.project_id = a.project_id ${inEvents('r.event_id', events)}
    )
    select asked.project_id as "projectId", 0 as n, 'START' as part, s.at as "openTime", s.price_micros as first,
      s.price_micros as high, s.price_micros as low, s.price_micros as close, s.total_volume_units as "totalVolume",
      s.total_trades as "totalTrades", s.sequence, s.at
    from asked cross join lateral ${lastBefore(from)} s
    union all
    select asked.project_id, 1, 'MOVES', m.open_time, m.first, m.high, m.low, m.close, m.volume, m.trades, null, null
    from asked
    cross join lateral (
      select ${intervalOf(sql`m.minute`, intervalMs)} as open_time, (array_agg(m.first_micros order by m.minute))[1] as first,
        max(m.high_micros) as high, min(m.low_micros) as low, (array_agg(m.close_micros order by m.minute desc))[1] as close,
        max(m.total_volume_units) as volume, max(m.total_trades) as trades
      from price_minutes m
      where m.project_id = asked.project_id ${inEvents('m.event_id', events)}
        and m.minute >= ${from} and m.minute < ${to} and m.minute < asked.rolled_to
      group by 1) m
    union all
    select asked.project_id, 2, 'MOVES', b.open_time, f.price_micros, b.high, b.low, l.price_micros, l.total_volume_units,
      l.total_trades, null, null
    from asked
    cross join lateral (
      select ${intervalOf(sql`p.at`, intervalMs)} as open_time, min(p.sequence) as first, max(p.sequence) as last,
        max(coalesce(p.high_micros, p.price_micros)) as high, min(coalesce(p.low_micros, p.price_micros)) as low
      from price_points p
      where p.project_id = asked.project_id ${inEvents('p.event_id', events)}
        and p.at >= greatest(${from}::timestamptz, asked.rolled_to) and p.at < ${to}
      group by 1) b
    cross join lateral ${pointAt(events, sql`b.first`)} f
    cross join lateral ${pointAt(events, sql`b.last`)} l
    union all
    select asked.project_id, 3, 'LAST', s.at, s.price_micros, s.price_micros, s.price_micros, s.price_micros, s.total_volume_units,
      s.total_trades, s.sequence, s.at
    from asked cross join lateral ${lastBefore(to)} s
    order by "projectId", "openTime", n`.execute(db)
  return sourcesOf(projectIds, rows)
}

function sourcesOf(
  projectIds: readonly string[],
  rows: readonly (Row & { part: 'START' | 'MOVES' | 'LAST' })[],
): Map<string, CandleSource & { readonly last: LastMove | null }> {
  const sources = new Map<string, Found>(projectIds.map((id) => [id, { start: null, moves: [], last: null }]))
  for (const { projectId, part, openTime, sequence, at, ...moves } of rows) {
    const source = sources.get(projectId)!
    if (part === 'START') source.start = moves
    else if (part === 'LAST') source.last = { sequence, at, price: moves.close }
    else appendMoves(source.moves, { ...moves, openTimeMs: openTime.getTime() })
  }
  return sources
}

export interface LaterMoves {
  readonly moves: readonly CandleMoves[]
  readonly last: LastMove
}

/**
 * The moves of each project from the last one of its line on, per interval, in one statement. Without a project whose history
 * does not have that move as it was: then the history is another one. Index price_points_at, primary key.
 */
export async function readLaterMoves(
  db: Db,
  intervalMs: number,
  known: readonly (ProjectPlace & { readonly line: CandleLine })[],
): Promise<Map<string, LaterMoves>> {
  const events = eventsOf(known)
  const { rows } = await sql<Row & { firstSequence: number; firstAt: Date }>`
    select asked.project_id as "projectId", b.open_time as "openTime", f.price_micros as first, b.high, b.low,
      l.price_micros as close, l.total_volume_units as "totalVolume", l.total_trades as "totalTrades", l.sequence, l.at,
      f.sequence as "firstSequence", f.at as "firstAt"
    from unnest(${known.map(({ projectId }) => projectId)}::text[], ${known.map(({ line }) => line.last.sequence)}::int4[],
      ${known.map(({ line }) => line.last.at)}::timestamptz[]) as asked (project_id, sequence, at)
    cross join lateral (
      select ${intervalOf(sql`p.at`, intervalMs)} as open_time, min(p.sequence) as first, max(p.sequence) as last,
        max(coalesce(p.high_micros, p.price_micros)) as high, min(coalesce(p.low_micros, p.price_micros)) as low
      from price_points p
      where p.project_id = asked.project_id ${inEvents('p.event_id', events)} and p.at >= asked.at and p.sequence >= asked.sequence
      group by 1) b
    cross join lateral ${pointAt(events, sql`b.first`)} f
    cross join lateral ${pointAt(events, sql`b.last`)} l
    order by 1, 2`.execute(db)
  const found = new Map<string, LaterMoves>()
  const ofProject = Map.groupBy(rows, (row) => row.projectId)
  for (const { projectId, line } of known) {
    const own = ofProject.get(projectId)
    if (!own || !startsAt(own[0]!, line.last)) continue
    const { sequence, at, close } = own.at(-1)!
    found.set(projectId, { moves: own.map(movesOf), last: { sequence, at, price: close } })
  }
  return found
}

const startsAt = (row: { firstSequence: number; firstAt: Date; first: bigint }, { sequence, at, price }: LastMove): boolean =>
  row.firstSequence === sequence && row.firstAt.getTime() === at.getTime() && row.first === price

const movesOf = ({ openTime, first, high, low, close, totalVolume, totalTrades }: Row): CandleMoves => ({
  openTimeMs: openTime.getTime(),
  first,
  high,
  low,
  close,
  totalVolume,
  totalTrades,
})
