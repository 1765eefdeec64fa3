import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { FeedBatch, PriceMove, Side } from '../events/feed.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Micros, ShareUnits } from '../money/units.ts'

/** A trade as the tape shows it. */
export interface TradeRow {
  readonly eventId: string
  /** Of the event's feed, with `position` the trade's place in it. */
  readonly epoch: number
  readonly position: bigint
  readonly projectId: string
  readonly sequence: number
  readonly accountId: string
  readonly userId: string
  readonly side: Side
  readonly shares: ShareUnits
  readonly executionPrice: Micros
  readonly fee: Micros
  readonly cashDelta: Micros
  readonly priceBefore: Micros
  readonly priceAfter: Micros
  readonly executedAt: Date
}

export interface TradeId {
  readonly projectId: string
  readonly sequence: number
}

/** The trade that made a price move; null where another thing did. */
export function tradeRowOfMove({ eventId, epoch }: Pick<FeedBatch, 'eventId' | 'epoch'>, move: PriceMove): TradeRow | null {
  if (!move.trade) return null
  const { projectId, sequence, position, at, priceBefore, price } = move
  return { eventId, epoch, position, projectId, sequence, ...move.trade, priceBefore, priceAfter: price, executedAt: at }
}

const COLUMNS = sql`
  t.event_id as "eventId", f.epoch, t.position, t.project_id as "projectId", t.sequence, t.account_id as "accountId",
  t.user_id as "userId", t.side, t.shares_units as shares, t.execution_price_micros as "executionPrice", t.fee_micros as fee,
  t.cash_delta_micros as "cashDelta", t.price_before_micros as "priceBefore", t.price_after_micros as "priceAfter",
  t.executed_at as "executedAt"`

/** Primary key; ids that no trade has are absent. `eventId`: the event of all, where it is known. */
export async function findTrades(db: Kysely<Database>, ids: readonly TradeId[], eventId?: string): Promise<TradeRow[]> {
  const inEvent = (column: string) => (eventId === undefined ? sql`` : inEvents(column, [eventId]))
  const { rows } = await sql<TradeRow>`
    select ${COLUMNS}
    from unnest(${ids.map((id) => id.projectId)}::text[], ${ids.map((id) => id.sequence)}::int4[]) as asked (project_id, sequence)
    cross join lateral (
      select * from trades where project_id = asked.project_id ${inEvent('event_id')} and sequence = asked.sequence limit 1) t
    join event_feeds f on f.event_id = t.event_id ${inEvent('f.event_id')}`.execute(db)
  return rows
}

/** A stretch of a newest-first list: `after` is older than, `before` newer than; backward reads from the oldest end. */
export interface TradePage<Place> {
  readonly after: Place | null
  readonly before: Place | null
  readonly limit: number
  readonly backward: boolean
}

/** One page of each project's trades in one statement, newest first (oldest first if backward). Primary key. */
export async function listProjectTrades(
  db: Kysely<Database>,
  eventIds: readonly string[],
  projectIds: readonly string[],
  { after, before, limit, backward }: TradePage<number>,
): Promise<TradeRow[]> {
  const order = backward ? sql`asc` : sql`desc`
  const { rows } = await sql<TradeRow>`
    select ${COLUMNS}
    from unnest(${projectIds}::text[]) as asked (project_id)
    cross join lateral (
      select * from trades where project_id = asked.project_id ${inEvents('event_id', eventIds)}
        ${after !== null ? sql`and sequence < ${after}::int4` : sql``} ${before !== null ? sql`and sequence > ${before}::int4` : sql``}
      order by sequence ${order} limit ${limit}) t
    join event_feeds f on f.event_id = t.event_id ${inEvents('f.event_id', eventIds)}
    order by t.project_id, t.sequence ${order}`.execute(db)
  return rows
}

/** One page of each account's trades in one statement, newest first (oldest first if backward). Index trades_account. */
export async function listAccountTrades(
  db: Kysely<Database>,
  eventIds: readonly string[],
  accountIds: readonly string[],
  { after, before, limit, backward }: TradePage<bigint>,
): Promise<TradeRow[]> {
  const order = backward ? sql`asc` : sql`desc`
  const { rows } = await sql<TradeRow>`
    select ${COLUMNS}
    from unnest(${accountIds}::uuid[]) as asked (account_id)
    cross join lateral (
      select * from trades where account_id = asked.account_id ${inEvents('event_id', eventIds)}
        ${after !== null ? sql`and position < ${after}::int8` : sql``} ${before !== null ? sql`and position > ${before}::int8` : sql``}
      order by position ${order} limit ${limit}) t
    join event_feeds f on f.event_id = t.event_id ${inEvents('f.event_id', eventIds)}
    order by t.account_id, t.position ${order}`.execute(db)
  return rows
}
