import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { FillLeg } from '../fills/fill.ts'
import { toFill } from '../fills/fills.sql.ts'
import type { FillsTable } from '../fills/fills.table.ts'
import type { Balance } from '../ledger/ledger.ts'
import type { OrderRecord } from '../orders/order-record.ts'
import { toOrder } from '../orders/orders.sql.ts'
import type { OrdersTable } from '../orders/orders.table.ts'
import { type PositionRecord, toPosition } from '../positions/positions.sql.ts'
import type { PositionsTable } from '../positions/positions.table.ts'

type Db = Kysely<Database>

/** Where a trader's private state stands. */
export interface TraderHead {
  readonly userId: string
  readonly epoch: number
  readonly revision: bigint
}

/** Who has no row yet is at revision 0. Primary key. */
export async function findTraderHeads(db: Db, userIds: readonly string[]): Promise<Map<string, TraderHead>> {
  const { rows } = await sql<TraderHead>`
    select user_id as "userId", epoch, revision from traders where user_id = any(${userIds}::uuid[])`.execute(db)
  const heads = new Map(rows.map((head) => [head.userId, head]))
  return new Map(userIds.map((userId) => [userId, heads.get(userId) ?? { userId, epoch: 0, revision: 0n }]))
}

/** What is asked of one trader: everything that is open (null), or what has changed since a revision. */
export interface TraderAsked {
  readonly userId: string
  readonly after: bigint | null
}

/** Rows of one trader, each as it is at `head`: of a delta those behind a revision, ascending by revision. */
export interface TraderRows {
  readonly head: TraderHead
  readonly orders: readonly OrderRecord[]
  readonly fills: readonly FillLeg[]
  readonly positions: readonly PositionRecord[]
  readonly balances: readonly Balance[]
}

/** Orders, and fills of each kind, that one reading holds of a trader at least before it stops at the end of a revision. */
export const ROWS_MAX = 500

type Numbered<Row> = Row & { readonly n: number }

/**
 * Of several traders, all as of one moment and in the same statements. Lists of a delta end with the revision that reaches
 * `ROWS_MAX`. Indexes orders_revision, orders_user_open, fills_maker, fills_taker, primary keys.
 */
export async function readTraders(db: Db, asked: readonly TraderAsked[]): Promise<TraderRows[]> {
  const users = asked.map(({ userId }) => userId)
  const from = sql`unnest(${users}::uuid[], ${asked.map(({ after }) => after)}::int8[]) with ordinality as a (user_id, after, n)`
  const behind = (what: ReturnType<typeof sql>, own: string) => sql`
    select a.n::int4 as n, r.* from ${from} cross join lateral (
      select ${what} where ${sql.ref(`t.${own}_user_id`)} = a.user_id and ${sql.ref(`t.${own}_revision`)} > a.after
      order by ${sql.ref(`t.${own}_revision`)} fetch first ${ROWS_MAX} rows with ties) r`
  return await atOneMoment(db, async (snapshot) => {
    const heads = await findTraderHeads(snapshot, users)
    const orders = await sql<Numbered<Selectable<OrdersTable>>>`
        select a.n::int4 as n, r.* from ${from} cross join lateral (
          select * from orders t where t.user_id = a.user_id and t.revision > a.after
          order by t.revision fetch first ${ROWS_MAX} rows with ties) r
        union all
        select a.n::int4 as n, t.* from ${from} join orders t on t.user_id = a.user_id and t.open_quantity > 0 where a.after is null
        order by n, revision, inbox_number`.execute(snapshot)
    const fills = await sql<Numbered<Selectable<FillsTable> & { leg: FillLeg['liquidity'] }>>`
        ${behind(sql`'MAKER' as leg, t.* from fills t`, 'maker')} union all ${behind(sql`'TAKER' as leg, t.* from fills t`, 'taker')}
        order by n, market_id, trade_number`.execute(snapshot)
    const positions = await sql<Numbered<Selectable<PositionsTable>>>`
        select a.n::int4 as n, t.* from ${from} join positions t on t.user_id = a.user_id and t.revision > coalesce(a.after, -1)
        order by n, market_id`.execute(snapshot)
    const balances = await sql<Numbered<Balance>>`
        select a.n::int4 as n, t.owner_id as "ownerId", t.asset, t.total, t.held, t.revision
        from ${from} join balances t on t.owner_id = a.user_id and t.revision > coalesce(a.after, -1)
        order by n, asset`.execute(snapshot)
    const own = <Row>({ rows }: { readonly rows: readonly Numbered<Row>[] }, index: number): Row[] =>
      rows.filter(({ n }) => n === index + 1)
    return asked.map(({ userId }, index) => ({
      head: heads.get(userId)!,
      orders: own(orders, index).map(toOrder),
      fills: own(fills, index).map((row) => ({ ...toFill(row), liquidity: row.leg })),
      positions: own(positions, index).map(toPosition),
      balances: own(balances, index),
    }))
  })
}
