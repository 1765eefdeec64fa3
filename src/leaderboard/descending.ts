/**
 * The places of `keys`, the largest key first; among equals, as they stand in `start`. A radix sort: the time is that of a
 * few walks over the keys, whatever their order, with a pause after each. `keys` are whole; their span is below 2⁵³. Pure.
 */
export function* descending(keys: Float64Array, start: Int32Array): Generator<void, Int32Array> {
  let largest = -Infinity
  let smallest = Infinity
  for (const key of keys) {
    if (key > largest) largest = key
    if (key < smallest) smallest = key
  }
  const low = new Uint32Array(keys.length)
  const high = new Uint32Array(keys.length)
  for (let index = 0; index < keys.length; index++) {
    const rest = largest - keys[index]!
    high[index] = rest / 2 ** 32
    low[index] = rest % 2 ** 32
  }
  yield
  let order = start.slice()
  let other = new Int32Array(start.length)
  const span = largest - smallest
  for (let shift = 0; shift < 64 && span >= 2 ** shift; shift += 16) {
    scatter(shift < 32 ? low : high, shift % 32, order, other)
    ;[order, other] = [other, order]
    yield
  }
  return order
}

/** One pass: `from` into `to` by 16 bits of the digits, equals as they stood. */
function scatter(digits: Uint32Array, shift: number, from: Int32Array, to: Int32Array): void {
  const starts = new Int32Array(0x1_0000 + 1)
  for (const member of from) starts[((digits[member]! >>> shift) & 0xffff) + 1]!++
  for (let digit = 0; digit < 0x1_0000; digit++) starts[digit + 1]! += starts[digit]!
  for (const member of from) to[starts[(digits[member]! >>> shift) & 0xffff]!++] = member
}
