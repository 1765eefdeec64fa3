import { type Decimal, canonical, formatScaled, toScale } from '../money/decimal.ts'
import type { MarketParameters } from './event.ts'
import { INITIAL_CASH_MAX } from '../money/ranges.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'

/**
 * What an organiser may set a market's parameters to, and until when. A value that equals the current one is no change,
 * whenever it comes. Pure. Source: mechanics, "Parameters".
 */
export interface MarketParametersChange {
  readonly initialCash?: Decimal | null
  readonly minPrice?: Decimal | null
  readonly defaultBasePrice?: Decimal | null
  readonly pricePerShare?: Decimal | null
  readonly transactionFeeBps?: number | null
  readonly seedToPriceFactor?: Decimal | null
  readonly investmentToSeedFactor?: Decimal | null
  readonly driftEnabled?: boolean | null
  readonly driftIntervalMs?: number | null
  readonly driftMaxPctPerTick?: Decimal | null
  readonly driftMeanReversion?: Decimal | null
  readonly closingWindowSeconds?: number | null
}

/** What of the event decides whether a parameter may still change. */
export interface EventFacts {
  readonly hasAccounts: boolean
  readonly hasProjects: boolean
  /** The effective status is CLOSED; absent means it is not. */
  readonly isClosed?: boolean
}

/** Whether the time to change a parameter is over, and the sentence that says so. */
interface Until {
  readonly over: (facts: EventFacts) => boolean
  readonly sentence: string
}

const ANY_TIME: Until = { over: () => false, sentence: 'at any time' }
const FIRST_ACCOUNT: Until = { over: (facts) => facts.hasAccounts, sentence: 'until the first account exists' }
const FIRST_PROJECT: Until = { over: (facts) => facts.hasProjects, sentence: 'until the first project is listed' }
const THE_CLOSE: Until = { over: (facts) => facts.isClosed === true, sentence: 'until the event closes' }

type AmountName = Exclude<keyof MarketParametersChange, CountName | 'driftEnabled'>
type CountName = 'transactionFeeBps' | 'driftIntervalMs' | 'closingWindowSeconds'
type AmountKey =
  | 'initialCashMicros'
  | 'minPriceMicros'
  | 'defaultBasePriceMicros'
  | 'slopeMicrosPerShare'
  | 'seedToPriceRatio'
  | 'investmentToSeedRatio'
  | 'driftMaxPctPerTickRatio'
  | 'driftMeanReversionRatio'

/** Bounds in 10⁻⁶; every amount is a multiple of `step`. */
interface AmountRule {
  readonly name: AmountName
  readonly key: AmountKey
  readonly lowest: bigint
  readonly highest: bigint
  readonly step: bigint
  readonly until: Until
}

const SCALE = 6
const UNIT = 1_000_000n
const PRICE_STEP = 20_000n
const FOUR_DECIMALS = 100n

const amount = (name: AmountName, key: AmountKey, lowest: bigint, highest: bigint, until: Until, step = 1n): AmountRule => ({
  name,
  key,
  lowest,
  highest,
  until,
  step,
})

const AMOUNTS: readonly AmountRule[] = [
  amount('initialCash', 'initialCashMicros', UNIT, INITIAL_CASH_MAX, FIRST_ACCOUNT),
  amount('minPrice', 'minPriceMicros', 10_000n, 1_000n * UNIT, FIRST_PROJECT),
  amount('defaultBasePrice', 'defaultBasePriceMicros', 10_000n, 1_000n * UNIT, FIRST_PROJECT),
  amount('pricePerShare', 'slopeMicrosPerShare', PRICE_STEP, 100n * UNIT, FIRST_PROJECT, PRICE_STEP),
  amount('seedToPriceFactor', 'seedToPriceRatio', 1n, 100n * UNIT, FIRST_PROJECT),
  amount('investmentToSeedFactor', 'investmentToSeedRatio', 0n, UNIT, ANY_TIME, FOUR_DECIMALS),
  amount('driftMaxPctPerTick', 'driftMaxPctPerTickRatio', 0n, 200_000n, ANY_TIME),
  amount('driftMeanReversion', 'driftMeanReversionRatio', 0n, 10n * UNIT, ANY_TIME),
]

interface CountRule {
  readonly name: CountName
  readonly lowest: number
  readonly highest: number
  readonly until: Until
}

const COUNTS: readonly CountRule[] = [
  { name: 'transactionFeeBps', lowest: 0, highest: 5_000, until: ANY_TIME },
  { name: 'driftIntervalMs', lowest: 250, highest: 3_600_000, until: ANY_TIME },
  { name: 'closingWindowSeconds', lowest: 0, highest: 3_600, until: THE_CLOSE },
]

/** Refusals point here where the caller does not say otherwise: input.parameters.<name>. */
const PATH = ['input', 'parameters']

/**
 * The parameters after the change; what is absent or null stays. INVALID_PARAMETER names the first field that has too
 * many decimals, lies out of range, may no longer change, or would put minPrice above defaultBasePrice.
 */
export function decideParameters(
  current: MarketParameters,
  change: MarketParametersChange,
  facts: EventFacts,
): MarketParameters | Refusal {
  const next: Record<string, bigint | number | boolean> = {}
  for (const rule of AMOUNTS) {
    const value = readAmount(rule, change[rule.name])
    if (isRefusal(value)) return value
    if (value === null || value === current[rule.key]) continue
    if (rule.until.over(facts)) return tooLate(rule)
    next[rule.key] = value
  }
  for (const rule of COUNTS) {
    const value = change[rule.name] ?? null
    if (value === null || value === current[rule.name]) continue
    if (!Number.isInteger(value) || value < rule.lowest || value > rule.highest) {
      return outOfRange(rule.name, String(value), `a whole number from ${rule.lowest} to ${rule.highest}`)
    }
    if (rule.until.over(facts)) return tooLate(rule)
    next[rule.name] = value
  }
  const changed = { ...current, ...next, driftEnabled: change.driftEnabled ?? current.driftEnabled }
  return checkFloor(changed, change) ?? changed
}

function readAmount(rule: AmountRule, given: Decimal | null | undefined): bigint | null | Refusal {
  if (!given) return null
  const value = toScale(given, SCALE)
  const fits = value !== null && value >= rule.lowest && value <= rule.highest && value % rule.step === 0n
  return fits ? value : outOfRange(rule.name, canonical(given), rangeOf(rule))
}

function rangeOf({ lowest, highest, step }: AmountRule): string {
  const range = `${formatScaled(lowest, SCALE)} to ${formatScaled(highest, SCALE)}`
  if (step === PRICE_STEP) return `${range}, a multiple of 0.02`
  return `${range}, with at most ${step === FOUR_DECIMALS ? 4 : SCALE} decimals`
}

/** minPrice 0.01 … defaultBasePrice, as they are after the change. */
function checkFloor(changed: MarketParameters, change: MarketParametersChange): Refusal | null {
  if (changed.minPriceMicros <= changed.defaultBasePriceMicros) return null
  const minPrice = formatScaled(changed.minPriceMicros, SCALE)
  const defaultBasePrice = formatScaled(changed.defaultBasePriceMicros, SCALE)
  return change.minPrice
    ? outOfRange('minPrice', minPrice, `0.01 to defaultBasePrice, which is ${defaultBasePrice}`)
    : outOfRange('defaultBasePrice', defaultBasePrice, `minPrice, which is ${minPrice}, to 1000`)
}

const outOfRange = (name: keyof MarketParametersChange, given: string, range: string): Refusal =>
  refuse('INVALID_PARAMETER', `${name} is ${given}; it must be ${range}.`, [...PATH, name])

const tooLate = ({ name, until }: Pick<AmountRule | CountRule, 'name' | 'until'>): Refusal =>
  refuse('INVALID_PARAMETER', `${name} may change only ${until.sentence}.`, [...PATH, name])
