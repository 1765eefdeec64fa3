import { type Selectable, sql } from 'kysely'
import { toFill } from '../fills/fills.sql.ts'
import type { FillRecord } from '../fills/fill.ts'
import type { FillsTable } from '../fills/fills.table.ts'
import type { InboxItem } from '../matcher/batch.ts'
import { INBOX_COLUMNS, type InboxRow, toInboxItem } from '../matcher/matcher.sql.ts'
import { rowsOf, type Snapshot } from './books.sql.ts'

/** How far the matcher of a market came, and the status that it left. */
export interface MarketEnd {
  readonly marketId: number
  readonly position: number
}

/** Markets that a matcher has served. */
export async function listMarketEnds(snapshot: Snapshot): Promise<MarketEnd[]> {
  const { rows } = await sql<{ market_id: number; inbox_position: bigint }>`
    select market_id, inbox_position from matchers order by market_id`.execute(snapshot)
  return rows.map((row) => ({ marketId: row.market_id, position: Number(row.inbox_position) }))
}

/** The commands that were carried out, in their order, each with the order that it brought, as that order is now. */
export async function* inboxOf(snapshot: Snapshot, { marketId, position }: MarketEnd): AsyncGenerator<InboxItem> {
  const query = sql<InboxRow>`
    select ${INBOX_COLUMNS} from inbox_entries e left join orders o on e.kind in ('PLACE', 'REPLACE') and o.order_id = e.order_id
    where e.market_id = ${marketId} and e.number <= ${position}::int8 order by e.number`
  for await (const row of rowsOf(snapshot, 'commands', query)) yield toInboxItem(row)
}

/** The fills of a market in the order of their numbers. */
export async function* fillsOf(snapshot: Snapshot, marketId: number): AsyncGenerator<FillRecord> {
  const query = sql<Selectable<FillsTable>>`select * from fills where market_id = ${marketId} order by trade_number`
  for await (const row of rowsOf(snapshot, 'market_fills', query)) yield toFill(row)
}
