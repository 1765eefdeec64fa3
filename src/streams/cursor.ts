import { cursorOfPosition, placeOfCursor } from '../events/cursor.ts'
import { ALL, type Cover, type Range, coverOf, isAll, subtract } from './cover.ts'

/**
 * What a price stream has delivered of one event: of each project in `cover` all moves up to `position`, save those in
 * `pending`, of which only the moves up to the given sequence. Where all is delivered it is the plain cursor of a feed
 * position. Never above 1,024 characters: what does not fit leaves the cover and begins with a SNAPSHOT. Pure.
 */
export interface StreamCursor {
  readonly epoch: number
  readonly eventId: string
  readonly position: bigint
  readonly cover: Cover
  /** Project number → last delivered sequence, ascending by number. */
  readonly pending: readonly (readonly [number: number, sequence: number])[]
}

/** One byte more is the mask. */
const BYTES_MAX = 767
/** No cursor, decoded, has an @: so none can be taken for an address. */
const AT_SIGN = 0x40
const VERSION = 2

export function encodeCursor(cursor: StreamCursor): string {
  if (cursor.pending.length === 0 && isAll(cursor.cover)) return cursorOfPosition(cursor.epoch, cursor.eventId, cursor.position)
  // Each round keeps half of what a round before kept: first fewer pending projects, then only the largest ranges.
  let fitting = cursor
  let bytes = write(fitting)
  for (let keep = cursor.pending.length; bytes.length > BYTES_MAX && keep > 0; bytes = write(fitting)) {
    keep >>= 1
    const dropped = cursor.pending.slice(keep).map(([number]) => number)
    fitting = { ...cursor, cover: subtract(cursor.cover, coverOf(dropped)), pending: cursor.pending.slice(0, keep) }
  }
  const bySize = [...fitting.cover].sort((a, b) => b[1] - b[0] - (a[1] - a[0]))
  for (let keep = bySize.length; bytes.length > BYTES_MAX; bytes = write(fitting)) {
    keep >>= 1
    fitting = { ...fitting, cover: bySize.slice(0, keep).sort((a, b) => a[0] - b[0]) }
  }
  return masked(bytes).toString('base64url')
}

/** The bytes behind the smallest mask that leaves no @ in them; there is one, as so few bytes do not have all 256 values. */
function masked(bytes: readonly number[]): Buffer {
  const present = new Set(bytes)
  let mask = 0
  while (mask < 255 && (mask === AT_SIGN || present.has(AT_SIGN ^ mask))) mask++
  return Buffer.from([mask, ...bytes.map((byte) => byte ^ mask)])
}

/** null for a text that no stream gave out. */
export function decodeCursor(text: string): StreamCursor | null {
  const place = placeOfCursor(text)
  if (place) return { ...place, cover: ALL, pending: [] }
  if (text.length > Math.ceil(((BYTES_MAX + 1) * 4) / 3)) return null
  const [mask = 0, ...rest] = Buffer.from(text, 'base64url')
  const bytes = Buffer.from(rest.map((byte) => byte ^ mask))
  const cursor = read(bytes)
  // Only the one spelling that encodes back to itself is a cursor.
  return cursor && encodeCursor(cursor) === text ? cursor : null
}

function write({ epoch, eventId, position, cover, pending }: StreamCursor): number[] {
  const bytes: number[] = [VERSION]
  const id = Buffer.from(eventId)
  put(bytes, id.length)
  bytes.push(...id)
  put(bytes, epoch)
  put(bytes, Number(position))
  put(bytes, cover.length)
  let next = 0
  for (const [from, to] of cover) {
    put(bytes, from - next)
    // 0 is endless; the range has no number behind it then.
    put(bytes, to === Number.POSITIVE_INFINITY ? 0 : to - from + 1)
    next = to + 1
  }
  put(bytes, pending.length)
  next = 0
  for (const [number, sequence] of pending) {
    put(bytes, number - next)
    put(bytes, sequence)
    next = number + 1
  }
  const sum = checksum(bytes, bytes.length)
  bytes.push(sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255)
  return bytes
}

function read(bytes: Buffer): StreamCursor | null {
  const end = bytes.length - 4
  if (end < 6 || bytes[0] !== VERSION || bytes.readUInt32BE(end) !== checksum(bytes, end)) return null
  const reader = { bytes, at: 1, end }
  const idLength = take(reader)
  const eventId = bytes.toString('utf8', reader.at, reader.at + idLength)
  reader.at += idLength
  const epoch = take(reader)
  const position = BigInt(take(reader))
  const cover: Range[] = []
  let next = 0
  for (let left = take(reader); left > 0 && reader.at < end; left--) {
    const from = next + take(reader)
    const length = take(reader)
    cover.push([from, length === 0 ? Number.POSITIVE_INFINITY : from + length - 1])
    next = from + length
  }
  const pending: [number, number][] = []
  next = 0
  for (let left = take(reader); left > 0 && reader.at < end; left--) {
    const number = next + take(reader)
    pending.push([number, take(reader)])
    next = number + 1
  }
  return reader.at === end ? { epoch, eventId, position, cover, pending } : null
}

/** Seven bits a byte, lowest first, up to 2^53. */
function put(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function take(reader: { readonly bytes: Buffer; at: number; readonly end: number }): number {
  let value = 0
  for (let unit = 1; reader.at < reader.end && unit < 2 ** 53; unit *= 128) {
    const byte = reader.bytes[reader.at++]!
    value += (byte % 128) * unit
    if (byte < 128) break
  }
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

/** FNV-1a, against slips; a cursor needs no protection against forgery. */
function checksum(bytes: ArrayLike<number>, length: number): number {
  let sum = 0x811c9dc5
  for (let index = 0; index < length; index++) sum = Math.imul(sum ^ bytes[index]!, 0x01000193)
  return sum >>> 0
}
