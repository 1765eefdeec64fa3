import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import { bytesOf, hexOf } from '../wallets/hex.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { FillLeg, FillRecord, LegPlace } from './fill.ts'
import type { FillsTable } from './fills.table.ts'

export const toFill = (row: Selectable<FillsTable>): FillRecord => ({
  marketId: row.market_id,
  tradeNumber: Number(row.trade_number),
  inboxNumber: Number(row.inbox_number),
  at: row.at,
  price: Number(row.price),
  lots: Number(row.quantity),
  notional: row.notional_micros,
  takerSide: row.taker_side,
  makerOrderId: hexOf(row.maker_order_id),
  takerOrderId: hexOf(row.taker_order_id),
  makerUserId: row.maker_user_id,
  takerUserId: row.taker_user_id,
  makerFee: row.maker_fee_micros,
  takerFee: row.taker_fee_micros,
  makerRevision: row.maker_revision,
  takerRevision: row.taker_revision,
  settlement: row.settlement,
})

/** Appends fills in one statement; the caller holds the lock of their market's matchers row. */
export async function insertFills(tx: Tx, fills: readonly Omit<FillRecord, 'settlement'>[]): Promise<void> {
  if (fills.length === 0) return
  await sql`
    insert into fills (
      market_id, trade_number, inbox_number, at, price, quantity, notional_micros, taker_side, maker_order_id, taker_order_id,
      maker_user_id, taker_user_id, maker_fee_micros, taker_fee_micros, maker_revision, taker_revision)
    select * from unnest(
      ${fills.map((f) => f.marketId)}::int4[], ${fills.map((f) => f.tradeNumber)}::int8[],
      ${fills.map((f) => f.inboxNumber)}::int8[], ${fills.map((f) => f.at)}::timestamptz[], ${fills.map((f) => f.price)}::int8[],
      ${fills.map((f) => f.lots)}::int8[], ${fills.map((f) => f.notional)}::int8[], ${fills.map((f) => f.takerSide)}::text[],
      ${fills.map((f) => bytesOf(f.makerOrderId))}::bytea[], ${fills.map((f) => bytesOf(f.takerOrderId))}::bytea[],
      ${fills.map((f) => f.makerUserId)}::uuid[], ${fills.map((f) => f.takerUserId)}::uuid[],
      ${fills.map((f) => f.makerFee)}::int8[], ${fills.map((f) => f.takerFee)}::int8[],
      ${fills.map((f) => f.makerRevision)}::int8[], ${fills.map((f) => f.takerRevision)}::int8[])`.execute(tx.sql)
}

export interface LegPage {
  readonly marketId: number | null
  readonly orderId: Hex | null
  /** Older than, newer than. */
  readonly after: LegPlace | null
  readonly before: LegPlace | null
  readonly limit: number
  readonly backward: boolean
}

type LegRow = Selectable<FillsTable> & { readonly leg: FillLeg['liquidity'] }

const toLeg = (row: LegRow): FillLeg => ({ ...toFill(row), liquidity: row.leg })

/** One page of a trader's legs, newest first (oldest first if backward). Indexes fills_maker and fills_taker. */
export async function listLegs(db: Kysely<Database>, userId: string, page: LegPage): Promise<FillLeg[]> {
  const order = page.backward ? sql`asc` : sql`desc`
  const legs = (leg: 'MAKER' | 'TAKER') => {
    const [user, revision, orderId] = LEG_COLUMNS[leg].map((column) => sql.ref(column))
    const place = sql`(${revision}, trade_number, ${sql.lit(leg)})`
    const bound = (sign: '<' | '>', at: LegPlace | null) =>
      at ? sql`and ${place} ${sql.raw(sign)} (${at.revision}::int8, ${at.tradeNumber}::int8, ${at.liquidity}::text)` : sql``
    return sql`(
      select *, ${sql.lit(leg)} as leg, ${revision} as leg_revision from fills where ${user} = ${userId}
        ${page.marketId === null ? sql`` : sql`and market_id = ${page.marketId}`}
        ${page.orderId === null ? sql`` : sql`and ${orderId} = ${bytesOf(page.orderId)}`}
        ${bound('<', page.after)} ${bound('>', page.before)}
      order by ${revision} ${order}, trade_number ${order} limit ${page.limit})`
  }
  const { rows } = await sql<LegRow>`
    select * from (${legs('MAKER')} union all ${legs('TAKER')}) as legs
    order by leg_revision ${order}, trade_number ${order}, leg ${order} limit ${page.limit}`.execute(db)
  return rows.map(toLeg)
}

const LEG_COLUMNS = {
  MAKER: ['maker_user_id', 'maker_revision', 'maker_order_id'],
  TAKER: ['taker_user_id', 'taker_revision', 'taker_order_id'],
} as const

/** The first legs of each order, oldest first. Indexes fills_maker_order and fills_taker_order. */
export async function listOrderLegs(db: Kysely<Database>, orderIds: readonly Hex[], limit: number): Promise<FillLeg[]> {
  const { rows } = await sql<LegRow>`
    select legs.* from unnest(${orderIds.map(bytesOf)}::bytea[]) as asked (order_id)
    cross join lateral (
      select * from (
        select *, 'MAKER' as leg from fills where maker_order_id = asked.order_id
        union all select *, 'TAKER' as leg from fills where taker_order_id = asked.order_id) own
      order by trade_number limit ${limit}) legs
    order by legs.trade_number`.execute(db)
  return rows.map(toLeg)
}

/** One page of a market's trades, newest first (oldest first if backward). Primary key. */
export async function listTrades(
  db: Kysely<Database>,
  marketId: number,
  page: { readonly after: number | null; readonly before: number | null; readonly limit: number; readonly backward: boolean },
): Promise<FillRecord[]> {
  const { rows } = await sql<Selectable<FillsTable>>`
    select * from fills where market_id = ${marketId}
      ${page.after === null ? sql`` : sql`and trade_number < ${page.after}::int8`}
      ${page.before === null ? sql`` : sql`and trade_number > ${page.before}::int8`}
    order by trade_number ${page.backward ? sql`asc` : sql`desc`} limit ${page.limit}`.execute(db)
  return rows.map(toFill)
}
