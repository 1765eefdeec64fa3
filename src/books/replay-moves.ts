import type { AuditChange } from '../audit/audit.ts'
import { driftBand } from '../drift/drift-tick.ts'
import type { MarketParameters } from '../events/event.ts'
import type { Side } from '../events/feed.ts'
import { parseDecimal, toScale } from '../money/decimal.ts'
import { FACTOR_MAX, FACTOR_MIN } from '../money/ranges.ts'
import { ceilDiv, max, min } from '../money/rounding.ts'
import {
  type Micros,
  MICROS_DECIMALS,
  micros,
  RATIO_DECIMALS,
  RATIO_ONE,
  type Ratio,
  ratio,
  type ShareUnits,
  shareUnits,
} from '../money/units.ts'
import { applyAdd, applyMultiply, applySeed, BUMP_PERCENT, type Movable, type Moved } from '../projects/admin-moves.ts'
import { type AuditedMove, decideCompensation } from '../projects/compensation.ts'
import { basePriceOf, line, type Project } from '../projects/project.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { decideTrade, isFilled } from '../trading/decide-trade.ts'
import { compare, type Difference, type Figures } from './difference.ts'
import { type FeeHistory, feesBetween } from './fee-history.ts'

/**
 * The log of a project's moves, played again by the rules that made it: each row is held against the row before it, so a
 * figure that was changed is found where it stands. Pure. Source: mechanics.
 */
export interface LoggedMove {
  readonly projectId: string
  readonly sequence: number
  readonly position: bigint
  readonly at: Date
  readonly source: string
  readonly priceBefore: Micros
  readonly price: Micros
  readonly basePrice: Micros
  readonly offset: Micros
  readonly netShares: ShareUnits
  readonly totalVolume: ShareUnits
  readonly totalTrades: number
  /** How many older drift moves a thinned row stands for beside its own; then high and low are their extremes. */
  readonly folded: number
  readonly high: Micros | null
  readonly low: Micros | null
  readonly trade: LoggedTrade | null
  readonly bumpType: string | null
  /** The audit entries that tell of a move like this one at its moment. */
  readonly audits: readonly LoggedAudit[]
}

export interface LoggedTrade {
  readonly side: Side
  readonly shares: ShareUnits
  readonly priceBefore: Micros
  readonly priceAfter: Micros
  readonly executionPrice: Micros
  readonly fee: Micros
  readonly cashDelta: Micros
}

export interface LoggedAudit {
  readonly action: string
  readonly changes: readonly AuditChange[]
  /** The entry that a compensation takes back. */
  readonly original: AuditedMove | null
}

export interface MarketRules {
  readonly parameters: MarketParameters
  readonly fees: FeeHistory
}

export interface ReplayedMove {
  readonly differences: Difference[]
  /** The seed after the move. */
  readonly seed: Micros
}

const MINUTE_MS = 60_000

/** Holds a row against the row before it (null: it is the first) and the seed that the project had then. */
export function replayMove(before: LoggedMove | null, move: LoggedMove, seed: Micros, rules: MarketRules): ReplayedMove {
  const row = `price_points ${move.projectId}:${move.sequence}`
  const links = checkLinks(row, before, move)
  if (!before) return { differences: [...links, ...compare('I4', row, marketOf(move), listedMarket(seed, rules))], seed }
  if (move.source === 'DRIFT') return { differences: [...links, ...checkDrift(row, before, move, rules)], seed }
  if (move.source === 'TRADE') return { differences: [...links, ...checkTrade(row, before, move, rules)], seed }
  if (move.source === 'SEED_UPDATE' || move.source === 'PHASE_BUMP') {
    const { differences, seed: after } = replayOrganiser(row, before, move, seed, rules.parameters)
    return { differences: [...links, ...differences], seed: after }
  }
  return {
    differences: [...links, { invariant: 'I4', row, figure: 'source', stored: move.source, expected: 'a source of moves' }],
    seed,
  }
}

const marketOf = ({ price, basePrice, offset, netShares, totalVolume, totalTrades }: LoggedMove): Figures => ({
  price,
  basePrice,
  offset,
  netShares,
  totalVolume,
  totalTrades,
})

function listedMarket(seed: Micros, { parameters }: MarketRules): Figures {
  const basePrice = basePriceOf(seed, parameters)
  return { price: basePrice, basePrice, offset: 0n, netShares: 0n, totalVolume: 0n, totalTrades: 0 }
}

/** Numbered without gaps, from where the row before ended, never before it in time or feed; only drift is folded. */
function checkLinks(row: string, before: LoggedMove | null, move: LoggedMove): Difference[] {
  const stored = { sequence: move.sequence, priceBefore: move.priceBefore, isFolded: move.folded !== 0, source: move.source }
  const differences = compare('I4', row, stored, {
    sequence: (before?.sequence ?? 0) + move.folded + 1,
    priceBefore: before ? before.price : move.price,
    isFolded: move.source === 'DRIFT' && move.folded > 0,
    ...(before ? {} : { source: 'PROJECT_CREATE' }),
  })
  if (before && move.at < before.at)
    differences.push(...compare('I4', row, { at: move.at }, { at: `not before ${before.at.toISOString()}` }))
  if (before && move.position <= before.position)
    differences.push(...compare('I4', row, { position: move.position }, { position: `above ${before.position}` }))
  return differences
}

/** Moves the price alone, to within half a fee of the line; so were all that a thinned row stands for. */
function checkDrift(row: string, before: LoggedMove, move: LoggedMove, { parameters, fees }: MarketRules): Difference[] {
  const { price: _, ...still } = marketOf(before)
  const differences = compare('I4', row, marketOf(move), still)
  const held = before.at.getTime() === move.at.getTime()
  const from = held
    ? Number.NEGATIVE_INFINITY
    : move.folded > 0
      ? Math.floor(move.at.getTime() / MINUTE_MS) * MINUTE_MS
      : move.at.getTime()
  const bands = feesBetween(fees, from, move.at.getTime())
    .filter((fee) => fee > 0)
    .map((fee) => driftBand(line(before, parameters), fee))
  if (bands.length === 0)
    return [
      ...differences,
      { invariant: 'I4', row, figure: 'source', stored: 'DRIFT', expected: 'no drift where there is no fee' },
    ]
  const lowest = max(parameters.minPriceMicros, bands.map((band) => band.lowest).reduce(min))
  const highest = max(parameters.minPriceMicros, bands.map((band) => band.highest).reduce(max))
  const within = (figure: string, value: bigint | null, least: bigint, most: bigint) => {
    if (value === null || value < least || value > most)
      differences.push({ invariant: 'I4', row, figure, stored: String(value), expected: `${least} to ${most}` })
  }
  within('price', move.price, lowest, highest)
  if (move.folded > 0) {
    within('high', move.high, move.price, highest)
    within('low', move.low, lowest, move.price)
  } else differences.push(...compare('I4', row, { high: move.high, low: move.low }, { high: null, low: null }))
  return differences
}

/** The trade as the rules decide it, at the fee of its moment, and the market that it leaves. */
function checkTrade(row: string, before: LoggedMove, move: LoggedMove, rules: MarketRules): Difference[] {
  const { trade } = move
  if (!trade) return []
  const at = move.at.getTime()
  const held = before.at.getTime() === at
  let first: Difference[] | null = null
  for (const transactionFeeBps of feesBetween(rules.fees, held ? Number.NEGATIVE_INFINITY : at, at)) {
    const differences = tradeAgain(row, before, move, trade, { ...rules.parameters, transactionFeeBps })
    if (differences.length === 0) return []
    first ??= differences
  }
  return first ?? []
}

function tradeAgain(
  row: string,
  before: LoggedMove,
  move: LoggedMove,
  trade: LoggedTrade,
  parameters: MarketParameters,
): Difference[] {
  const plenty = {
    cash: micros(1n << 62n),
    holding: { shares: shareUnits(1n << 62n), costBasis: micros(0n), realised: micros(0n) },
  }
  const state = { status: 'OPEN', parameters, project: projectOf(before, micros(0n)), ...plenty } as const
  const filled = decideTrade(state, { side: trade.side, projectId: move.projectId, shares: trade.shares, limit: null })
  const tradeRow = `trades ${move.projectId}:${move.sequence}`
  if (!isFilled(filled))
    return [
      {
        invariant: 'I6',
        row: tradeRow,
        figure: 'shares',
        stored: String(trade.shares),
        expected: `refused with ${filled.refused}`,
      },
    ]
  const { priceBefore, priceAfter, executionPrice, fee, cashDelta } = filled.figures
  const { price, basePrice, offset, netShares, totalVolume, totalTrades } = filled.project
  return [
    ...compare('I6', tradeRow, { ...trade }, { priceBefore, priceAfter, executionPrice, fee, cashDelta }),
    ...compare('I4', row, marketOf(move), { price, basePrice, offset, netShares, totalVolume, totalTrades }),
  ]
}

/** The market after a row, with what the rules do not look at left empty. */
function projectOf(point: LoggedMove, seed: Micros): Project {
  const { projectId, sequence, at, price, basePrice, offset, netShares, totalVolume, totalTrades } = point
  return {
    projectId,
    eventId: '',
    projectNumber: 0,
    ticker: projectId,
    name: '',
    description: '',
    seed,
    basePrice,
    offset,
    price,
    netShares,
    totalVolume,
    totalTrades,
    holdersCount: 0,
    sequence,
    isActive: true,
    createdAt: at,
    updatedAt: at,
    movedAt: at,
    tickedAt: at,
  }
}

/** A move that an organiser ordered, as one of the audit entries of its moment tells it. */
function replayOrganiser(row: string, before: LoggedMove, move: LoggedMove, seed: Micros, p: MarketParameters): ReplayedMove {
  const { netShares, totalVolume, totalTrades } = before
  const still = compare('I4', row, marketOf(move), { netShares, totalVolume, totalTrades })
  let first: ReplayedMove | null = null
  for (const audit of move.audits) {
    const told = seedTold(audit, seed)
    const moved = decideAgain(projectOf(before, seed), move, audit, told, p)
    const after: Figures = isRefusal(moved) ? { decision: `refused with ${moved.refused}` } : { ...moved }
    const differences = compare('I4', row, { ...marketOf(move), seed: told, decision: 'a move' }, after)
    if (differences.length === 0) return { differences: still, seed: told }
    first ??= { differences: [...still, ...differences], seed: told }
  }
  return first ?? { differences: still, seed }
}

function decideAgain(before: Movable, move: LoggedMove, audit: LoggedAudit, seed: Micros, p: MarketParameters): Moved | Refusal {
  if (audit.original) return decideCompensation(before, p, audit.original)
  if (move.source === 'SEED_UPDATE') return applySeed(before, p, seed)
  const { bumpType } = move
  if (bumpType === 'MULTIPLY') return applyMultiply(before, p, factorTold(audit) ?? factorOf(before, move, p))
  if (bumpType !== null && Object.hasOwn(BUMP_PERCENT, bumpType))
    return applyMultiply(before, p, BUMP_PERCENT[bumpType as keyof typeof BUMP_PERCENT])
  return applyAdd(before, p, micros(move.price - before.price))
}

function amountTold({ changes }: LoggedAudit, name: string, decimals: number): bigint | null {
  const after = changes.find(({ field }) => field === name)?.after
  const value = after == null ? null : parseDecimal(after)
  return value && toScale(value, decimals)
}

function seedTold(audit: LoggedAudit, seed: Micros): Micros {
  const value = amountTold(audit, 'seedAmount', MICROS_DECIMALS)
  return value === null ? seed : micros(value)
}

function factorTold(audit: LoggedAudit): Ratio | null {
  const value = amountTold(audit, 'multiplier', RATIO_DECIMALS)
  return value === null ? null : ratio(value)
}

/**
 * For entries of before the audit kept the factor: the smallest that takes price and line where the row has them. m takes P to P'
 * where (2P' − 1)·10⁶ ≤ 2P·m < (2P' + 1)·10⁶; a P' on the floor may have come from further below.
 */
function factorOf(before: Movable, move: LoggedMove, p: MarketParameters) {
  const least = (from: bigint, to: bigint) =>
    to <= p.minPriceMicros ? FACTOR_MIN : ceilDiv((2n * to - 1n) * RATIO_ONE, 2n * from)
  const [price, fair] = [least(before.price, move.price), least(line(before, p), line(move, p))]
  return ratio(min(FACTOR_MAX, max(FACTOR_MIN, max<bigint>(price, fair))))
}
