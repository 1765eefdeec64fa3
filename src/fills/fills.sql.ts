import { type Selectable, sql } from 'kysely'
import type { Side } from '../events/feed.ts'
import type { Tx } from '../platform/transaction.ts'
import { bytesOf, hexOf } from '../wallets/hex.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { FillsTable, SettlementState } from './fills.table.ts'

/** A match as it is stored. Price in ticks, quantity in lots, money in micro-USDC. */
export interface FillRecord {
  readonly marketId: number
  readonly tradeNumber: number
  readonly inboxNumber: number
  readonly at: Date
  readonly price: number
  readonly lots: number
  readonly notional: bigint
  readonly takerSide: Side
  readonly makerOrderId: Hex
  readonly takerOrderId: Hex
  readonly makerUserId: string
  readonly takerUserId: string
  readonly makerFee: bigint
  readonly takerFee: bigint
  /** Of the trader's private state, at this fill. */
  readonly makerRevision: bigint
  readonly takerRevision: bigint
  readonly settlement: SettlementState
}

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
