import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { PriceSource, Side } from '../events/feed.ts'
import type { Micros, ShareUnits } from '../money/units.ts'

type Db = Kysely<Database>

export interface ExportedPrice {
  readonly position: bigint
  readonly at: Date
  readonly projectId: string
  readonly ticker: string
  readonly sequence: number
  readonly folded: number
  readonly source: PriceSource
  readonly priceBefore: Micros
  readonly price: Micros
  readonly basePrice: Micros
  readonly netShares: ShareUnits
  readonly totalVolume: ShareUnits
  readonly totalTrades: number
  readonly headline: string | null
}

export interface ExportedTrade {
  readonly position: bigint
  readonly executedAt: Date
  readonly projectId: string
  readonly ticker: string
  readonly sequence: number
  readonly userId: string
  readonly side: Side
  readonly shares: ShareUnits
  readonly executionPrice: Micros
  readonly fee: Micros
  readonly cashDelta: Micros
  readonly realised: Micros
  readonly priceBefore: Micros
  readonly priceAfter: Micros
}

/** The part of an event's feed behind `after`, up to `until`: at most `limit` moves are looked at. */
export interface Stretch {
  readonly eventId: string
  readonly after: bigint
  readonly until: bigint
  readonly limit: number
}

/** Rows of one stretch; `last` is where the next one begins, null where there is none. */
export interface ExportPage<Row> {
  readonly rows: readonly Row[]
  readonly last: bigint | null
}

/** Unique index price_points_position (event_id, position), read in its order. */
export async function listExportedPrices(db: Db, { eventId, after, until, limit }: Stretch): Promise<ExportPage<ExportedPrice>> {
  const { rows } = await sql<ExportedPrice>`
    select p.position, p.at, p.project_id as "projectId", j.ticker, p.sequence, p.folded, p.source,
      p.price_before_micros as "priceBefore", p.price_micros as price, p.base_price_micros as "basePrice",
      p.net_shares_units as "netShares", p.total_volume_units as "totalVolume", p.total_trades as "totalTrades", p.headline
    from (
      select * from price_points where event_id = ${eventId} and position > ${after} and position <= ${until}
      order by position limit ${limit}) p
    join projects j on j.event_id = p.event_id and j.project_id = p.project_id
    order by p.position`.execute(db)
  return { rows, last: rows.length < limit ? null : rows.at(-1)!.position }
}

/**
 * The trades among the moves of a stretch: index price_points_position, then trades by primary key. A stretch is bounded
 * by moves and not by trades, so that a market that only drifts takes no statement long.
 */
export async function listExportedTrades(db: Db, { eventId, after, until, limit }: Stretch): Promise<ExportPage<ExportedTrade>> {
  const { rows } = await sql<ExportedTrade & { seen: number; last: bigint }>`
    with stretch as materialized (
      select project_id, sequence, position, source from price_points
      where event_id = ${eventId} and position > ${after} and position <= ${until}
      order by position limit ${limit}
    ), ends as (select count(*)::int4 as seen, max(position) as last from stretch)
    select ends.seen, ends.last, t.position, t.executed_at as "executedAt", t.project_id as "projectId", j.ticker, t.sequence,
      t.user_id as "userId", t.side, t.shares_units as shares, t.execution_price_micros as "executionPrice",
      t.fee_micros as fee, t.cash_delta_micros as "cashDelta", t.realised_micros as realised,
      t.price_before_micros as "priceBefore", t.price_after_micros as "priceAfter"
    from ends
    left join (
      stretch s join trades t on s.source = 'TRADE' and t.event_id = ${eventId} and t.project_id = s.project_id and t.sequence = s.sequence
      join projects j on j.event_id = t.event_id and j.project_id = t.project_id
    ) on true
    order by t.position`.execute(db)
  const { seen, last } = rows[0]!
  return { rows: rows.filter((row) => row.position !== null), last: seen < limit ? null : last }
}
