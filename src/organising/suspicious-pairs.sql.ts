import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Micros } from '../money/units.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { CONTACT_MINUTES, CONTACTS_MIN, pairOf, SHARE_PCT_MIN, type SuspiciousPair } from './suspicious-pairs.ts'

interface PairRow {
  readonly contacts: number
  readonly userA: string
  readonly tradesA: number
  readonly contactTradesA: number
  readonly takenA: Micros
  readonly userB: string
  readonly tradesB: number
  readonly contactTradesB: number
  readonly takenB: Micros
}

/**
 * The pairs of an event's accounts that trade into each other, the closest first. Reads every trade of the event's projects
 * once, in the order of the primary key (project_id, sequence).
 */
export async function listSuspiciousPairs(db: Kysely<Database>, eventId: string, limit: number): Promise<SuspiciousPair[]> {
  const { rows } = await sql<PairRow>`
    with ordered as (
      select t.project_id, t.sequence, t.account_id, t.side, t.shares_units, abs(t.price_after_micros - t.price_before_micros) as move,
        t.executed_at, lead(t.sequence) over w as next_sequence, lead(t.account_id) over w as next_account, lead(t.side) over w as next_side,
        lead(t.shares_units) over w as next_shares, lead(t.executed_at) over w as next_at
      from trades t join projects p on p.event_id = t.event_id and p.project_id = t.project_id
      where p.event_id = ${eventId} window w as (partition by t.project_id order by t.sequence)
    ), contacts as (
      select *, least(account_id, next_account) as a, greatest(account_id, next_account) as b,
        div(move::numeric * least(shares_units, next_shares), 10000) as taken
      from ordered
      where next_account <> account_id and next_side <> side and next_at - executed_at <= ${CONTACT_MINUTES} * interval '1 minute'
    ), pairs as (
      select a, b, count(*)::int4 as contacts,
        coalesce(sum(taken) filter (where next_account = a), 0)::int8 as taken_a,
        coalesce(sum(taken) filter (where next_account = b), 0)::int8 as taken_b
      from contacts group by a, b having count(*) >= ${CONTACTS_MIN}
    ), touched as (
      select a, b, account_id as own, project_id, sequence from contacts
      union select a, b, next_account, project_id, next_sequence from contacts
    ), counted as (
      select a, b, count(*) filter (where own = a)::int4 as trades_a, count(*) filter (where own = b)::int4 as trades_b
      from touched join pairs using (a, b) group by a, b
    )
    select contacts, x.user_id as "userA", x.trade_count as "tradesA", trades_a as "contactTradesA", taken_a as "takenA",
      y.user_id as "userB", y.trade_count as "tradesB", trades_b as "contactTradesB", taken_b as "takenB"
    from pairs join counted using (a, b)
    join accounts x on x.account_id = a ${inEvents('x.event_id', [eventId])}
    join accounts y on y.account_id = b ${inEvents('y.event_id', [eventId])}
    cross join lateral (select greatest(trades_a * 100.0 / x.trade_count, trades_b * 100.0 / y.trade_count) as closeness) c
    where closeness >= ${SHARE_PCT_MIN} order by closeness desc, contacts desc, a, b limit ${limit}`.execute(db)
  return rows.map((row) =>
    pairOf(
      { userId: row.userA, trades: row.tradesA, contactTrades: row.contactTradesA, taken: row.takenA },
      { userId: row.userB, trades: row.tradesB, contactTrades: row.contactTradesB, taken: row.takenB },
      row.contacts,
    ),
  )
}
