import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { MarketStatus } from '../markets/market.ts'

/** What was decided of a market: by an administrator, or by the breaker. */
export interface MarketChange {
  readonly marketId: number
  readonly symbol: string
  /** Of the command that made it. */
  readonly number: bigint
  readonly at: Date
  readonly actorUserId: string | null
  readonly action: string
  readonly statusBefore: MarketStatus | null
  readonly status: MarketStatus
  readonly note: string | null
  readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[]
}

/** Where a market's list of changes may still grow: behind the last command that the matcher carried out. */
export interface ChangesHead {
  readonly marketId: number
  readonly settledUpTo: bigint
}

/**
 * Changes behind a number of each market, of other markets all, and how far each is settled as of the same moment: an
 * administrator's stands as soon as it is decided, the breaker's with the command that tripped it. Primary keys.
 */
export async function readChanges(
  db: Kysely<Database>,
  known: ReadonlyMap<number, bigint>,
): Promise<{ heads: ChangesHead[]; changes: MarketChange[] }> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const heads = await sql<ChangesHead>`
        select m.market_id as "marketId", coalesce(r.inbox_position, 0) as "settledUpTo"
        from markets m left join matchers r using (market_id)`.execute(snapshot)
      const changes = await sql<MarketChange>`
        select c.market_id as "marketId", m.symbol, c.number, c.at, c.actor_user_id as "actorUserId", c.action,
          c.status_before as "statusBefore", c.status, c.note, c.changes
        from market_changes c join markets m using (market_id)
        left join unnest(${[...known.keys()]}::int4[], ${[...known.values()]}::int8[]) as k (market_id, number) using (market_id)
        where c.number > coalesce(k.number, -1) order by c.at, c.market_id, c.number`.execute(snapshot)
      return { heads: heads.rows, changes: changes.rows }
    })
}
