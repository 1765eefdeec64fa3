import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

export interface DueOrder {
  readonly marketId: number
  readonly orderId: string
}

/** Index orders_expiry: open orders of markets whose time is over, unless their end already waits in the inbox; the earliest first. */
export async function listExpiredOrders(db: Kysely<Database>, marketIds: readonly number[], limit: number): Promise<DueOrder[]> {
  const { rows } = await sql<DueOrder>`
    select o.market_id as "marketId", '0x' || encode(o.order_id, 'hex') as "orderId" from orders o join matchers r using (market_id)
    where o.open_quantity > 0 and o.expires_at <= clock_timestamp() and o.market_id = any(${marketIds}::int4[]) and not exists (
      select 1 from inbox_entries e
      where e.market_id = o.market_id and e.number > r.inbox_position and e.kind = 'CANCEL' and e.order_id = o.order_id)
    order by o.expires_at limit ${limit}`.execute(db)
  return rows
}

/** Index orders_user_open. The caller holds the traders' locks. */
export async function listOpenOrdersOf(tx: Tx, userIds: readonly string[]): Promise<DueOrder[]> {
  const { rows } = await sql<DueOrder>`
    select market_id as "marketId", '0x' || encode(order_id, 'hex') as "orderId" from orders
    where user_id = any(${userIds}::uuid[]) and open_quantity > 0 order by market_id, inbox_number`.execute(tx.sql)
  return rows
}
