/** A past straight into the tables: so many moves of p0 within a day, each a trade of one of the traders. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../src/database.ts'

const ROWS_AT_ONCE = 200_000
/** So many stretches are written at once. */
const LANES = 2

export async function insertPast(db: Kysely<Database>, eventId: string, moves: number): Promise<void> {
  const end = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  const lane = async (first: number) => {
    for (let from = first * ROWS_AT_ONCE; from < moves; from += LANES * ROWS_AT_ONCE)
      await insertStretch(db, eventId, { moves, end, from, to: Math.min(moves, from + ROWS_AT_ONCE) - 1 })
  }
  await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)))
  await sql`
    update projects set sequence = 1000 + ${moves}::int - 1, total_trades = ${moves}::int - 1,
      total_volume_units = 10000::int8 * (${moves}::int - 1)
    where project_id = 'p0'`.execute(db)
  await sql`analyze`.execute(db)
}

interface Stretch {
  readonly moves: number
  readonly end: Date
  readonly from: number
  readonly to: number
}

async function insertStretch(db: Kysely<Database>, eventId: string, { moves, end, from, to }: Stretch): Promise<void> {
  await sql`
    insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source,
      base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades)
    select ${eventId}, 'p0', 1000 + n, 1000000 + n, ${end}::timestamptz - interval '1 day' + n * interval '1 day' / ${moves}::int,
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
