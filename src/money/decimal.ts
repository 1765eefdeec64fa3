/**
 * Decimal texts in and out. Input follows protocol, "Decimals"; output is the shortest form: no trailing zeros, never
 * "-0". A Decimal that was read is kept exactly ({ digits, decimals }), because which precision is allowed depends on
 * the field: too many decimals are refused by the field's rule, never rounded.
 */

/** value = digits / 10^decimals, trailing zeros removed: "1.50" is { digits: 15n, decimals: 1 }. */
export interface Decimal {
  readonly digits: bigint
  readonly decimals: number
}

const FORM = /^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,18})?$/

/** Reads the form `-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,18})?`; null for anything else. */
export function parseDecimal(text: string): Decimal | null {
  if (!FORM.test(text)) return null
  const dot = text.indexOf('.')
  if (dot < 0) return { digits: BigInt(text), decimals: 0 }
  const fraction = text.slice(dot + 1).replace(/0+$/, '')
  return { digits: BigInt(text.slice(0, dot) + fraction), decimals: fraction.length }
}

/** The value in units of 10^-scale; null if it has more decimals than the scale. toScale("1.5", 6) = 1_500_000n. */
export function toScale(value: Decimal, scale: number): bigint | null {
  if (value.decimals > scale) return null
  return value.digits * 10n ** BigInt(scale - value.decimals)
}

/** Shortest text of `value` units of 10^-scale. formatScaled(16_320_000n, 6) = "16.32"; (-500_000n, 6) = "-0.5". */
export function formatScaled(value: bigint, scale: number): string {
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/** The canonical text of a read Decimal: equal values have equal texts, whatever their spelling was. */
export const canonical = (value: Decimal): string => formatScaled(value.digits, value.decimals)
