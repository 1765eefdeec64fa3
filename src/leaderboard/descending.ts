/** What a sort of so many keys is done in; it can be used again. */
export interface Workings {
  readonly low: Uint32Array
  readonly high: Uint32Array
  readonly other: Int32Array
}

export const workingsFor = (count: number): Workings => ({
  low: new Uint32Array(count),
  high: new Uint32Array(count),
  other: new Int32Array(count),
})

/** Few enough digits that the places where they begin stay in the nearest cache. */
const BITS = 11
const DIGITS = 1 << BITS

/**
 * Sorts `order`, places of `keys`, the largest key first; equals stay as they stand. A radix sort: the time is that of a few
 * walks over the keys, whatever their order, with a pause after each. `keys` are whole; their span is below 2⁵³. Pure.
 */
export function* descending(keys: Float64Array, order: Int32Array, { low, high, other }: Workings): Generator<void, void> {
  const span = digitsOf(keys, low, high)
  yield
  let from = order
  let to = other.subarray(0, order.length)
  for (let shift = 0; span >= 2 ** shift; shift = shift === 2 * BITS ? 32 : shift + BITS) {
    scatter(shift < 32 ? low : high, shift % 32, from, to)
    ;[from, to] = [to, from]
    yield
  }
  if (from !== order) order.set(from)
}

/** How far each key is below the largest, in two halves of 32 bits; answers how far the smallest is. */
function digitsOf(keys: Float64Array, low: Uint32Array, high: Uint32Array): number {
  let largest = -Infinity
  let smallest = Infinity
  for (const key of keys) {
    if (key > largest) largest = key
    if (key < smallest) smallest = key
  }
  for (let index = 0; index < keys.length; index++) {
    const rest = largest - keys[index]!
    high[index] = rest / 2 ** 32
    low[index] = rest % 2 ** 32
  }
  return largest - smallest
}

/** One pass: `from` into `to` by one digit, equals as they stood. */
function scatter(digits: Uint32Array, shift: number, from: Int32Array, to: Int32Array): void {
  const starts = new Int32Array(DIGITS + 1)
  for (const member of from) starts[((digits[member]! >>> shift) & (DIGITS - 1)) + 1]!++
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!
  for (const member of from) to[starts[(digits[member]! >>> shift) & (DIGITS - 1)]!++] = member
}
