import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { NewsPrint, PriceMove, TradePrint } from '../events/feed.ts'

type Db = Kysely<Database>

/** Where an event's feed stands. */
export interface FeedHead {
  readonly eventId: string
  readonly epoch: number
  readonly position: bigint
  readonly revision: bigint
}

/** Primary key. */
export async function findHeads(db: Db, eventIds: readonly string[]): Promise<FeedHead[]> {
  const { rows } = await sql<FeedHead>`
    select event_id as "eventId", epoch, position, revision from event_feeds where event_id = any(${eventIds})`.execute(db)
  return rows
}

type MoveRow = Omit<PriceMove, 'trade'> & Omit<TradePrint, 'accountId'> & { accountId: string | null }

const toMove = ({ accountId, userId, side, shares, executionPrice, fee, cashDelta, ...move }: MoveRow): PriceMove => ({
  ...move,
  trade: accountId === null ? null : { accountId, userId, side, shares, executionPrice, fee, cashDelta },
})

const MOVE_COLUMNS = sql`
  p.position, p.project_id as "projectId", j.project_number as "projectNumber", j.ticker, j.name, p.sequence, p.at,
  p.price_before_micros as "priceBefore", p.price_micros as price, p.source, p.headline, p.base_price_micros as "basePrice",
  p.offset_micros as offset, p.net_shares_units as "netShares", p.total_volume_units as "totalVolume",
  p.total_trades as "totalTrades", p.folded, t.account_id as "accountId", t.user_id as "userId", t.side,
  t.shares_units as shares, t.execution_price_micros as "executionPrice", t.fee_micros as fee, t.cash_delta_micros as "cashDelta"`

/** Each move's trade by primary key; joined otherwise, a plan for any stretch may walk all trades. */
const moveTables = (eventId: string) => sql`
  join projects j on j.project_id = p.project_id ${inEvents('j.event_id', [eventId])}
  left join lateral (
    select * from trades
    where p.source = 'TRADE' and project_id = p.project_id ${inEvents('event_id', [eventId])} and sequence = p.sequence limit 1) t on true`

/** A stretch of a feed: after < position <= upTo, the first `limit` of it. */
export interface Stretch {
  readonly after: bigint
  readonly upTo: bigint
  readonly limit: number
}

async function selectMoves(
  db: Db,
  eventId: string,
  { after, upTo, limit }: Stretch,
  only: RawBuilder<unknown>,
): Promise<PriceMove[]> {
  const { rows } = await sql<MoveRow>`
    select ${MOVE_COLUMNS} from (
      select * from price_points p
      where event_id = ${eventId} and position > ${after} and position <= ${upTo} ${only}
      order by position limit ${limit}) p
    ${moveTables(eventId)} order by p.position`.execute(db)
  return rows.map(toMove)
}

/** Moves in the order of the feed. Index price_points_position. */
export const listMoves = (db: Db, eventId: string, stretch: Stretch): Promise<PriceMove[]> =>
  selectMoves(db, eventId, stretch, sql``)

/** Moves that trades made, of one project or all, in the order of the feed. Index price_points_position. */
export const listTradeMoves = (db: Db, eventId: string, stretch: Stretch, projectId: string | null): Promise<PriceMove[]> =>
  selectMoves(
    db,
    eventId,
    stretch,
    projectId === null ? sql`and source = 'TRADE'` : sql`and source = 'TRADE' and project_id = ${projectId}`,
  )

/** News in the order of the feed. Unique index (event_id, position). */
export async function listFeedNews(db: Db, eventId: string, { after, upTo, limit }: Stretch): Promise<NewsPrint[]> {
  const { rows } = await sql<NewsPrint>`
    select position, news_id as "newsId", at, kind, headline, project_id as "projectId", bump_type as "bumpType",
      price_before_micros as "priceBefore", price_after_micros as "priceAfter", sequence
    from news_items where event_id = ${eventId} and position > ${after} and position <= ${upTo}
    order by position limit ${limit}`.execute(db)
  return rows
}

/** The newest move of every project. Unique index (event_id, project_number), then primary key. */
async function listNewestMoves(db: Db, eventId: string): Promise<PriceMove[]> {
  const { rows } = await sql<MoveRow>`
    select ${MOVE_COLUMNS} from projects n
    cross join lateral (
      select * from price_points
      where project_id = n.project_id ${inEvents('event_id', [eventId])} and sequence = n.sequence limit 1) p
    ${moveTables(eventId)} where n.event_id = ${eventId} order by n.project_number`.execute(db)
  return rows.map(toMove)
}

export interface FeedPicture {
  readonly head: FeedHead
  /** The newest move of every project by project number; null where only the stretch was asked for. */
  readonly newest: readonly PriceMove[] | null
  /** The feed's last part, in its order. */
  readonly moves: readonly PriceMove[]
  readonly news: readonly NewsPrint[]
}

/**
 * The feed at one moment (one snapshot): its head and, with `after`, everything behind that position, else the newest
 * move of every project and the last `recent` entries. `after` more than `recent` positions ago counts as none. null: no such event.
 */
export async function readFeed(db: Db, eventId: string, after: bigint | null, recent: number): Promise<FeedPicture | null> {
  return await atOneMoment(db, async (snapshot) => {
    const [head] = await findHeads(snapshot, [eventId])
    if (!head) return null
    const isNear = after !== null && after <= head.position && head.position - after <= BigInt(recent)
    const stretch = { after: isNear ? after : head.position - BigInt(recent), upTo: head.position, limit: recent }
    const newest = isNear ? null : await listNewestMoves(snapshot, eventId)
    const moves = await listMoves(snapshot, eventId, stretch)
    return { head, newest, moves, news: await listFeedNews(snapshot, eventId, stretch) }
  })
}

/** Present texts of all projects. Unique index (event_id, project_number). */
export async function listTexts(db: Db, eventId: string): Promise<{ projectNumber: number; ticker: string; name: string }[]> {
  const { rows } = await sql<{ projectNumber: number; ticker: string; name: string }>`
    select project_number as "projectNumber", ticker, name from projects where event_id = ${eventId}`.execute(db)
  return rows
}

/**
 * The sequence that each project had at a position of the feed; 0 before it existed. Bisects each project's history, so
 * that an old position costs no more than a recent one. Primary key.
 */
export async function findSequencesAt(db: Db, eventId: string, position: bigint): Promise<Map<number, number>> {
  const { rows } = await sql<{ number: number; sequence: number }>`
    with recursive search (project_id, number, low, high) as (
      select project_id, project_number, 0, sequence from projects where event_id = ${eventId}
      union all
      select s.project_id, s.number, case when probe.seen then probe.sequence else s.low end, case when probe.seen then s.high else s.middle - 1 end
      from (select *, (low + high + 1) / 2 as middle from search where low < high) s
      cross join lateral (
        select sequence, position <= ${position} as seen from price_points
        where project_id = s.project_id ${inEvents('event_id', [eventId])} and sequence >= s.middle order by sequence limit 1) probe
    )
    select number, max(low) as sequence from search where low >= high group by number`.execute(db)
  return new Map(rows.map((row) => [row.number, row.sequence]))
}

/** Where the oldest move stands that a reader lacks who has these sequences; null where there is none. Primary key. */
export async function findFirstMissed(
  db: Db,
  eventId: string,
  last: readonly { projectId: string; sequence: number }[],
): Promise<bigint | null> {
  const { rows } = await sql<{ position: bigint | null }>`
    select min(missed.position) as position
    from unnest(${last.map((each) => each.projectId)}::text[], ${last.map((each) => each.sequence)}::int4[]) as seen (project_id, sequence)
    cross join lateral (
      select position from price_points p
      where p.project_id = seen.project_id ${inEvents('p.event_id', [eventId])} and p.sequence > seen.sequence
      order by p.sequence limit 1) missed`.execute(db)
  return rows[0]?.position ?? null
}
