/** A crowd of traders straight into the tables, and its leaderboard as one query. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../src/database.ts'

/** Traders number `from` + 1 to `to`, with five holdings each, of 1 to 100 shares, in the event's projects p0 … */
export async function insertCrowd(
  db: Kysely<Database>,
  eventId: string,
  { from = 0, to, projects }: { readonly from?: number; readonly to: number; readonly projects: number },
): Promise<void> {
  for (let first = from; first < to; first += TRADERS_AT_ONCE)
    await insertTraders(db, eventId, first, Math.min(to, first + TRADERS_AT_ONCE), projects)
  await sql`analyze`.execute(db)
}

const TRADERS_AT_ONCE = 50_000

/** Ids rise with time, as the server's do. */
async function insertTraders(db: Kysely<Database>, eventId: string, from: number, to: number, projects: number): Promise<void> {
  await sql`
    with joined as (
      insert into users (issuer, subject, display_name, name_key)
      select 'crowd', n::text, 'Crowd ' || n, 'crowd ' || n from generate_series(${from}::int + 1, ${to}::int) n returning user_id
    ), opened as (
      insert into accounts (account_id, event_id, user_id, cash_micros, initial_micros, trade_count, ranked)
      select uuidv7(), ${eventId}, user_id, 2000000000 + floor(random() * 500000000)::int8, 2500000000, 5, true from joined
      returning account_id
    )
    insert into holdings (event_id, account_id, project_id, shares_units, cost_basis_micros, realised_micros)
    select ${eventId}, a.account_id, 'p' || (abs(hashtext(a.account_id::text)) % ${projects}::int + n * 7) % ${projects}::int,
      10000 + floor(random() * 990000)::int8, 1000000, 0
    from opened a, generate_series(1, 5) n`.execute(db)
}

/** Top 5, bottom 5, a trader's own row and two on each side. */
export async function boardByQuery(db: Kysely<Database>, eventId: string, userId: string): Promise<number> {
  const { rows } = await sql`
    with terms as (
      select event_id, min_price_micros::numeric as floor, slope_micros_per_share::numeric / 10000 as k,
        (10000 - transaction_fee_bps)::numeric as kept
      from events where event_id = ${eventId}
    ), valued as (
      select a.account_id, a.user_id, a.created_at, a.cash_micros - a.initial_micros + coalesce(sum(
        case when p.price_micros - t.k * h.shares_units >= t.floor
          then floor(h.shares_units * (2 * p.price_micros - t.k * h.shares_units) * t.kept / 200000000)
          else floor((power(p.price_micros - t.floor, 2) + 2 * t.k * t.floor * h.shares_units) * t.kept / (200000000 * t.k))
        end), 0) as gain
      from terms t
      join accounts a on a.event_id = t.event_id
      left join holdings h on h.account_id = a.account_id and h.shares_units > 0
      left join projects p on p.project_id = h.project_id
      where a.ranked and a.trade_count > 0
      group by a.account_id, a.user_id, a.created_at, a.cash_micros, a.initial_micros
    ), placed as (
      select *, row_number() over (order by gain desc, created_at, account_id) as rank, count(*) over () as traders from valued
    )
    select * from placed
    where rank <= 5 or rank > traders - 5 or abs(rank - (select rank from placed where user_id = ${userId})) <= 2`.execute(db)
  return rows.length
}
