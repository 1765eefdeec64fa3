/** A past straight into the tables: so many moves of p0 within a day, each a trade of one of the traders. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../src/database.ts'

const ROWS_AT_ONCE = 200_000
/** So many stretches are written at once. */
const LANES = 2

/** Nobody else may use the tables meanwhile: their indexes are gone until all rows are there, which takes half of the time. */
export async function insertPast(db: Kysely<Database>, eventId: string, moves: number): Promise<void> {
  const end = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  const indexes = await listIndexes(db)
  for (const { drop } of indexes) await sql.raw(drop).execute(db)
  const lane = async (first: number) => {
    for (let from = first * ROWS_AT_ONCE; from < moves; from += LANES * ROWS_AT_ONCE)
      await insertStretch(db, eventId, { moves, end, from, to: Math.min(moves, from + ROWS_AT_ONCE) - 1 })
  }
  await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)))
  for (const { create } of indexes) await sql.raw(create).execute(db)
  await sql`
    update projects set sequence = 1000 + ${moves}::int - 1, total_trades = ${moves}::int - 1,
      total_volume_units = 10000::int8 * (${moves}::int - 1)
    where project_id = 'p0'`.execute(db)
  // Leaves nothing for Postgres to tidy up while something is measured.
  await sql`vacuum (analyze)`.execute(db)
}

/** How the indexes of points and trades, in all months, are dropped and made again; a key is a constraint. */
async function listIndexes(db: Kysely<Database>): Promise<{ drop: string; create: string }[]> {
  const { rows } = await sql<{ drop: string; create: string }>`
    select
      case when k.oid is null then format('drop index %I', c.relname)
        else format('alter table %s drop constraint %I', i.indrelid::regclass, k.conname) end as drop,
      case when k.oid is null then replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
        else format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) end as create
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = c.oid
    where i.indrelid in ('price_points'::regclass, 'trades'::regclass)`.execute(db)
  return rows
}

interface Stretch {
  readonly moves: number
  readonly end: Date
  readonly from: number
  readonly to: number
}

async function insertStretch(db: Kysely<Database>, eventId: string, { moves, end, from, to }: Stretch): Promise<void> {
  await sql`
    with moved as (
      insert into price_points (event_id, project_id, sequence, position, at, price_before_micros, price_micros, source,
        base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades)
      select ${eventId}, 'p0', 1000 + n, 1000000 + n, ${end}::timestamptz - interval '1 day' + n * interval '1 day' / ${moves}::int,
        1000000 + n % 999, 1000000 + (n + 1) % 999, 'TRADE', 1000000, 0, 0, n * 10000::int8, n
      from generate_series(${from}::int, ${to}::int) n
      returning event_id, project_id, sequence, position, at, price_before_micros, price_micros
    ), traders as (
      select account_id, user_id, row_number() over () - 1 as n, count(*) over () as traders from accounts
    )
    insert into trades (event_id, project_id, sequence, position, account_id, user_id, side, shares_units, execution_price_micros,
      fee_micros, cash_delta_micros, realised_micros, price_before_micros, price_after_micros, executed_at)
    select m.event_id, m.project_id, m.sequence, m.position, t.account_id, t.user_id, 'BUY', 10000, m.price_micros, 1, -1, 0,
      m.price_before_micros, m.price_micros, m.at
    from moved m join traders t on t.n = m.sequence % t.traders`.execute(db)
}
