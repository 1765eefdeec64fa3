/**
 * What an idempotency key is compared with: the mutation and its coerced input, decimals canonical, without the key.
 * Pure. Source: protocol, "Idempotency".
 */
const KEY_LENGTH_MAX = 255

// The database keeps no NUL, and halves of surrogate pairs would all be stored as one character.
const UNSAFE_IN_KEY = /[\p{Cc}\p{Cs}]/u

/** What is wrong with a key, in one sentence; null for a good one. */
export function faultOfKey(key: string): string | null {
  if (key.length < 1 || key.length > KEY_LENGTH_MAX)
    return `idempotencyKey has ${key.length} characters; it may have 1 to ${KEY_LENGTH_MAX}.`
  return UNSAFE_IN_KEY.test(key) ? 'idempotencyKey must not have control characters or halves of surrogate pairs.' : null
}

/**
 * One text per meaning: object fields in name order; absent, undefined and null fields left out, because they mean the
 * same (where null takes something away, the caller names it otherwise); bigints and Decimals ({ digits, decimals }) as
 * their digits. canonicalInput({ b: 1, a: 2n, c: null }) = '{"a":"2n","b":1}'.
 */
export function canonicalInput(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}n"`
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalInput).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const fields = Object.entries(value)
    .filter(([name, field]) => field !== undefined && field !== null && name !== 'idempotencyKey')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalInput(field)}`).join(',')}}`
}
