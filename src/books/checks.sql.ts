import { type RawBuilder, sql } from 'kysely'
import { ORDER_BOOK_CHECKS } from './order-book-checks.sql.ts'

/**
 * What must hold between the rows of a database, whatever the rules of the market are: each answers the rows that break
 * the sentence. Reads whole tables, and needs no index.
 */
export const BOOK_CHECKS: Readonly<Record<string, RawBuilder<Record<string, unknown>>>> = {
  'I1 cash − initial and fees of all accounts add up with the house to 0': sql`
    select balances.event_id, gained, fees, house from (
      select event_id, sum(cash_micros - initial_micros) as gained, sum(fees_micros) as fees from accounts group by event_id
    ) balances left join (
      select event_id, -sum(cash_delta_micros + fee_micros) as house from trades group by event_id
    ) books using (event_id)
    where gained + fees + coalesce(house, 0) <> 0`,
  'I1 an account is what its trades made of it': sql`
    select account_id, cash_micros, fees_micros, realised_micros, trade_count, delta, fee, realised, n from accounts left join (
      select account_id, event_id, sum(cash_delta_micros) as delta, sum(fee_micros) as fee, sum(realised_micros) as realised, count(*) as n
      from trades group by account_id, event_id
    ) t using (account_id, event_id)
    where cash_micros <> initial_micros + coalesce(delta, 0) or fees_micros <> coalesce(fee, 0)
      or realised_micros <> coalesce(realised, 0) or trade_count <> coalesce(n, 0)`,
  'I1 an account began with the cash of its event; what it has beyond that are its grants, each above zero and in its event': sql`
    select account_id, initial_micros, granted_micros, initial_cash_micros, granted from accounts a join events using (event_id) left join (
      select account_id, event_id, sum(amount_micros) as granted, min(amount_micros) as least from cash_grants group by account_id, event_id
    ) g using (account_id, event_id)
    where initial_micros <> initial_cash_micros + coalesce(granted, 0) or granted_micros <> coalesce(granted, 0) or least <= 0
      or account_id in (select account_id from cash_grants group by account_id having count(distinct event_id) > 1)`,
  'I1 a grant is told by one audit entry, which says to how many it went': sql`
    select audit_id, n, amount, a.changes from (
      select audit_id, event_id, granted_at, amount_micros as amount, count(*) as n from cash_grants group by 1, 2, 3, 4
    ) g left join audit_entries a using (audit_id, event_id)
    where a.action is distinct from 'grantCash' or a.at <> g.granted_at or not exists (
      select 1 from jsonb_array_elements(a.changes) c
      where c->>'field' = 'traderId' and n = 1 or c->>'field' = 'traders' and c->>'after' = n::text)`,
  'I1 every trade belongs to an account of its event and user': sql`
    select t.project_id, t.sequence from trades t left join accounts a using (account_id, event_id)
    where a.account_id is null or a.user_id <> t.user_id`,
  'I2 netShares = Σ signed trades = Σ holdings; volume, trades and holders are counted once': sql`
    select project_id, net_shares_units, signed, held, total_volume_units, volume, total_trades, n, holders_count, holders from projects
    left join (
      select project_id, event_id, sum(case side when 'BUY' then shares_units else -shares_units end) as signed,
        sum(shares_units) as volume, count(*) as n from trades group by project_id, event_id
    ) t using (project_id, event_id) left join (
      select project_id, event_id, sum(shares_units) as held, count(*) filter (where shares_units > 0) as holders
      from holdings group by project_id, event_id
    ) h using (project_id, event_id)
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
      select * from price_points where event_id = p.event_id and project_id = p.project_id order by sequence desc limit 1
    ) last using (project_id, event_id)
    where (p.sequence, p.price_micros, p.base_price_micros, p.offset_micros, p.net_shares_units, p.total_volume_units, p.total_trades)
      is distinct from (last.sequence, last.price_micros, last.base_price_micros, last.offset_micros, last.net_shares_units,
      last.total_volume_units, last.total_trades)`,
  'I4 the line is never below the floor': sql`
    select project_id, base_price_micros, offset_micros, net_shares_units from projects join events using (event_id)
    where base_price_micros + offset_micros + slope_micros_per_share * net_shares_units / 10000 < min_price_micros
      or price_micros < min_price_micros`,
  'I4 what did not drift is on its line': sql`
    select project_id, price_micros, base_price_micros, offset_micros, net_shares_units from projects p join events using (event_id)
    where not exists (select 1 from price_points where event_id = p.event_id and project_id = p.project_id and source = 'DRIFT')
      and price_micros <> base_price_micros + offset_micros + slope_micros_per_share * net_shares_units / 10000`,
  'I4 a feed is numbered 1..N without gaps and without doubles': sql`
    select event_id, f.position, entries, last from event_feeds f left join (
      select event_id, sum(size) as entries, max(position) as last, count(distinct position) as places, count(*) as n from (
        select event_id, position, folded + 1 as size from price_points union all select event_id, position, 1 from news_items
      ) entry group by event_id
    ) e using (event_id)
    where f.position <> coalesce(entries, 0) or f.position <> coalesce(last, 0) or places <> n`,
  'I4 a minute that is summed up is as its moves are': sql`
    select project_id, minute, m.high_micros, p.high, m.low_micros, p.low, m.close_micros, p.close from price_minutes m
    full join (
      select x.project_id, x.event_id, date_trunc('minute', x.at, 'UTC') as minute, max(coalesce(high_micros, price_micros)) as high,
        min(coalesce(low_micros, price_micros)) as low, (array_agg(price_micros order by sequence desc))[1] as close,
        max(total_volume_units) as volume, max(total_trades) as trades
      from price_points x join price_rollups r on r.event_id = x.event_id and r.project_id = x.project_id and x.at < r.rolled_to
      group by 1, 2, 3
    ) p using (project_id, event_id, minute)
    where (m.high_micros, m.low_micros, m.close_micros, m.total_volume_units, m.total_trades)
      is distinct from (p.high, p.low, p.close, p.volume, p.trades)
      and minute >= coalesce((select max(dropped_to) from dropped_histories), '-infinity')`,
  'I5 a trade is one price point, and a price point of a trade is one trade': sql`
    select project_id, sequence, t.position, p.position as point from trades t
    full join (select * from price_points where source = 'TRADE') p using (project_id, event_id, sequence)
    where t.position is distinct from p.position or t.price_before_micros <> p.price_before_micros
      or t.price_after_micros <> p.price_micros or t.executed_at <> p.at`,
  'I5 a key of a trade stands for one trade of its user': sql`
    select k.user_id, k.key, t.user_id as trader, t.side from (
      select *, count(*) over (partition by outcome) as keys from idempotency_keys where mutation in ('buy', 'sell')
    ) k left join trades t on t.project_id = outcome->>'projectId' and t.sequence = (outcome->>'sequence')::int4
    where t.user_id is distinct from k.user_id or lower(t.side) <> k.mutation or keys <> 1`,
  'I5 a move by an organiser is told by one news item and one audit entry': sql`
    select p.project_id, p.sequence, n.items from price_points p left join (
      select project_id, event_id, sequence, price_before_micros, price_after_micros as price_micros, count(*) as items
      from news_items where sequence is not null group by 1, 2, 3, 4, 5
    ) n using (project_id, event_id, sequence, price_before_micros, price_micros) left join (
      select distinct project_id, event_id, at, price_before_micros, price_after_micros as price_micros, true as is_told from audit_entries
    ) a using (project_id, event_id, at, price_before_micros, price_micros)
    where source in ('SEED_UPDATE', 'PHASE_BUMP') and (items is distinct from 1 or is_told is null)`,
  'I5 a move is taken back by the opposite one, of the same project, as far as the floor allows': sql`
    select c.original_audit_id, o.action, o.price_before_micros, o.price_after_micros, b.price_before_micros, b.price_after_micros
    from compensations c left join audit_entries o on o.event_id = c.event_id and o.audit_id = c.original_audit_id
    left join audit_entries b on b.event_id = c.event_id and b.audit_id = c.audit_id left join events e on e.event_id = c.event_id
    where b.action is distinct from 'compensateMove' or b.project_id is distinct from o.project_id or o.action = 'compensateMove'
      or b.price_after_micros is distinct from
        greatest(e.min_price_micros, b.price_before_micros - (o.price_after_micros - o.price_before_micros))`,
  ...ORDER_BOOK_CHECKS,
}
