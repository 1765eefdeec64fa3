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

/** What is left now; null stands for who has taken nothing yet. A clock that runs backwards gives nothing back. */
export function allowanceAt(before: Allowance | null, nowMs: number, { burst, perSecond }: AllowanceTerms): Allowance {
  if (before === null) return { left: burst, atMs: nowMs }
  const elapsedMs = Math.max(0, nowMs - before.atMs)
  return { left: Math.min(burst, before.left + (elapsedMs / 1000) * perSecond), atMs: nowMs }
}

/** Takes `amount`, or says when it will be there; more than the burst is granted from a full bucket, never refused for ever. */
export function take(before: Allowance | null, nowMs: number, terms: AllowanceTerms, amount = 1): Taking {
  const { left } = allowanceAt(before, nowMs, terms)
  const needed = Math.min(amount, terms.burst)
  if (left >= needed) return { granted: true, rest: { left: left - needed, atMs: nowMs } }
  return { granted: false, rest: { left, atMs: nowMs }, retryAfterMs: Math.ceil(((needed - left) / terms.perSecond) * 1000) }
}

/** What one of several holders of a bucket asks of it. */
export interface Settlement {
  /** Points it has given out already, taken whatever is left; below zero, points that it brings back. */
  readonly owed: number
  /** Points it would like to have in hand: as many as there are. */
  readonly wanted: number
  /** The most that is left, where the holder knows better than the bucket. */
  readonly atMost: number
}

/** The bucket after a settlement; below zero, it is owed points. */
export function settle(
  before: Allowance | null,
  nowMs: number,
  terms: AllowanceTerms,
  { owed, wanted, atMost }: Settlement,
): { readonly granted: number; readonly rest: Allowance } {
  const left = Math.min(terms.burst, Math.min(allowanceAt(before, nowMs, terms).left, atMost) - owed)
  const granted = Math.max(0, Math.min(wanted, left))
  return { granted, rest: { left: left - granted, atMs: nowMs } }
}
