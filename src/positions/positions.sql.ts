import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import type { Position } from './average-cost.ts'
import type { PositionsTable } from './positions.table.ts'

/** A trader's position in a market, with the trader's revision at its last change. */
export interface PositionRecord extends Position {
  readonly userId: string
  readonly marketId: number
  readonly updatedAt: Date
  readonly revision: bigint
}

export const toPosition = (row: Selectable<PositionsTable>): PositionRecord => ({
  userId: row.user_id,
  marketId: row.market_id,
  quantity: row.quantity,
  costBasis: BigInt(row.cost_basis_attos),
  realised: BigInt(row.realised_attos),
  fees: row.fees_micros,
  updatedAt: row.updated_at,
  revision: row.revision,
})

/** Index positions_market: all positions of a market, flat ones too. */
export async function listMarketPositions(db: Kysely<Database>, marketId: number): Promise<PositionRecord[]> {
  const rows = await db.selectFrom('positions').selectAll().where('market_id', '=', marketId).execute()
  return rows.map(toPosition)
}

/** Primary key: a trader's positions, flat ones too. */
export async function listPositions(db: Kysely<Database>, userId: string): Promise<PositionRecord[]> {
  const rows = await db.selectFrom('positions').selectAll().where('user_id', '=', userId).orderBy('market_id').execute()
  return rows.map(toPosition)
}

/** Writes positions as they are now, in one statement; the caller holds their traders' locks. */
export async function upsertPositions(tx: Tx, positions: readonly PositionRecord[]): Promise<void> {
  if (positions.length === 0) return
  await sql`
    insert into positions (user_id, market_id, quantity, cost_basis_attos, realised_attos, fees_micros, updated_at, revision)
    select * from unnest(
      ${positions.map((p) => p.userId)}::uuid[], ${positions.map((p) => p.marketId)}::int4[],
      ${positions.map((p) => p.quantity)}::int8[], ${positions.map((p) => p.costBasis)}::numeric[],
      ${positions.map((p) => p.realised)}::numeric[], ${positions.map((p) => p.fees)}::int8[],
      ${positions.map((p) => p.updatedAt)}::timestamptz[], ${positions.map((p) => p.revision)}::int8[])
    on conflict (user_id, market_id) do update set
      quantity = excluded.quantity, cost_basis_attos = excluded.cost_basis_attos, realised_attos = excluded.realised_attos,
      fees_micros = excluded.fees_micros, updated_at = excluded.updated_at, revision = excluded.revision`.execute(tx.sql)
}
