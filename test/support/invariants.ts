import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/database.ts'
import { recompute } from './recompute.ts'

/**
 * Invariants I1–I6 of the exchange over everything a database holds, checked after every spec and every fault run. Sums
 * and sequences are asked of SQL, money is recomputed from the trades with exact rationals. Reads one snapshot, so it
 * may run while others write. Throws with every violation it found. Source: faults.
 */
export async function checkInvariants(db: Kysely<Database>): Promise<void> {
  const violations = await findViolations(db)
  if (violations.length === 0) return
  const shown = violations.slice(0, 20).join('\n  ')
  throw new Error(`${violations.length} broken invariants:\n  ${shown}`)
}

export async function findViolations(db: Kysely<Database>): Promise<string[]> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const found: string[] = []
      for (const [name, query] of Object.entries(CHECKS)) {
        const { rows } = await query.execute(tx)
        found.push(
          ...rows.map(
            (row) => `${name}: ${JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}`,
          ),
        )
      }
      return [...found, ...(await recompute(tx))]
    })
}

/** Each answers the rows that break the sentence. */
const CHECKS = {
  'I1 cash − initial and fees of all accounts add up with the house to 0': sql`
    select balances.event_id, gained, fees, house from (
      select event_id, sum(cash_micros - initial_micros) as gained, sum(fees_micros) as fees from accounts group by event_id
    ) balances left join (
      select event_id, -sum(cash_delta_micros + fee_micros) as house from trades group by event_id
    ) books using (event_id)
    where gained + fees + coalesce(house, 0) <> 0`,
  'I1 an account is what its trades made of it': sql`
    select account_id, cash_micros, fees_micros, realised_micros, trade_count, delta, fee, realised, n from accounts left join (
      select account_id, sum(cash_delta_micros) as delta, sum(fee_micros) as fee, sum(realised_micros) as realised, count(*) as n
      from trades group by account_id
    ) t using (account_id)
    where cash_micros <> initial_micros + coalesce(delta, 0) or fees_micros <> coalesce(fee, 0)
      or realised_micros <> coalesce(realised, 0) or trade_count <> coalesce(n, 0)`,
  'I1 every trade belongs to an account of its event and user': sql`
    select t.project_id, t.sequence from trades t left join accounts a using (account_id)
    where a.account_id is null or a.event_id <> t.event_id or a.user_id <> t.user_id`,
  'I2 netShares = Σ signed trades = Σ holdings; volume, trades and holders are counted once': sql`
    select project_id, net_shares_units, signed, held, total_volume_units, volume, total_trades, n, holders_count, holders from projects
    left join (
      select project_id, sum(case side when 'BUY' then shares_units else -shares_units end) as signed,
        sum(shares_units) as volume, count(*) as n from trades group by project_id
    ) t using (project_id) left join (
      select project_id, sum(shares_units) as held, count(*) filter (where shares_units > 0) as holders from holdings group by project_id
    ) h using (project_id)
    where net_shares_units <> coalesce(signed, 0) or net_shares_units <> coalesce(held, 0) or total_volume_units <> coalesce(volume, 0)
      or total_trades <> coalesce(n, 0) or holders_count <> coalesce(holders, 0)`,
  'I3 nobody has negative cash': sql`select account_id, cash_micros from accounts where cash_micros < 0`,
  'I3 nobody has negative holdings, and who has no share has no cost': sql`
    select account_id, project_id, shares_units, cost_basis_micros from holdings
    where shares_units < 0 or cost_basis_micros < 0 or (shares_units = 0 and cost_basis_micros <> 0)`,
  'I4 price points are numbered 1..N, each from where the one before ended, never earlier than it': sql`
    select project_id, sequence, previous, price_before_micros, price_before from (
      select *, lag(sequence, 1, 0) over w as previous, lag(price_micros) over w as price_before, lag(at) over w as at_before
      from price_points window w as (partition by project_id order by sequence)
    ) p
    where sequence <> previous + folded + 1 or price_before_micros <> price_before or at < at_before`,
  'I4 a project is as its last price point left it': sql`
    select project_id, p.sequence, last.sequence as last, p.price_micros, last.price_micros as last_price from projects p
    left join lateral (
      select * from price_points where project_id = p.project_id order by sequence desc limit 1
    ) last using (project_id)
    where (p.sequence, p.price_micros, p.base_price_micros, p.offset_micros, p.net_shares_units, p.total_volume_units, p.total_trades)
      is distinct from (last.sequence, last.price_micros, last.base_price_micros, last.offset_micros, last.net_shares_units,
      last.total_volume_units, last.total_trades)`,
  'I4 the line is never below the floor': sql`
    select project_id, base_price_micros, offset_micros, net_shares_units from projects join events using (event_id)
    where base_price_micros + offset_micros + slope_micros_per_share * net_shares_units / 10000 < min_price_micros
      or price_micros < min_price_micros`,
  'I4 what did not drift is on its line': sql`
    select project_id, price_micros, base_price_micros, offset_micros, net_shares_units from projects p join events using (event_id)
    where not exists (select 1 from price_points where project_id = p.project_id and source = 'DRIFT')
      and price_micros <> base_price_micros + offset_micros + slope_micros_per_share * net_shares_units / 10000`,
  'I4 a feed is numbered 1..N without gaps and without doubles': sql`
    select event_id, f.position, entries, last from event_feeds f left join (
      select event_id, sum(size) as entries, max(position) as last, count(distinct position) as places, count(*) as n from (
        select event_id, position, folded + 1 as size from price_points union all select event_id, position, 1 from news_items
      ) entry group by event_id
    ) e using (event_id)
    where f.position <> coalesce(entries, 0) or f.position <> coalesce(last, 0) or places <> n`,
  'I5 a trade is one price point, and a price point of a trade is one trade': sql`
    select project_id, sequence, t.position, p.position as point from trades t
    full join (select * from price_points where source = 'TRADE') p using (project_id, sequence)
    where t.position is distinct from p.position or t.price_before_micros <> p.price_before_micros
      or t.price_after_micros <> p.price_micros or t.executed_at <> p.at`,
  'I5 a key of a trade stands for one trade of its user': sql`
    select k.user_id, k.key, t.user_id as trader, t.side from (
      select *, count(*) over (partition by outcome) as keys from idempotency_keys where mutation in ('buy', 'sell')
    ) k left join trades t on t.project_id = outcome->>'projectId' and t.sequence = (outcome->>'sequence')::int4
    where t.user_id is distinct from k.user_id or lower(t.side) <> k.mutation or keys <> 1`,
  'I5 a move by an organiser is told by one news item and one audit entry': sql`
    select p.project_id, p.sequence from price_points p
    where source in ('SEED_UPDATE', 'PHASE_BUMP') and (
      (select count(*) from news_items n where (n.project_id, n.sequence, n.price_before_micros, n.price_after_micros)
        = (p.project_id, p.sequence, p.price_before_micros, p.price_micros)) <> 1
      or not exists (select 1 from audit_entries a where (a.project_id, a.at, a.price_before_micros, a.price_after_micros)
        = (p.project_id, p.at, p.price_before_micros, p.price_micros)))`,
} as const
