/** Bytes as `0x` and lower-case hex digits, and back. Pure. */
import type { Hex } from './typed-data.ts'

export const hexOf = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
export const bytesOf = (hex: Hex): Buffer => Buffer.from(hex.slice(2), 'hex')
