/**
 * Bytes that are kept. Node cuts small Buffers out of slabs of 64 kB, and each that is kept holds a whole slab: a thousand of
 * forty bytes, made one by one among other work, held 64 MB. What lives longer than a write lies in memory of its own.
 */
export function keptBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

/** The parts in a row. */
export function keptConcat(parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
