import type { EquityStep } from '../portfolio/equity-curve.ts'
import { floorDiv } from '../money/rounding.ts'
import { type Micros, type ShareUnits, UNITS_PER_SHARE, micros, shareUnits } from '../money/units.ts'
import { type MarketTerms, saleRevenue } from '../trading/price-line.ts'

/**
 * The final score: the mean liquidation value over the closing window, from trades and price history alone, so that
 * anyone who recomputes it comes to the same. Pure. Source: mechanics, "Final standings".
 */
const SAMPLE_MS = 5_000

/** closesAt, closesAt − 5 s, … as far as the window and the event reach; oldest first. 600 s: 121 moments. */
export function sampleMoments(closesAt: Date, windowSeconds: number, startedAt: Date): Date[] {
  const close = closesAt.getTime()
  const reach = Math.max(0, Math.min(windowSeconds * 1_000, close - startedAt.getTime()))
  const before = Math.floor(reach / SAMPLE_MS)
  return Array.from({ length: before + 1 }, (_, index) => new Date(close - (before - index) * SAMPLE_MS))
}

/** The prices of each project at the moments; null while it was not listed. */
export type SampledPrices = ReadonlyMap<string, readonly (Micros | null)[]>

export interface FinalScore {
  /** floor6 of the mean of the liquidation values. */
  readonly score: Micros
  /** As of the close. */
  readonly total: Micros
  readonly liquidation: Micros
  readonly positions: number
}

/**
 * Scores an account that began with `initial`, from what its trades did up to each moment (`steps` in the order of
 * moments; what is later than the last counts with it). Shares stay the same between steps, so each stretch of a
 * holding is valued by itself.
 */
export function finalScore(
  initial: Micros,
  steps: readonly EquityStep[],
  prices: SampledPrices,
  moments: number,
  terms: MarketTerms,
): FinalScore {
  const last = moments - 1
  let cash: bigint = initial
  let sum = initial * BigInt(moments)
  let [total, liquidation, positions] = [0n, 0n, 0]
  for (const [projectId, ofProject] of Map.groupBy(steps, (step) => step.projectId)) {
    const at = prices.get(projectId)
    if (!at) throw new Error(`project ${projectId} has no prices`)
    let shares = shareUnits(0n)
    ofProject.forEach((step, place) => {
      const from = Math.min(step.index, last)
      const next = ofProject[place + 1]
      // A step that shares its moment with the next one has no stretch of its own.
      const upto = next ? Math.min(next.index, last) : moments
      cash += step.cash
      sum += step.cash * BigInt(moments - from)
      shares = shareUnits(shares + step.shares)
      if (shares > 0n) sum += stretchValue(at, shares, from, upto, terms)
    })
    if (shares === 0n) continue
    positions++
    total += floorDiv(at[last]! * shares, UNITS_PER_SHARE)
    liquidation += saleRevenue(at[last]!, shares, terms)
  }
  return {
    score: micros(floorDiv(sum, BigInt(moments))),
    total: micros(cash + total),
    liquidation: micros(cash + liquidation),
    positions,
  }
}

/** Σ of what selling `shares` would have paid at the moments from..upto − 1. */
function stretchValue(
  prices: readonly (Micros | null)[],
  shares: ShareUnits,
  from: number,
  upto: number,
  terms: MarketTerms,
): bigint {
  let sum = 0n
  for (let index = from; index < upto; index++) sum += saleRevenue(prices[index]!, shares, terms)
  return sum
}
