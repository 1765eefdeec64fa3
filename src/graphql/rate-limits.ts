import { LRUCache } from 'lru-cache'
import { type Allowance, type AllowanceTerms, allowanceAt, take } from '../platform/allowance.ts'
import { counter } from '../platform/metrics.ts'
import { CodedError } from './errors.ts'
import type { Caller } from './operation-context.ts'

/** What is left of a caller's budget. */
export interface RateLimit {
  readonly limit: number
  readonly remaining: number
  readonly restorePerSecond: number
  readonly resetAt: Date
}

/**
 * One bucket of points per signed-in user, one per address for guests; every operation takes its cost before it runs,
 * over every transport. Counted in this process.
 */
export interface RateLimits {
  /** Takes the points, or answers RATE_LIMITED with retryAfterMs. */
  charge(caller: Bearer, points: number): CodedError | null
  /** Returns points that were taken: an operation is charged for what it might cost, and pays for what it did. */
  giveBack(caller: Bearer, points: number): void
  standing(caller: Bearer): RateLimit
  /** RateLimit headers of a response. */
  headers(caller: Bearer): Record<string, string>
}

type Bearer = Pick<Caller, 'viewer' | 'address'>

const BUCKETS_MAX = 100_000
const refused = counter('rate_limited_total', 'Operations refused because their caller had no points left.')

const bucketOf = ({ viewer, address }: Bearer): string => (viewer ? `user ${viewer.userId}` : `address ${address}`)

export function createRateLimits(terms: AllowanceTerms): RateLimits {
  const buckets = new LRUCache<string, Allowance>({ max: BUCKETS_MAX })

  function standing(caller: Bearer): RateLimit {
    const now = Date.now()
    const { left } = allowanceAt(buckets.get(bucketOf(caller)) ?? null, now, terms)
    const fullInMs = Math.ceil(((terms.burst - left) / terms.perSecond) * 1000)
    return {
      limit: terms.burst,
      remaining: Math.floor(left),
      restorePerSecond: terms.perSecond,
      resetAt: new Date(now + fullInMs),
    }
  }

  return {
    charge(caller, points) {
      const bucket = bucketOf(caller)
      const taking = take(buckets.get(bucket) ?? null, Date.now(), terms, points)
      buckets.set(bucket, taking.rest)
      if (taking.granted) return null
      refused.add({})
      const { retryAfterMs } = taking
      return new CodedError('RATE_LIMITED', `Too much was asked in a short time. Try again in ${retryAfterMs} ms.`, {
        retryAfterMs,
      })
    },
    giveBack(caller, points) {
      if (points <= 0) return
      const { left, atMs } = allowanceAt(buckets.get(bucketOf(caller)) ?? null, Date.now(), terms)
      buckets.set(bucketOf(caller), { left: Math.min(terms.burst, left + points), atMs })
    },
    standing,
    headers(caller) {
      const { limit, remaining, resetAt } = standing(caller)
      const resetSeconds = Math.ceil((resetAt.getTime() - Date.now()) / 1000)
      return {
        'ratelimit-limit': `${limit}`,
        'ratelimit-remaining': `${remaining}`,
        'ratelimit-reset': `${Math.max(0, resetSeconds)}`,
      }
    },
  }
}
