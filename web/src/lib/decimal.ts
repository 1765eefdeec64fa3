/**
 * Exact decimals in the browser: the API's texts to integers and back. No price or sum of money is ever a float here;
 * `toNumber` is for pixels alone (chart coordinates, bar widths).
 */
export const MICROS = 6
export const SHARE_UNITS = 4

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** "1.25" in `decimals` places as an integer; null for what is no decimal or has more places. */
export function toUnits(text: string, decimals: number): bigint | null {
  const match = DECIMAL.exec(text)
  if (!match) return null
  const [, sign, whole, fraction = ''] = match
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > decimals) return null
  const units = BigInt(`${whole}${digits.padEnd(decimals, '0')}`)
  return sign ? -units : units
}

/** For texts that the API wrote: they are always well-formed. */
export const micros = (text: string): bigint => toUnits(text, MICROS) ?? 0n
export const shareUnits = (text: string): bigint => toUnits(text, SHARE_UNITS) ?? 0n

/** The shortest text, as the API writes it: "16.32", "-0.5". */
export function fromUnits(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - decimals)}${fraction ? `.${fraction}` : ''}`
}

/** Rounded half away from zero to fewer places: for showing, never for sending. */
export function rounded(units: bigint, decimals: number, places: number): bigint {
  if (places >= decimals) return units * 10n ** BigInt(places - decimals)
  const step = 10n ** BigInt(decimals - places)
  const half = units < 0n ? -step / 2n : step / 2n
  return (units + half) / step
}

/** What a person types: "1,250.5", "1250,5 " or "$12" to a plain decimal text; null where it is none or not above zero. */
export function readTyped(typed: string, decimals: number): string | null {
  const bare = typed.replace(/[\s$'’\u00a0\u202f]/g, '')
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.')
  const trimmed = plain.replace(/\.$/, '').replace(/^\./, '0.')
  const units = toUnits(trimmed, decimals)
  return units === null || units <= 0n ? null : fromUnits(units, decimals)
}

/** The most a purchase may cost: `cost` and `bps` hundredths of a percent above it, rounded up. */
export const costBound = (cost: bigint, bps: number): bigint => (cost * BigInt(10_000 + bps) + 9_999n) / 10_000n

/** The least a sale must bring: `bps` below `proceeds`, rounded down, never below zero. */
export function proceedsBound(proceeds: bigint, bps: number): bigint {
  const bound = (proceeds * BigInt(10_000 - bps)) / 10_000n
  return bound > 0n ? bound : 0n
}

/** How far `now` is from `reference`, in hundredths of a percent, half up; 0 where there was nothing. */
export function changeBps(now: bigint, reference: bigint): bigint {
  if (reference === 0n) return 0n
  const doubled = (now - reference) * 20_000n + reference
  const quotient = doubled / (2n * reference)
  return doubled < 0n && doubled % (2n * reference) !== 0n ? quotient - 1n : quotient
}

/** `part` of `whole` shares for a slider of `steps`, rounded down. */
export const fraction = (whole: bigint, part: number, steps: number): bigint => (whole * BigInt(part)) / BigInt(steps)

/** For pixels only. */
export const toNumber = (text: string): number => Number(text)
