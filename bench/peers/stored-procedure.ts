import pg from 'pg'
import { answerParent, childOptions } from '../child.ts'
import type { Trader } from '../market.ts'
import { rateOf } from '../rate.ts'

/**
 * The trade as one prepared stored procedure: what a good database developer writes first. It locks the project and the
 * account, checks, moves price and balances, writes holding, price point and trade, and commits. Exact, durable, one call
 * a trade. It knows no feed: its positions come from a database sequence, so that it does not queue behind one row.
 */
const PROCEDURE = `
  create sequence if not exists peer_position start 1000000000;
  create or replace function peer_buy(p_project text, p_account uuid, p_units int8) returns int8 language plpgsql as $$
  declare
    p projects%rowtype; a accounts%rowtype; e events%rowtype; gross numeric; cost int8; fee int8; after int8; feed int8; now_at timestamptz := clock_timestamp();
  begin
    select * into p from projects where project_id = p_project for update;
    if not found then raise 'PROJECT_NOT_FOUND'; end if;
    select * into e from events where event_id = p.event_id;
    if e.status <> 'OPEN' or not p.is_active then raise 'NOT_OPEN'; end if;
    select * into a from accounts where account_id = p_account for update;
    after := p.price_micros + e.slope_micros_per_share / 10000 * p_units;
    gross := (p.price_micros + after)::numeric / 2 * p_units / 10000;
    cost := ceil(gross * (10000 + e.transaction_fee_bps) / 10000);
    fee := cost - ceil(gross);
    if cost > a.cash_micros then return null; end if;
    update accounts set cash_micros = cash_micros - cost, fees_micros = fees_micros + fee, trade_count = trade_count + 1 where account_id = p_account;
    insert into holdings values (p_account, p_project, p.event_id, p_units, cost, 0)
      on conflict (event_id, account_id, project_id) do update set
        shares_units = holdings.shares_units + p_units, cost_basis_micros = holdings.cost_basis_micros + cost;
    update projects set price_micros = after, net_shares_units = net_shares_units + p_units,
      total_volume_units = total_volume_units + p_units, total_trades = total_trades + 1, sequence = sequence + 1,
      moved_at = now_at, updated_at = now_at where project_id = p_project;
    feed := nextval('peer_position');
    insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source, base_price_micros,
        offset_micros, net_shares_units, total_volume_units, total_trades)
      values (p.event_id, p_project, p.sequence + 1, feed, now_at, p.price_micros, after, 'TRADE', p.base_price_micros,
        p.offset_micros, p.net_shares_units + p_units, p.total_volume_units + p_units, p.total_trades + 1);
    insert into trades values (p.event_id, p_project, p.sequence + 1, feed, p_account, a.user_id, 'BUY', p_units,
      round(gross * 10000 / p_units), fee, -cost, 0, p.price_micros, after, now_at);
    return cost;
  end $$`

const { databaseUrl, traders } = childOptions<{ databaseUrl: string; traders: readonly Trader[] }>()
const pool = new pg.Pool({ connectionString: databaseUrl, max: 32 })
// Idle connections end with the bench's Postgres.
pool.on('error', () => undefined)
await pool.query(PROCEDURE)

async function buy(projectId: string, n: number): Promise<void> {
  await pool.query({
    name: 'peer_buy',
    text: 'select peer_buy($1, $2, $3)',
    values: [projectId, traders[n % traders.length]!.accountId, 1n],
  })
}

answerParent({
  rate: ({ width, projects, forMs }: { width: number; projects: number; forMs: number }) =>
    rateOf(width, forMs, (n) => buy(`p${n % projects}`, n)),
  stop: () => pool.end(),
})
