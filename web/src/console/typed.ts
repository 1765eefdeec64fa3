import { readTyped, toUnits } from '../lib/decimal.ts'

/** A decimal with a sign, as typed; null for what is none. */
export function readSigned(typed: string, decimals: number): string | null {
  const bare = typed.trim().replace(/^−/, '-')
  if (toUnits(bare.replace(/^[+-]/, '') || 'x', decimals) === 0n) return '0'
  const size = readTyped(bare.replace(/^[+-]/, ''), decimals)
  return size === null ? null : bare.startsWith('-') ? `-${size}` : size
}
