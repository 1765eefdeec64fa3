/** A past straight into the tables: so many moves of p0 within a day, each a trade of one of the traders. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../src/database.ts'

const ROWS_AT_ONCE = 200_000

export async function insertPast(db: Kysely<Database>, eventId: string, moves: number): Promise<void> {
  for (let from = 0; from < moves; from += ROWS_AT_ONCE)
    await insertStretch(db, eventId, moves, from, Math.min(moves, from + ROWS_AT_ONCE) - 1)
  await sql`update projects set sequence = 1000 + ${moves}::int - 1 where project_id = 'p0'`.execute(db)
  await sql`analyze`.execute(db)
}

async function insertStretch(db: Kysely<Database>, eventId: string, moves: number, from: number, to: number): Promise<void> {
  await sql`
    insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source,
      base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades)
    select ${eventId}, 'p0', 1000 + n, 1000000 + n, date_trunc('minute', now()) - interval '1 day' + n * interval '1 day' / ${moves}::int,
      1000000 + n % 999, 1000000 + (n + 1) % 999, 'TRADE', 1000000, 0, 0, n * 10000::int8, n
    from generate_series(${from}::int, ${to}::int) n`.execute(db)
  await sql`
    insert into trades (event_id, project_id, sequence, position, account_id, user_id, side, shares_units, execution_price_micros,
      fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
    select p.event_id, p.project_id, p.sequence, p.position, a.account_id, a.user_id, 'BUY', 10000, p.price_micros, 1, -1, 0,
      p.price_before_micros, p.price_micros, p.at
    from price_points p join (select account_id, user_id, row_number() over () - 1 as n, count(*) over () as traders from accounts) a
      on a.n = p.sequence % a.traders
    where p.event_id = ${eventId} and p.project_id = 'p0' and p.sequence between 1000 + ${from}::int and 1000 + ${to}::int`.execute(
    db,
  )
}
