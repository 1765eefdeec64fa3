import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { MarketChangeDraft } from '../markets/markets.sql.ts'

/** What was decided of a market: by an administrator, or by the breaker. */
export interface MarketChange extends MarketChangeDraft {
  readonly symbol: string
}

/** How far a market's matcher has come: to which command its changes are in force. */
export interface ChangesHead {
  readonly marketId: number
  readonly inForceTo: bigint
}

/** Changes in force behind a number of each market, of other markets all, and how far each is as of the same moment. Primary keys. */
export async function readChanges(
  db: Kysely<Database>,
  known: ReadonlyMap<number, bigint>,
): Promise<{ heads: ChangesHead[]; changes: MarketChange[] }> {
  return await atOneMoment(db, async (snapshot) => {
    const heads = await sql<ChangesHead>`
        select m.market_id as "marketId", coalesce(r.inbox_position, 0) as "inForceTo"
        from markets m left join matchers r using (market_id)`.execute(snapshot)
    const changes = await sql<MarketChange>`
        select c.market_id as "marketId", m.symbol, c.number, c.at, c.actor_user_id as "actorUserId", c.action,
          c.status_before as "statusBefore", c.status, c.note, c.changes
        from market_changes c join markets m using (market_id) join matchers r using (market_id)
        left join unnest(${[...known.keys()]}::int4[], ${[...known.values()]}::int8[]) as k (market_id, number) using (market_id)
        where c.number > coalesce(k.number, 0) and c.number <= r.inbox_position
        order by c.at, c.market_id, c.number`.execute(snapshot)
    return { heads: heads.rows, changes: changes.rows }
  })
}
