import type { EventStatus, MarketParameters } from '../events/event.ts'
import { type Refusal, isRefusal, refuse } from '../refusals/refusal.ts'
import { type Decimal, canonical, formatScaled, toScale } from '../money/decimal.ts'
import { ADD_MAX, FACTOR_MAX, FACTOR_MIN, INVESTMENT_MAX, PRICE_MAX, SEED_MAX } from '../money/ranges.ts'
import { halfUpDiv, max } from '../money/rounding.ts'
import {
  CENTS_DECIMALS,
  type Cents,
  MICROS_DECIMALS,
  type Micros,
  RATIO_DECIMALS,
  RATIO_ONE,
  type Ratio,
  cents,
  micros,
  ratio,
} from '../money/units.ts'
import { type Project, basePriceOf, line, offsetForLine } from './project.ts'

/**
 * The moves of the organisers: percent bumps, MULTIPLY, ADD, seed changes, investments. Each moves the line by exactly
 * what it moved the price, or multiplies both; neither ends below the floor. Out of range is INVALID_PARAMETER. Pure.
 * Source: mechanics, "Admin moves".
 */
export type Moved = Pick<Project, 'seed' | 'basePrice' | 'offset' | 'price'>

/** What a move reads of a project. */
export type Movable = Moved & Pick<Project, 'netShares' | 'ticker'>

export const BUMP_TYPES = [
  'KICKOFF_HYPE',
  'VALIDATION_GOOD',
  'VALIDATION_BAD',
  'MVP_SHIPPED',
  'USER_FEEDBACK_GOOD',
  'USER_FEEDBACK_BAD',
  'DEMO_QUALIFIER',
  'DEMO_WINNER',
  'MULTIPLY',
  'ADD',
] as const
export type BumpType = (typeof BUMP_TYPES)[number]

/** The factor 1 + pct of each percent bump. */
export const BUMP_PERCENT: Readonly<Record<Exclude<BumpType, 'MULTIPLY' | 'ADD'>, Ratio>> = {
  KICKOFF_HYPE: ratio(1_150_000n),
  VALIDATION_GOOD: ratio(1_100_000n),
  VALIDATION_BAD: ratio(950_000n),
  MVP_SHIPPED: ratio(1_300_000n),
  USER_FEEDBACK_GOOD: ratio(1_100_000n),
  USER_FEEDBACK_BAD: ratio(900_000n),
  DEMO_QUALIFIER: ratio(1_500_000n),
  DEMO_WINNER: ratio(2_000_000n),
}

export interface Bump {
  readonly bumpType: BumpType
  readonly multiplier?: Decimal | null
  readonly delta?: Decimal | null
}

type Path = readonly string[]
const MULTIPLIER: Path = ['input', 'multiplier']
const DELTA: Path = ['input', 'delta']
const BUMP_TYPE: Path = ['input', 'bumpType']
const SEED_AMOUNT: Path = ['input', 'seedAmount']
const SEED_DELTA: Path = ['input', 'seedDelta']
const AMOUNT: Path = ['input', 'amount']

const microsText = (value: bigint): string => formatScaled(value, MICROS_DECIMALS)
const ratioText = (value: bigint): string => formatScaled(value, RATIO_DECIMALS)
const fieldOf = (path: Path): string => path[path.length - 1] ?? 'value'

const invalid = (path: Path, given: string, range: string): Refusal =>
  refuse('INVALID_PARAMETER', `${fieldOf(path)} is ${given}; it must be ${range}.`, path)

const FACTOR_RANGE = `${ratioText(FACTOR_MIN)} to ${ratioText(FACTOR_MAX)}, with at most ${RATIO_DECIMALS} decimals`
const ADD_RANGE = `-${microsText(ADD_MAX)} to ${microsText(ADD_MAX)}, with at most ${MICROS_DECIMALS} decimals`
const SEED_RANGE = `-${microsText(SEED_MAX)} to ${microsText(SEED_MAX)}, with at most ${MICROS_DECIMALS} decimals`
const AMOUNT_RANGE = `above 0 and at most ${formatScaled(INVESTMENT_MAX, CENTS_DECIMALS)}, with at most ${CENTS_DECIMALS} decimals`

/** Admin moves are allowed until the event is CLOSED: its standings are final. */
export const checkMovable = (status: EventStatus): Refusal | null =>
  status === 'CLOSED' ? refuse('EVENT_NOT_OPEN', 'The event is CLOSED: its standings are final, no price moves.') : null

/** Price and line multiplied by m, 0.01 … 10, each half-up6 and not below the floor. 3.00 × 0.1 = 0.30. */
export function applyMultiply(project: Movable, p: MarketParameters, m: Ratio, path: Path = MULTIPLIER): Moved | Refusal {
  if (m < FACTOR_MIN || m > FACTOR_MAX) return invalid(path, ratioText(m), FACTOR_RANGE)
  const price = max(p.minPriceMicros, micros(halfUpDiv(project.price * m, RATIO_ONE)))
  const target = halfUpDiv(line(project, p) * m, RATIO_ONE)
  return moved(project, p, { seed: project.seed, basePrice: project.basePrice, price }, target, path)
}

/** Price moved by d, ±1,000,000, not below the floor; the line by the same. */
export function applyAdd(project: Movable, p: MarketParameters, d: Micros, path: Path = DELTA): Moved | Refusal {
  if (d < -ADD_MAX || d > ADD_MAX) return invalid(path, microsText(d), ADD_RANGE)
  return shifted(project, p, { seed: project.seed, basePrice: project.basePrice }, d, path)
}

/** The seed set to newSeed, ±1,000,000: the price moves by what the base price moves, not below the floor. */
export function applySeed(project: Movable, p: MarketParameters, newSeed: Micros, path: Path = SEED_AMOUNT): Moved | Refusal {
  if (newSeed < -SEED_MAX || newSeed > SEED_MAX) return invalid(path, `${microsText(newSeed)} as the new seed`, SEED_RANGE)
  const basePrice = basePriceOf(newSeed, p)
  return shifted(project, p, { seed: newSeed, basePrice }, basePrice - project.basePrice, path)
}

/** By how much a move changed price and seed. */
export interface Shift {
  readonly price: Micros
  readonly seed: Micros
}

/**
 * The opposite of a move that shifted price and seed by so much: both go back by that, from where they are now, the price
 * not below the floor. After 2 → 3 and a buyer who lifted it to 4, the opposite ends at 3.
 */
export function applyOpposite(project: Movable, p: MarketParameters, { price, seed }: Shift, path: Path): Moved | Refusal {
  const newSeed = micros(project.seed - seed)
  if (newSeed < -SEED_MAX || newSeed > SEED_MAX) return invalid(path, `${microsText(newSeed)} as the new seed`, SEED_RANGE)
  return shifted(project, p, { seed: newSeed, basePrice: basePriceOf(newSeed, p) }, -price, path)
}

/** seed + half-up6(amount × investment factor), 0 < amount ≤ 1,000,000,000. 50,000 at 0.0001 adds 5 to the seed. */
export function seedAfterInvestment(seed: Micros, amount: Cents, p: MarketParameters, path: Path = AMOUNT): Micros | Refusal {
  if (amount <= 0n || amount > INVESTMENT_MAX) return invalid(path, formatScaled(amount, CENTS_DECIMALS), AMOUNT_RANGE)
  // cents × 10⁴ = micro-units, ratio / 10⁶: together amount × ratio / 100.
  const after = micros(seed + halfUpDiv(amount * p.investmentToSeedRatio, 100n))
  if (after <= SEED_MAX) return after
  const message = `This would lift the seed from ${microsText(seed)} to ${microsText(after)}; a seed is ${SEED_RANGE}.`
  return refuse('INVALID_PARAMETER', message, path)
}

/** The price moved by `by`, stopped at the floor; the line moves by exactly what the price did. */
function shifted(
  project: Movable,
  p: MarketParameters,
  seeds: Pick<Moved, 'seed' | 'basePrice'>,
  by: bigint,
  path: Path,
): Moved | Refusal {
  const price = max(p.minPriceMicros, micros(project.price + by))
  return moved(project, p, { ...seeds, price }, line(project, p) + (price - project.price), path)
}

/** Puts the line at `target` (raised to the floor where it is below) and refuses a price that is lifted beyond its largest. */
function moved(project: Movable, p: MarketParameters, to: Omit<Moved, 'offset'>, target: bigint, path: Path): Moved | Refusal {
  if (to.price > PRICE_MAX && to.price > project.price) {
    const message =
      `This would lift the price of ${project.ticker} from ${microsText(project.price)} to ` +
      `${microsText(to.price)}; a price is at most ${microsText(PRICE_MAX)}.`
    return refuse('INVALID_PARAMETER', message, path)
  }
  return { ...to, offset: offsetForLine(target, to.basePrice, project.netShares, p) }
}

/** A bump as it was asked for: MULTIPLY takes multiplier, ADD takes delta, the others neither. */
export function decideBump(project: Movable, p: MarketParameters, { bumpType, multiplier, delta }: Bump): Moved | Refusal {
  if (multiplier && bumpType !== 'MULTIPLY') return refuse('INVALID_PARAMETER', `${bumpType} takes no multiplier.`, MULTIPLIER)
  if (delta && bumpType !== 'ADD') return refuse('INVALID_PARAMETER', `${bumpType} takes no delta.`, DELTA)
  if (bumpType === 'MULTIPLY') {
    if (!multiplier) return refuse('INVALID_PARAMETER', `MULTIPLY needs a multiplier, ${FACTOR_RANGE}.`, MULTIPLIER)
    const m = toScale(multiplier, RATIO_DECIMALS)
    return m === null ? invalid(MULTIPLIER, canonical(multiplier), FACTOR_RANGE) : applyMultiply(project, p, ratio(m))
  }
  if (bumpType === 'ADD') {
    if (!delta) return refuse('INVALID_PARAMETER', `ADD needs a delta, ${ADD_RANGE}.`, DELTA)
    const d = toScale(delta, MICROS_DECIMALS)
    return d === null ? invalid(DELTA, canonical(delta), ADD_RANGE) : applyAdd(project, p, micros(d))
  }
  return applyMultiply(project, p, BUMP_PERCENT[bumpType], BUMP_TYPE)
}

export interface SeedChange {
  readonly seedAmount?: Decimal | null
  readonly seedDelta?: Decimal | null
}

/** A seed change as it was asked for: exactly one of seedAmount (absolute) and seedDelta. */
export function decideSeed(project: Movable, p: MarketParameters, { seedAmount, seedDelta }: SeedChange): Moved | Refusal {
  const given = seedAmount ?? seedDelta
  if (!given || (seedAmount && seedDelta)) {
    return refuse('INVALID_PARAMETER', 'Give exactly one of seedAmount and seedDelta.', seedAmount ? SEED_DELTA : SEED_AMOUNT)
  }
  const path = seedAmount ? SEED_AMOUNT : SEED_DELTA
  const value = toScale(given, MICROS_DECIMALS)
  if (value === null) return invalid(path, canonical(given), SEED_RANGE)
  return applySeed(project, p, micros(seedAmount ? value : project.seed + value), path)
}

/** An investment as it was asked for: it raises the seed, then moves the price as a seed change does. */
export function decideInvestment(project: Movable, p: MarketParameters, amount: Decimal): Moved | Refusal {
  const value = toScale(amount, CENTS_DECIMALS)
  if (value === null) return invalid(AMOUNT, canonical(amount), AMOUNT_RANGE)
  const seed = seedAfterInvestment(project.seed, cents(value), p)
  return isRefusal(seed) ? seed : applySeed(project, p, seed, AMOUNT)
}
