import { BASE_DECIMALS, type LotValue } from '../ledger/ledger.ts'
import { type Decimal, formatScaled, toScale } from '../money/decimal.ts'
import { exactDiv } from '../money/rounding.ts'
import { MICROS_DECIMALS } from '../money/units.ts'

/**
 * A market of the order book and its grid: a price is whole ticks, a quantity whole lots, both safe integers. Pure.
 * Source: cxpt, "Units", "Markets".
 */
export type MarketKind = 'SPOT' | 'PERPETUAL' | 'FUTURE' | 'OPTION'

export const MARKET_STATUSES = ['PENDING', 'ACTIVE', 'POST_ONLY', 'REDUCE_ONLY', 'PAUSED', 'SETTLING', 'CLOSED'] as const
export type MarketStatus = (typeof MARKET_STATUSES)[number]

/** What administrators decide of a market; a command of its inbox carries all of it. */
export interface MarketRules {
  /** Price step in micro-USDC per whole base unit. */
  readonly tickSizeMicros: bigint
  /** Quantity step in units of 1e-8. */
  readonly lotSizeUnits: bigint
  readonly minNotionalMicros: bigint
  readonly feeBps: number
  readonly bandBps: number
  readonly breakerBps: number
  readonly breakerWindowMs: number
  /** Ticks; the mark price until the first trade. */
  readonly referencePrice: number
}

export interface Market extends MarketRules {
  readonly marketId: number
  readonly symbol: string
  readonly kind: MarketKind
  readonly status: MarketStatus
  readonly baseAsset: string
  readonly quoteAsset: string
  /** Ticks of the newest trade; null before the first. */
  readonly lastPrice: number | null
  readonly createdAt: Date
}

export type Grid = Pick<MarketRules, 'tickSizeMicros' | 'lotSizeUnits'>

const UNITS_ONE = 10n ** BigInt(BASE_DECIMALS)

/** One lot at one tick in whole micro-USDC; a listing whose grid has none is refused. */
export const lotTickMicros = ({ tickSizeMicros, lotSizeUnits }: Grid): bigint =>
  exactDiv(tickSizeMicros * lotSizeUnits, UNITS_ONE)

export const hasExactNotional = ({ tickSizeMicros, lotSizeUnits }: Grid): boolean =>
  (tickSizeMicros * lotSizeUnits) % UNITS_ONE === 0n

export const lotValueOf = (grid: Grid): LotValue => ({ lotTickMicros: lotTickMicros(grid), lotSizeUnits: grid.lotSizeUnits })

/** The last trade's price, before the first trade the reference price; ticks. */
export const markPriceOf = ({ lastPrice, referencePrice }: Pick<Market, 'lastPrice' | 'referencePrice'>): number =>
  lastPrice ?? referencePrice

export const priceMicros = ({ tickSizeMicros }: Grid, ticks: number): bigint => BigInt(ticks) * tickSizeMicros
export const quantityUnits = ({ lotSizeUnits }: Grid, lots: number): bigint => BigInt(lots) * lotSizeUnits

/** USDC per whole base unit, as text. */
export const priceText = (grid: Grid, ticks: number): string => formatScaled(priceMicros(grid, ticks), MICROS_DECIMALS)
/** Whole base units, as text. */
export const quantityText = (grid: Grid, lots: number): string => formatScaled(quantityUnits(grid, lots), BASE_DECIMALS)

/** A value on a grid, or the grid's values around it: `below` is null where it would not be above zero. */
export type OnGrid = { readonly steps: number } | { readonly below: number | null; readonly above: number }

/** Ticks of a price in USDC per whole base unit. */
export const ticksOf = ({ tickSizeMicros }: Grid, price: Decimal): OnGrid => stepsOf(price, MICROS_DECIMALS, tickSizeMicros)
/** Lots of a quantity in whole base units. */
export const lotsOf = ({ lotSizeUnits }: Grid, quantity: Decimal): OnGrid => stepsOf(quantity, BASE_DECIMALS, lotSizeUnits)

/** Prices and quantities have at most so many ticks and lots: the book counts them in safe integers. */
export const STEPS_MAX = 10 ** 11

function stepsOf(value: Decimal, decimals: number, step: bigint): OnGrid {
  const exact = toScale(value, decimals)
  if (exact !== null && exact > 0n && exact % step === 0n) return { steps: Number(exact / step) }
  // Digits beyond the scale only matter for being off the grid.
  const floor = exact ?? value.digits / 10n ** BigInt(value.decimals - decimals)
  const below = floor > 0n ? Number(floor / step) : 0
  return { below: below > 0 ? below : null, above: below + 1 }
}

/** The lowest and highest price that the band around a mark allows, in ticks. */
export function bandOf(mark: number, bandBps: number): { readonly lowest: number; readonly highest: number } {
  const width = BigInt(mark) * BigInt(bandBps)
  const inside = Number(width / 10_000n)
  return { lowest: Math.max(1, mark - inside), highest: mark + inside }
}
