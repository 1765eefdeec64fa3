/**
 * The forms of a signature that are read. Pure. A signature has exactly one accepted value per signer and hash: `s` is in the lower
 * half of the curve's order, as every wallet writes it since EIP-2; the upper twin would be a second signature of the same order.
 */
import type { Hex } from './typed-data.ts'

export interface Signature {
  /** r and s: 64 bytes as 128 hex digits. */
  readonly rs: string
  readonly recovery: 0 | 1
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const Y_PARITY = 1n << 255n
const FORM = /^0x(?:[0-9a-f]{128}|[0-9a-f]{130})$/

/** 65 bytes with v of 0, 1, 27 or 28, or 64 bytes of EIP-2098 (the parity is the top bit of s); null for anything else. */
export function parseSignature(text: string): Signature | null {
  const lower = text.toLowerCase()
  if (!FORM.test(lower)) return null
  const r = BigInt(`0x${lower.slice(2, 66)}`)
  const written = BigInt(`0x${lower.slice(66, 130)}`)
  const recovery = lower.length === 130 ? (written & Y_PARITY ? 1 : 0) : recoveryOf(lower.slice(130))
  const s = lower.length === 130 ? written & ~Y_PARITY : written
  if (recovery === null || r === 0n || r >= ORDER || s === 0n || s > HALF_ORDER) return null
  return { rs: lower.slice(2, 66) + s.toString(16).padStart(64, '0'), recovery }
}

const RECOVERIES: Readonly<Record<string, 0 | 1>> = { '00': 0, '01': 1, '1b': 0, '1c': 1 }

const recoveryOf = (v: string): 0 | 1 | null => RECOVERIES[v] ?? null

/** The form that is stored: 65 bytes with v of 27 or 28. */
export const signatureText = ({ rs, recovery }: Signature): Hex => `0x${rs}${recovery === 0 ? '1b' : '1c'}`
