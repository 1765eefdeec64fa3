import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/database.ts'
import { exact, larger, type Rational } from '../model/rational.ts'

/**
 * The exact part of the invariants: every trade by the rule book from its price and shares (the fee's rate is not
 * stored, so the fee is held against the gross), every base price from its seed, every cost basis and realised gain (I6)
 * from the trades in their order. Shares no code with src.
 */
interface TradeRow {
  readonly project_id: string
  readonly sequence: number
  readonly account_id: string
  readonly side: 'BUY' | 'SELL'
  readonly shares_units: bigint
  readonly execution_price_micros: bigint
  readonly fee_micros: bigint
  readonly cash_delta_micros: bigint
  readonly realised_micros: bigint
  readonly price_before_micros: bigint
  readonly price_after_micros: bigint
  readonly slope_micros_per_share: bigint
  readonly min_price_micros: bigint
}
interface HoldingRow {
  readonly account_id: string
  readonly project_id: string
  readonly shares_units: bigint
  readonly cost_basis_micros: bigint
  readonly realised_micros: bigint
}

export async function recompute(db: Kysely<Database>): Promise<string[]> {
  const { rows: trades } = await sql<TradeRow>`
    select t.*, e.slope_micros_per_share, e.min_price_micros from trades t join events e using (event_id) order by t.event_id, t.position`.execute(
    db,
  )
  const { rows: holdings } = await sql<HoldingRow>`select * from holdings`.execute(db)
  return [...trades.flatMap(wrongTrade), ...wrongHoldings(trades, holdings), ...(await wrongBasePrices(db))]
}

function wrongTrade(row: TradeRow): string[] {
  const [price, shares, floor] = [
    exact(row.price_before_micros),
    exact(row.shares_units).over(10_000),
    exact(row.min_price_micros),
  ]
  const walk = exact(row.slope_micros_per_share).times(shares)
  const unstopped = row.side === 'BUY' ? price.plus(walk) : price.minus(walk)
  const after = row.side === 'BUY' ? unstopped : larger(floor, unstopped)
  const gross =
    unstopped.below(floor) && row.side === 'SELL'
      ? price.minus(floor).times(price.minus(floor)).over(exact(row.slope_micros_per_share).times(2)).plus(floor.times(shares))
      : price.plus(after).over(2).times(shares)
  const delta = exact(row.cash_delta_micros)
  const fee = row.side === 'BUY' ? delta.negated().minus(gross.ceilTo(0)) : gross.floorTo(0).minus(delta)
  const expected = { price_after: after, execution_price: gross.over(shares).halfUpTo(0), fee }
  return Object.entries(expected)
    .filter(([name, value]) => !value.equals(row[`${name as keyof typeof expected}_micros`]))
    .concat(fee.below(0) ? [['fee below zero', fee]] : [])
    .map(([name, value]) => `I6 trade ${row.project_id}:${row.sequence}: ${name} should be ${value}`)
}

interface Position {
  shares: Rational
  cost: Rational
  realised: Rational
}

function wrongHoldings(trades: readonly TradeRow[], holdings: readonly HoldingRow[]): string[] {
  const wrong: string[] = []
  const positions = new Map<string, Position>()
  for (const row of trades) {
    const key = `${row.account_id} ${row.project_id}`
    const before = positions.get(key) ?? { shares: exact(0), cost: exact(0), realised: exact(0) }
    const { position, realised } = traded(before, row)
    positions.set(key, position)
    if (!realised.equals(row.realised_micros))
      wrong.push(`I6 trade ${row.project_id}:${row.sequence}: realised should be ${realised}`)
    if (position.shares.below(0)) wrong.push(`I3 trade ${row.project_id}:${row.sequence} sold what was not held`)
  }
  for (const row of holdings) {
    const key = `${row.account_id} ${row.project_id}`
    const { shares, cost, realised } = positions.get(key) ?? { shares: exact(0), cost: exact(0), realised: exact(0) }
    positions.delete(key)
    const right = shares.equals(row.shares_units) && cost.equals(row.cost_basis_micros) && realised.equals(row.realised_micros)
    if (!right) wrong.push(`I6 holding ${key}: should be ${shares} units, cost ${cost}, realised ${realised}`)
  }
  return [...wrong, ...[...positions.keys()].map((key) => `I6 holding ${key} is missing`)]
}

function traded({ shares, cost, realised }: Position, row: TradeRow): { position: Position; realised: Rational } {
  if (row.side === 'BUY') {
    const position = { shares: shares.plus(row.shares_units), cost: cost.minus(row.cash_delta_micros), realised }
    return { position, realised: exact(0) }
  }
  const removed = shares.equals(row.shares_units) ? cost : cost.times(row.shares_units).over(larger(shares, 1)).floorTo(0)
  const gain = exact(row.cash_delta_micros).minus(removed)
  return {
    position: { shares: shares.minus(row.shares_units), cost: cost.minus(removed), realised: realised.plus(gain) },
    realised: gain,
  }
}

async function wrongBasePrices(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<Record<'seed' | 'base' | 'least' | 'usual' | 'factor', bigint> & { project_id: string }>`
    select project_id, seed_micros as seed, base_price_micros as base, min_price_micros as least, default_base_price_micros as usual,
      seed_to_price_ratio as factor
    from projects join events using (event_id)`.execute(db)
  return rows
    .map((row) => ({
      ...row,
      right: larger(row.least, exact(row.usual).plus(exact(row.seed).times(row.factor).over(1_000_000)).halfUpTo(0)),
    }))
    .filter((row) => !row.right.equals(row.base))
    .map((row) => `I4 project ${row.project_id}: basePrice should be ${row.right} micro`)
}
