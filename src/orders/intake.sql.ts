import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import { bytesOf } from '../wallets/hex.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { OrderRecord } from './order-record.ts'
import { toOrder } from './orders.sql.ts'
import type { OrdersTable } from './orders.table.ts'

export interface AskedOrders {
  readonly ids: readonly Hex[]
  /** Open orders with these client ids. */
  readonly clientIds: readonly { readonly userId: string; readonly marketId: number; readonly clientOrderId: string }[]
  /** All open orders of these users. */
  readonly userIds: readonly string[]
}

/** Primary key, unique index orders_client_id, index orders_user_open. The callers' own are under their traders' locks. */
export async function findAskedOrders(tx: Tx, { ids, clientIds, userIds }: AskedOrders): Promise<OrderRecord[]> {
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders where order_id = any(${ids.map(bytesOf)}::bytea[])
    union all
    select o.* from unnest(${clientIds.map((c) => c.userId)}::uuid[], ${clientIds.map((c) => c.marketId)}::int4[],
      ${clientIds.map((c) => c.clientOrderId)}::text[]) as asked (user_id, market_id, client_order_id)
    join orders o using (user_id, market_id, client_order_id) where o.open_quantity > 0
    union all
    select * from orders where user_id = any(${userIds}::uuid[]) and open_quantity > 0`.execute(tx.sql)
  return rows.map(toOrder)
}

/** Index orders_user_open: how many orders are open, by trader and market. */
export async function countOpenOrders(
  db: Kysely<Database>,
  userIds: readonly string[],
): Promise<{ readonly userId: string; readonly marketId: number; readonly count: number }[]> {
  const { rows } = await sql<{ user_id: string; market_id: number; count: number }>`
    select user_id, market_id, count(*)::int4 as count from orders
    where user_id = any(${userIds}::uuid[]) and open_quantity > 0 group by user_id, market_id`.execute(db)
  return rows.map((row) => ({ userId: row.user_id, marketId: row.market_id, count: row.count }))
}

/** Primary key (user_id, market_id): signed lots. */
export async function listPositionLots(
  db: Kysely<Database>,
  userIds: readonly string[],
): Promise<{ readonly userId: string; readonly marketId: number; readonly lots: bigint }[]> {
  const rows = await db
    .selectFrom('positions')
    .select(['user_id', 'market_id', 'quantity'])
    .where('user_id', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
  return rows.map((row) => ({ userId: row.user_id, marketId: row.market_id, lots: row.quantity }))
}

/** How far the matchers of markets have come; a market that none has served yet is absent. */
export async function findInboxPositions(db: Kysely<Database>, marketIds: readonly number[]): Promise<Map<number, bigint>> {
  const { rows } = await sql<{ market_id: number; inbox_position: bigint }>`
    select market_id, inbox_position from matchers where market_id = any(${marketIds}::int4[])`.execute(db)
  return new Map(rows.map((row) => [row.market_id, row.inbox_position]))
}
