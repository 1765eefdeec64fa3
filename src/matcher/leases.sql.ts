import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/** The right to match a market, until another epoch begins. */
export interface Lease {
  readonly marketId: number
  readonly epoch: bigint
}

export const LEASE_SECONDS = 5

const untilLater = sql`clock_timestamp() + ${sql.lit(LEASE_SECONDS)} * interval '1 second'`
const isFree = sql`(r.expires_at is null or r.expires_at < clock_timestamp())`

/** Takes the leases of markets that nobody holds, each with a new epoch. Who is committing keeps its market. */
export async function claimLeases(db: Kysely<Database>, holder: string): Promise<Lease[]> {
  const { rows } = await sql<{ market_id: number; epoch: bigint }>`
    insert into matchers as r (market_id, holder, epoch, expires_at)
    select m.market_id, ${holder}::text, 1, ${untilLater} from markets m left join matchers r using (market_id)
    where r.market_id is null or ${isFree} order by m.market_id
    on conflict (market_id) do update set holder = excluded.holder, epoch = r.epoch + 1, expires_at = excluded.expires_at
    where ${isFree} returning market_id, epoch`.execute(db)
  return rows.map((row) => ({ marketId: row.market_id, epoch: row.epoch }))
}

/** Renews leases, but not of markets whose rows are being written: that renews them too. Answers the epochs that are held now. */
export async function renewLeases(db: Kysely<Database>, leases: readonly Lease[]): Promise<Map<number, bigint>> {
  const marketIds = leases.map(({ marketId }) => marketId)
  await sql`
    with own as materialized (
      select r.market_id from matchers r
      join unnest(${marketIds}::int4[], ${leases.map(({ epoch }) => epoch)}::int8[]) as held (market_id, epoch)
        on held.market_id = r.market_id and held.epoch = r.epoch
      order by r.market_id for update of r skip locked)
    update matchers r set expires_at = ${untilLater} from own where r.market_id = own.market_id`.execute(db)
  const { rows } = await sql<{ market_id: number; epoch: bigint }>`
    select market_id, epoch from matchers where market_id = any(${marketIds}::int4[])`.execute(db)
  return new Map(rows.map((row) => [row.market_id, row.epoch]))
}

/** Gives a lease back, so that the next one takes it over at once. */
export async function releaseLease(db: Kysely<Database>, { marketId, epoch }: Lease): Promise<void> {
  await sql`update matchers set holder = null, expires_at = null where market_id = ${marketId} and epoch = ${epoch}::int8`.execute(
    db,
  )
}
