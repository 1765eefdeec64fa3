import type { MarketParameters } from '../events/event.ts'
import { PRICE_MAX } from '../money/ranges.ts'
import { ceilDiv, floorDiv, halfUpDiv, isqrt, max, min } from '../money/rounding.ts'
import { type Micros, micros } from '../money/units.ts'

/**
 * One step of the random walk that drift does around the line. Pure: noise and elapsed time come in. Source: mechanics,
 * "Drift".
 */
export interface TickInput {
  readonly price: Micros
  readonly line: Micros
  /** Milliseconds of database time since the last tick; counts from 0 to at most 4,000. */
  readonly elapsedMs: number
  /** A uniform integer in ±NOISE_MAX. */
  readonly noise: number
}

export const NOISE_MAX = 1_000_000
const ELAPSED_MS_MAX = 4_000
/** 1 as the share of the gap that is closed: driftMeanReversion (10⁻⁶ per second) × milliseconds / 10⁹. */
const PULL_ONE = 1_000_000_000n
/** 1 as the size of a step: driftMaxPctPerTick (10⁻⁶) × noise (10⁻⁶) × root of time (10⁻³). */
const STEP_ONE = 1_000_000_000_000_000n
const HALF_FEE_ONE = 20_000n

/**
 * The price after a tick: pulled towards the line, stepped by noise × √time, rounded half-up6 once, and kept within half
 * a fee of the line, so that waiting for drift and trading against it cannot pay. With drift off or a fee of 0 the price
 * stays, and so it does where a tick would lift it beyond the largest price.
 */
export function driftTick({ price, line, elapsedMs, noise }: TickInput, p: MarketParameters): Micros {
  if (!p.driftEnabled || p.transactionFeeBps === 0) return price
  const dt = BigInt(Math.floor(Math.min(ELAPSED_MS_MAX, Math.max(0, elapsedMs))))
  const root = isqrt(1_000n * dt)
  const pull = min(PULL_ONE, p.driftMeanReversionRatio * dt)
  const exact =
    price * STEP_ONE - (price - line) * pull * (STEP_ONE / PULL_ONE) + price * p.driftMaxPctPerTickRatio * BigInt(noise) * root
  const { lowest, highest } = driftBand(line, p.transactionFeeBps)
  const inBand = min(highest, max(lowest, micros(halfUpDiv(exact, STEP_ONE))))
  const next = max(p.minPriceMicros, inBand)
  return next > PRICE_MAX && next > price ? price : next
}

/** ceil6(line × (1 − f/20000)) to floor6(line × (1 + f/20000)): half a fee around the line. */
export function driftBand(line: Micros, transactionFeeBps: number): { readonly lowest: Micros; readonly highest: Micros } {
  const fee = BigInt(transactionFeeBps)
  return {
    lowest: micros(ceilDiv(line * (HALF_FEE_ONE - fee), HALF_FEE_ONE)),
    highest: micros(floorDiv(line * (HALF_FEE_ONE + fee), HALF_FEE_ONE)),
  }
}
