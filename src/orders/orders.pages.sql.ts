import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Side } from '../events/feed.ts'
import { bytesOf } from '../wallets/hex.ts'
import type { Hex } from '../wallets/typed-data.ts'
import type { OrderRecord, OrderStatus } from './order-record.ts'
import { toOrder } from './orders.sql.ts'
import type { OrdersTable } from './orders.table.ts'

/** Index orders_user_open: the trader's open orders that hold an asset, the most first. */
export async function listHolders(db: Kysely<Database>, userId: string, asset: string, limit: number): Promise<OrderRecord[]> {
  const { rows } = await sql<Selectable<OrdersTable>>`
    select o.* from orders o join markets m using (market_id)
    where o.user_id = ${userId} and o.open_quantity > 0 and o.held > 0
      and case o.side when 'BUY' then m.quote_asset else m.base_asset end = ${asset}
    order by o.held desc, o.order_id limit ${limit}`.execute(db)
  return rows.map(toOrder)
}

/** The trader's order with the client id: the open one, else the newest. Index orders_page. */
export async function findByClientId(
  db: Kysely<Database>,
  userId: string,
  marketId: number,
  clientOrderId: string,
): Promise<OrderRecord | null> {
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders where user_id = ${userId} and market_id = ${marketId} and client_order_id = ${clientOrderId}
    order by open_quantity > 0 desc, accepted_at desc, order_id limit 1`.execute(db)
  return rows[0] ? toOrder(rows[0]) : null
}

export interface OrdersFilter {
  readonly marketId?: number
  readonly side?: Side
  readonly statuses?: readonly OrderStatus[]
  readonly isOpen?: boolean
  readonly clientOrderId?: string
  /** Accepted at or after, and before. */
  readonly from?: Date
  readonly to?: Date
}

export interface OrderPlace {
  readonly acceptedAt: Date
  readonly orderId: Hex
}

/** A keyset page of the trader's orders, the newest first, in the direction of reading. Index orders_page; of open ones orders_user_open. */
export async function pageOrders(
  db: Kysely<Database>,
  userId: string,
  filter: OrdersFilter,
  page: {
    readonly after: OrderPlace | null
    readonly before: OrderPlace | null
    readonly backward: boolean
    readonly limit: number
  },
): Promise<OrderRecord[]> {
  const placeOf = ({ acceptedAt, orderId }: OrderPlace) => sql`(${acceptedAt}::timestamptz, ${bytesOf(orderId)}::bytea)`
  const { marketId, side, statuses, isOpen, clientOrderId, from, to } = filter
  const conditions = [
    sql`user_id = ${userId}`,
    ...(marketId === undefined ? [] : [sql`market_id = ${marketId}`]),
    ...(side === undefined ? [] : [sql`side = ${side}`]),
    ...(statuses === undefined ? [] : [sql`status = any(${statuses}::text[])`]),
    ...(isOpen === undefined ? [] : [isOpen ? sql`open_quantity > 0` : sql`open_quantity = 0`]),
    ...(clientOrderId === undefined ? [] : [sql`client_order_id = ${clientOrderId}`]),
    ...(from === undefined ? [] : [sql`accepted_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`accepted_at < ${to}`]),
    ...(page.after ? [sql`(accepted_at, order_id) < ${placeOf(page.after)}`] : []),
    ...(page.before ? [sql`(accepted_at, order_id) > ${placeOf(page.before)}`] : []),
  ]
  const direction = sql.raw(page.backward ? 'asc' : 'desc')
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders where ${sql.join(conditions, sql` and `)}
    order by accepted_at ${direction}, order_id ${direction} limit ${page.limit}`.execute(db)
  return rows.map(toOrder)
}

const OPPOSITE_MAX = 1_000

/** Index orders_open: the resting orders that an order of the side meets up to its price, in the order of their places; so many at most. */
export async function listOpposite(db: Kysely<Database>, marketId: number, side: Side, price: number): Promise<OrderRecord[]> {
  const [opposite, operator, direction] =
    side === 'BUY' ? (['SELL', sql`<=`, sql`asc`] as const) : (['BUY', sql`>=`, sql`desc`] as const)
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders
    where market_id = ${marketId} and side = ${opposite} and open_quantity > 0 and price ${operator} ${price}::int8
      and status in ('OPEN', 'PARTIALLY_FILLED') and (stop_price is null or is_triggered)
    order by price ${direction}, priority limit ${OPPOSITE_MAX}`.execute(db)
  return rows.map(toOrder)
}
