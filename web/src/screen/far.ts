/** Figures short enough to be read from the last row: fewer places, everything else as on the other pages. */
import { MICROS, rounded, SHARE_UNITS } from '../lib/decimal.ts'

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',')

function text(units: bigint, decimals: number, places: number): string {
  const digits = rounded(units < 0n ? -units : units, decimals, places)
    .toString()
    .padStart(places + 1, '0')
  return grouped(digits.slice(0, digits.length - places)) + (places > 0 ? `.${digits.slice(-places)}` : '')
}

/** Two places below a thousand, none from there on. Input in micro-units. */
export const farPrice = (units: bigint): string => text(units, MICROS, units < 1_000_000_000n ? 2 : 0)

/** One place below a hundred percent, none from there on; always with its sign. Input in hundredths of a percent. */
export function farPercent(bps: bigint): string {
  const size = bps < 0n ? -bps : bps
  const shown = text(size, 2, size < 9_995n ? 1 : 0)
  const sign = /^[0.]*$/.test(shown) ? '' : bps < 0n ? '−' : '+'
  return `${sign}${shown} %`
}

/** Whole shares from ten on, two places below. Input in units of 0.0001 share. */
export function farShares(units: bigint): string {
  if (units >= 100_000n) return text(units, SHARE_UNITS, 0)
  return units < 100n ? '<0.01' : text(units, SHARE_UNITS, 2).replace(/\.?0+$/, '')
}
