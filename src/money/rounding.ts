/** Exact integer division with a named direction. Pure; the denominator is always positive. */

/** ⌊n / d⌋, towards minus infinity. floorDiv(-7n, 2n) = -4n. */
export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

/** ⌈n / d⌉, towards plus infinity. ceilDiv(-7n, 2n) = -3n. */
export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator > 0n ? quotient + 1n : quotient
}

/** ⌊n / d + ½⌋, below zero too: half goes up. halfUpDiv(-5n, 2n) = -2n. */
export function halfUpDiv(numerator: bigint, denominator: bigint): bigint {
  return floorDiv(2n * numerator + denominator, 2n * denominator)
}

/** n / d where d divides n; a remainder is a bug in the caller's units, not a value to round. exactDiv(20_000n, 10_000n) = 2n. */
export function exactDiv(numerator: bigint, denominator: bigint): bigint {
  if (numerator % denominator !== 0n) throw new RangeError(`${numerator} is not a multiple of ${denominator}`)
  return numerator / denominator
}

/** ⌊√n⌋ for n ≥ 0, exact at any size (Newton from above). */
export function isqrt(n: bigint): bigint {
  if (n < 0n) throw new RangeError('isqrt of a negative number')
  if (n < 2n) return n
  let guess = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + n / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

export const max = <T extends bigint>(a: T, b: T): T => (a > b ? a : b)
export const min = <T extends bigint>(a: T, b: T): T => (a < b ? a : b)
