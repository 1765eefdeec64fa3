import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { DecidedStatus, RulesRecord } from '../markets/market-rules.ts'
import type { InboxKind } from '../markets/markets.table.ts'
import type { CancelCause } from '../matching/order.ts'
import { toOrder } from '../orders/orders.sql.ts'
import type { OrdersTable } from '../orders/orders.table.ts'
import type { Tx } from '../platform/transaction.ts'
import { hexOf } from '../wallets/hex.ts'
import type { InboxItem } from './batch.ts'
import { type Lease, LEASE_SECONDS } from './leases.sql.ts'
import type { StoredOrder } from './live-order.ts'
import type { StoredState } from './matcher.table.ts'

export type InboxRow = Selectable<OrdersTable> & {
  readonly number: bigint
  readonly entry_kind: InboxKind
  readonly named: Buffer | null
  readonly cause: CancelCause | null
  readonly rules: RulesRecord<DecidedStatus> | null
  readonly at: Date
}

/** Of inbox_entries e with orders o. */
export const INBOX_COLUMNS = sql`
  e.number, e.kind as entry_kind, e.order_id as named, e.reason as cause, e.rules, e.accepted_at as at, o.*`

export const toInboxItem = (row: InboxRow): InboxItem => ({
  number: Number(row.number),
  kind: row.entry_kind,
  orderId: row.named && hexOf(row.named),
  reason: row.cause,
  rules: row.rules,
  at: row.at,
  order: row.entry_kind === 'PLACE' || row.entry_kind === 'REPLACE' ? toOrder(row) : null,
})

/**
 * Primary key: the commands behind the position of a market, in their order, with their orders as they are there. Null where
 * the lease is another's or another came further: the orders may not be as they were.
 */
export async function listInbox(
  db: Kysely<Database>,
  lease: Lease,
  position: number,
  limit: number,
): Promise<InboxItem[] | null> {
  const { rows } = await sql<InboxRow | { readonly number: null }>`
    select ${INBOX_COLUMNS} from matchers r
    left join lateral (
      select * from inbox_entries where market_id = r.market_id and number > r.inbox_position order by number limit ${limit}) e on true
    left join orders o on e.kind in ('PLACE', 'REPLACE') and o.order_id = e.order_id
    where r.market_id = ${lease.marketId} and r.epoch = ${lease.epoch}::int8 and r.inbox_position = ${position}::int8
    order by e.number`.execute(db)
  return rows.length === 0 ? null : rows.flatMap((row) => (row.number === null ? [] : [toInboxItem(row)]))
}

/** Primary key: the last numbers of inboxes. */
export async function listInboxEnds(db: Kysely<Database>, marketIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ market_id: number; last_number: bigint }>`
    select market_id, last_number from market_inboxes where market_id = any(${marketIds}::int4[])`.execute(db)
  return new Map(rows.map((row) => [row.market_id, Number(row.last_number)]))
}

/** How far a market's matchers came. */
export interface Progress {
  /** Number of the last command that was carried out. */
  readonly position: number
  readonly tradeCount: number
  readonly state: StoredState | null
}

/** Primary key. */
export async function readProgress(db: Kysely<Database>, marketId: number): Promise<Progress & { readonly epoch: bigint }> {
  const { rows } = await sql<{ epoch: bigint; inbox_position: bigint; trade_count: bigint; state: StoredState | null }>`
    select epoch, inbox_position, trade_count, state from matchers where market_id = ${marketId}`.execute(db)
  const row = rows[0]!
  return { epoch: row.epoch, position: Number(row.inbox_position), tradeCount: Number(row.trade_count), state: row.state }
}

/** Index orders_open: the orders that a book is rebuilt from, in the order in which they came to rest. */
export async function listOpenOrders(db: Kysely<Database>, marketId: number): Promise<StoredOrder[]> {
  const { rows } = await sql<Selectable<OrdersTable>>`
    select * from orders where market_id = ${marketId} and open_quantity > 0 and status in ('OPEN', 'PARTIALLY_FILLED')
    order by priority`.execute(db)
  return rows.map(toOrder)
}

/**
 * Says how far the market has come, and renews the lease: the first write of a batch's transaction, whose lock keeps everyone
 * else out until the commit. False where the lease is another's, or another came as far: nothing may be written then.
 */
export async function advance(tx: Tx, lease: Lease, from: number, progress: Progress): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update matchers set inbox_position = ${progress.position}::int8, trade_count = ${progress.tradeCount}::int8,
      state = ${JSON.stringify(progress.state)}::jsonb, expires_at = clock_timestamp() + ${sql.lit(LEASE_SECONDS)} * interval '1 second'
    where market_id = ${lease.marketId} and epoch = ${lease.epoch}::int8 and inbox_position = ${from - 1}::int8`.execute(tx.sql)
  return numAffectedRows === 1n
}
