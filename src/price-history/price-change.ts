import { halfUpDiv } from '../money/rounding.ts'
import type { Micros, ShareUnits } from '../money/units.ts'
import { micros } from '../money/units.ts'

/** How a price moved over the last N minutes. Pure. Source: protocol, "Pages". */
export const CHANGE_MINUTES_MAX = 10_080
export const CHANGE_MINUTES_DEFAULT = 60

export interface PriceMoves {
  /** The last price at or before now − N minutes, else the first ever. */
  readonly reference: Micros
  readonly current: Micros
  /** Extremes of the reference and all prices since. */
  readonly high: Micros
  readonly low: Micros
  /** Shares traded since the reference. */
  readonly volume: ShareUnits
}

/** current − reference. From 1.00 to 1.23: 0.23. */
export const absoluteChange = ({ reference, current }: PriceMoves): Micros => micros(current - reference)

/** half-up2(100 × (current − reference) / reference), in hundredths of a percent. From 1.00 to 1.23: 2300, which is 23 %. */
export const percentChangeHundredths = ({ reference, current }: PriceMoves): bigint =>
  halfUpDiv((current - reference) * 10_000n, reference)
