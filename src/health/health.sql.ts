import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'

export interface EventHealth {
  /** The database's clock. */
  readonly at: Date
  /** Trades of the last WINDOW_SECONDS, over all servers. */
  readonly recentTrades: number
  readonly trades: number
  readonly accounts: number
  readonly stagedBumps: number
}

export const WINDOW_SECONDS = 10

/**
 * How busy an event is, in one statement. Recent trades by price_points_at, a look per project; the others by the indexes
 * of their tables on event_id.
 */
export async function readEventHealth(db: Kysely<Database>, eventId: string): Promise<EventHealth> {
  const { rows } = await sql<EventHealth>`
    select clock_timestamp()::timestamptz(3) as at,
      (select count(*)::int4 from projects p cross join lateral (
        select 1 from price_points
        where project_id = p.project_id ${inEvents('event_id', [eventId])} and at > clock_timestamp() - ${WINDOW_SECONDS} * interval '1 second' and source = 'TRADE') recent
        where p.event_id = ${eventId}) as "recentTrades",
      (select coalesce(sum(total_trades), 0)::int4 from projects where event_id = ${eventId}) as trades,
      (select count(*)::int4 from accounts where event_id = ${eventId}) as accounts,
      (select count(*)::int4 from staged_bumps where event_id = ${eventId}) as "stagedBumps"`.execute(db)
  return rows[0]!
}
