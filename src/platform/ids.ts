import { randomFillSync } from 'node:crypto'

const LENGTH = 16
/** Random bytes are drawn for many ids at once. */
const pool = Buffer.alloc(256 * LENGTH)
let drawn = pool.length

/** A version 7 UUID: random, and in the order of its millisecond, so that new rows go to the end of an index. */
export function uuidv7(nowMs: number = Date.now()): string {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  const bytes = pool.subarray(drawn, (drawn += LENGTH))
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
