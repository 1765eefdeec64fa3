import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import { bytesOf, hexOf } from '../wallets/hex.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { OrderChange, OrderRecord } from './order-record.ts'
import type { OrdersTable } from './orders.table.ts'

const hexOrNull = (bytes: Buffer | null): Hex | null => bytes && hexOf(bytes)
const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value))

export const toOrder = (row: Selectable<OrdersTable>): OrderRecord => ({
  orderId: hexOf(row.order_id),
  marketId: row.market_id,
  userId: row.user_id,
  wallet: hexOf(row.wallet),
  signer: hexOf(row.signer),
  signature: hexOf(row.signature),
  side: row.side,
  type: row.type,
  quantity: Number(row.quantity),
  price: Number(row.price),
  stopPrice: numberOrNull(row.stop_price),
  timeInForce: row.time_in_force,
  postOnly: row.post_only,
  reduceOnly: row.reduce_only,
  selfTrade: row.self_trade,
  expiresAt: row.expires_at,
  clientOrderId: row.client_order_id,
  salt: BigInt(row.salt),
  replaces: hexOrNull(row.replaces),
  replacesOpen: numberOrNull(row.replaces_open),
  replacedBy: hexOrNull(row.replaced_by),
  feeBps: row.fee_bps,
  status: row.status,
  reason: row.reason,
  openLots: Number(row.open_quantity),
  filledLots: Number(row.filled_quantity),
  filledNotional: row.filled_notional_micros,
  fees: row.fees_micros,
  held: row.held,
  inboxNumber: row.inbox_number,
  priority: row.priority,
  isTriggered: row.is_triggered,
  acceptedAt: row.accepted_at,
  updatedAt: row.updated_at,
  revision: row.revision,
})

/** Primary key. */
export async function findOrders(db: Kysely<Database>, orderIds: readonly Hex[]): Promise<OrderRecord[]> {
  if (orderIds.length === 0) return []
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders where order_id = any(${orderIds.map(bytesOf)}::bytea[])`.execute(db)
  return rows.map(toOrder)
}

/** Stores new orders in one statement. */
export async function insertOrders(tx: Tx, orders: readonly OrderRecord[]): Promise<void> {
  if (orders.length === 0) return
  await sql`
    insert into orders (
      order_id, market_id, user_id, wallet, signer, signature, side, type, quantity, price, stop_price, time_in_force, post_only,
      reduce_only, self_trade, expires_at, client_order_id, salt, replaces, replaces_open, fee_bps, status, open_quantity, held,
      inbox_number, accepted_at, updated_at, revision)
    select * from unnest(
      ${orders.map((o) => bytesOf(o.orderId))}::bytea[], ${orders.map((o) => o.marketId)}::int4[],
      ${orders.map((o) => o.userId)}::uuid[], ${orders.map((o) => bytesOf(o.wallet))}::bytea[],
      ${orders.map((o) => bytesOf(o.signer))}::bytea[], ${orders.map((o) => bytesOf(o.signature))}::bytea[],
      ${orders.map((o) => o.side)}::text[], ${orders.map((o) => o.type)}::text[], ${orders.map((o) => o.quantity)}::int8[],
      ${orders.map((o) => o.price)}::int8[], ${orders.map((o) => o.stopPrice)}::int8[],
      ${orders.map((o) => o.timeInForce)}::text[], ${orders.map((o) => o.postOnly)}::bool[],
      ${orders.map((o) => o.reduceOnly)}::bool[], ${orders.map((o) => o.selfTrade)}::text[],
      ${orders.map((o) => o.expiresAt)}::timestamptz[], ${orders.map((o) => o.clientOrderId)}::text[],
      ${orders.map((o) => o.salt)}::numeric[], ${orders.map((o) => o.replaces && bytesOf(o.replaces))}::bytea[],
      ${orders.map((o) => o.replacesOpen)}::int8[], ${orders.map((o) => o.feeBps)}::int4[],
      ${orders.map((o) => o.status)}::text[], ${orders.map((o) => o.openLots)}::int8[], ${orders.map((o) => o.held)}::int8[],
      ${orders.map((o) => o.inboxNumber)}::int8[], ${orders.map((o) => o.acceptedAt)}::timestamptz[],
      ${orders.map((o) => o.updatedAt)}::timestamptz[], ${orders.map((o) => o.revision)}::int8[])`.execute(tx.sql)
}

/** What a batch of a matcher made of orders, in one statement; the caller holds their traders' locks. */
export async function updateOrders(tx: Tx, changes: readonly OrderChange[]): Promise<void> {
  if (changes.length === 0) return
  await sql`
    update orders o set
      replaced_by = new.replaced_by, status = new.status, reason = new.reason, open_quantity = new.open_quantity,
      filled_quantity = new.filled_quantity, filled_notional_micros = new.filled_notional, fees_micros = new.fees,
      held = new.held, priority = new.priority, is_triggered = new.is_triggered, updated_at = new.updated_at,
      revision = new.revision
    from unnest(
      ${changes.map((o) => bytesOf(o.orderId))}::bytea[], ${changes.map((o) => o.replacedBy && bytesOf(o.replacedBy))}::bytea[],
      ${changes.map((o) => o.status)}::text[], ${changes.map((o) => o.reason)}::text[],
      ${changes.map((o) => o.openLots)}::int8[], ${changes.map((o) => o.filledLots)}::int8[],
      ${changes.map((o) => o.filledNotional)}::int8[], ${changes.map((o) => o.fees)}::int8[],
      ${changes.map((o) => o.held)}::int8[], ${changes.map((o) => o.priority)}::int8[],
      ${changes.map((o) => o.isTriggered)}::bool[], ${changes.map((o) => o.updatedAt)}::timestamptz[],
      ${changes.map((o) => o.revision)}::int8[])
      as new (order_id, replaced_by, status, reason, open_quantity, filled_quantity, filled_notional, fees, held, priority,
        is_triggered, updated_at, revision)
    where o.order_id = new.order_id`.execute(tx.sql)
}
