/** A token bucket as a value: what is left, and when that was. Pure. */
export interface Allowance {
  readonly left: number
  readonly atMs: number
}

export interface AllowanceTerms {
  /** How many at once. */
  readonly burst: number
  /** How many come back in a second, up to the burst. */
  readonly perSecond: number
}

export type Taking =
  | { readonly granted: true; readonly rest: Allowance }
  | { readonly granted: false; readonly rest: Allowance; readonly retryAfterMs: number }

/** Takes one; null stands for who has taken none yet. A clock that runs backwards gives nothing back. */
export function takeOne(before: Allowance | null, nowMs: number, terms: AllowanceTerms): Taking {
  const elapsedMs = before === null ? 0 : Math.max(0, nowMs - before.atMs)
  const left = before === null ? terms.burst : Math.min(terms.burst, before.left + (elapsedMs / 1000) * terms.perSecond)
  if (left >= 1) return { granted: true, rest: { left: left - 1, atMs: nowMs } }
  return { granted: false, rest: { left, atMs: nowMs }, retryAfterMs: Math.ceil(((1 - left) / terms.perSecond) * 1000) }
}
