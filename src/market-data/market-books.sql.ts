import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { MarketStatus } from '../markets/market.ts'
import type { LevelState, TradePrint } from '../matching/market-feed.ts'

type Db = Kysely<Database>

/** Where a market stands: the number of the command that its matcher carried out last, and what came of all so far. */
export interface MarketHead {
  readonly marketId: number
  readonly epoch: number
  readonly sequence: number
  /** Of the newest trade; 0 before the first. */
  readonly tradeNumber: number
  readonly status: MarketStatus
  /** Ticks; null before the first trade. */
  readonly lastPrice: number | null
  readonly markPrice: number
  /** When this was so, by the database's clock. */
  readonly at: Date
}

/** Primary keys. */
export async function findMarketHeads(db: Db, marketIds: readonly number[]): Promise<MarketHead[]> {
  const { rows } = await sql<{
    market_id: number
    epoch: number
    sequence: bigint
    trade_number: bigint
    status: MarketStatus
    last_price: bigint | null
    mark_price: bigint
    at: Date
  }>`
    select m.market_id, m.epoch, coalesce(r.inbox_position, 0) as sequence, coalesce(r.trade_count, 0) as trade_number, m.status,
      m.last_price, coalesce(m.last_price, m.reference_price) as mark_price, clock_timestamp()::timestamptz(3) as at
    from markets m left join matchers r using (market_id) where m.market_id = any(${marketIds}::int4[])`.execute(db)
  return rows.map((row) => ({
    marketId: row.market_id,
    epoch: row.epoch,
    sequence: Number(row.sequence),
    tradeNumber: Number(row.trade_number),
    status: row.status,
    lastPrice: row.last_price === null ? null : Number(row.last_price),
    markPrice: Number(row.mark_price),
    at: row.at,
  }))
}

/** Everything that rests in books, by market and price. Index orders_open. */
async function listLevels(db: Db, marketIds: readonly number[]): Promise<Map<number, LevelState[]>> {
  const { rows } = await sql<{ market_id: number; side: LevelState['side']; price: bigint; lots: string; orders: number }>`
    select market_id, side, price, sum(open_quantity) as lots, count(*)::int4 as orders from orders
    where market_id = any(${marketIds}::int4[]) and open_quantity > 0 and status in ('OPEN', 'PARTIALLY_FILLED')
      and (stop_price is null or is_triggered)
    group by market_id, side, price`.execute(db)
  const levels = new Map<number, LevelState[]>(marketIds.map((marketId) => [marketId, []]))
  for (const { market_id, side, price, lots, orders } of rows)
    levels.get(market_id)!.push({ side, price: Number(price), lots: Number(lots), orders })
  return levels
}

/** Trades with after < number <= upTo, the newest `limit` of them, in their order. Primary key. */
export async function listTrades(
  db: Db,
  marketId: number,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<TradePrint[]> {
  const { rows } = await sql<{
    trade_number: bigint
    at: Date
    price: bigint
    quantity: bigint
    taker_side: TradePrint['takerSide']
  }>`
    select trade_number, at, price, quantity, taker_side from fills
    where market_id = ${marketId} and trade_number > ${Math.max(after, upTo - limit)} and trade_number <= ${upTo}
    order by trade_number`.execute(db)
  return rows.map((row) => ({
    tradeNumber: Number(row.trade_number),
    at: row.at,
    price: Number(row.price),
    lots: Number(row.quantity),
    takerSide: row.taker_side,
  }))
}

/** A whole book as of one command. */
export interface BookPicture {
  readonly head: MarketHead
  readonly levels: readonly LevelState[]
}

async function readPictures(snapshot: Db, marketIds: readonly number[]): Promise<BookPicture[]> {
  const heads = await findMarketHeads(snapshot, marketIds)
  const levels = await listLevels(snapshot, marketIds)
  return heads.map((head) => ({ head, levels: levels.get(head.marketId)! }))
}

/** Books, all as of one moment. A market that does not exist is absent. */
export const readBooks = (db: Db, marketIds: readonly number[]): Promise<BookPicture[]> =>
  atOneMoment(db, (snapshot) => readPictures(snapshot, marketIds))

export const TRADES_MAX = 1_000

/** A book and, as of the same moment, the newest `TRADES_MAX` of the trades behind one. null: no such market. */
export const readBookAndTrades = (
  db: Db,
  marketId: number,
  afterTrade: number,
): Promise<(BookPicture & { readonly trades: TradePrint[] }) | null> =>
  atOneMoment(db, async (snapshot) => {
    const [picture] = await readPictures(snapshot, [marketId])
    if (!picture) return null
    const stretch = { after: afterTrade, upTo: picture.head.tradeNumber, limit: TRADES_MAX }
    return { ...picture, trades: await listTrades(snapshot, marketId, stretch) }
  })
