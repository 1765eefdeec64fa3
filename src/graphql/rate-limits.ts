/**
 * One bucket of points per signed-in user, one per address for guests; every operation takes its cost before it runs,
 * over every transport. With Redis the bucket is one over all servers: each pays from what it has in hand, lets a 64th
 * of a bucket through on credit without asking, settles that within 50 ms, when it takes as much in hand for who is busy,
 * and asks Redis first for more. So n servers grant at most n 64ths more than the bucket held, and those are owed. Without
 * Redis, or while it is away, each server goes on with the bucket as it knew it.
 */
import { LRUCache } from 'lru-cache'
import { type Allowance, type AllowanceTerms, allowanceAt, settle } from '../platform/allowance.ts'
import type { SharedBuckets } from '../platform/buckets-redis.ts'
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

export interface RateLimits {
  /** Takes the points, or answers RATE_LIMITED with retryAfterMs. A promise only where the shared bucket is asked first. */
  charge(caller: Bearer, points: number): Charged | Promise<Charged>
  /** Returns points that were taken: an operation is charged for what it might cost, and pays for what it did. */
  giveBack(caller: Bearer, points: number): void
  /** As the shared bucket has it now. */
  standing(caller: Bearer): Promise<RateLimit>
  /** RateLimit headers of a response. A promise only where the shared bucket is being asked about a new caller. */
  headers(caller: Bearer): Headers | Promise<Headers>
  /** Brings back what is in hand. */
  close(): Promise<void>
}

type Bearer = Pick<Caller, 'viewer' | 'address'>
type Charged = CodedError | null
type Headers = Record<string, string>

/** What this server knows of one bucket. */
interface Account {
  readonly name: string
  /** Points in hand; below zero, what was let through on credit. */
  funds: number
  /** The bucket without what is in hand, as of the last settlement; null before the first. */
  bucket: Allowance | null
  /** The last settlement was made without the shared bucket. */
  isAlone: boolean
  usedMs: number
  /** Runs until all that wait are answered. */
  asking: Promise<void> | null
  waiting: { readonly points: number; readonly answer: (charged: Charged) => void }[]
}

const ACCOUNTS_MAX = 100_000
const SETTLE_EVERY_MS = 50
/** What an idle caller left in hand goes back to the shared bucket. */
const IDLE_MS = 500
/** How old the knowledge of an active caller's bucket may be, and that of an empty one. */
const KNOWN_MS = 1_000
const EMPTY_MS = 100
/** Who owes again so soon after a settlement is busy, and gets something in hand. */
const BUSY_MS = 250

const refused = counter('rate_limited_total', 'Operations refused because their caller had no points left.')
const alone = counter('rate_limit_fallbacks_total', 'Settlements made in this process because Redis did not answer.')

const nameOf = ({ viewer, address }: Bearer): string => (viewer ? `user:${viewer.userId}` : `address:${address}`)

export function createRateLimits(terms: AllowanceTerms, shared: SharedBuckets | null = null): RateLimits {
  const accounts = new LRUCache<string, Account>({ max: ACCOUNTS_MAX })
  /** Those with something in hand or owed. */
  const open = new Set<Account>()
  const share = Math.max(1, Math.floor(terms.burst / 64))

  function accountOf(caller: Bearer): Account {
    const name = nameOf(caller)
    let account = accounts.get(name)
    if (!account) {
      account = { name, funds: 0, bucket: null, isAlone: false, usedMs: 0, asking: null, waiting: [] }
      accounts.set(name, account)
    }
    return account
  }

  const leftOf = ({ bucket }: Account): number => allowanceAt(bucket, Date.now(), terms).left
  const ageOf = ({ bucket }: Account): number => (bucket ? Date.now() - bucket.atMs : Number.POSITIVE_INFINITY)

  /** Settles with the bucket as this server knows it. */
  function settleAlone(account: Account, wanted: number): void {
    const asked = { owed: -account.funds, wanted, atMost: terms.burst }
    const { granted, rest } = settle(account.bucket, Date.now(), terms, asked)
    account.bucket = rest
    account.funds = granted
    account.isAlone = true
  }

  /** Settles with the shared bucket: pays what is owed, brings back what is in hand, asks for what is waited for. */
  async function settleShared(account: Account, wanted: number): Promise<void> {
    const owed = -account.funds
    // What is brought back cannot be spent meanwhile; what is owed counts as credit until it is paid.
    if (owed < 0) account.funds = 0
    const atMost = account.isAlone ? leftOf(account) : terms.burst
    const settled = await shared!.settle(account.name, terms, { owed, wanted, atMost })
    if (!settled) {
      alone.add()
      account.funds += Math.max(0, -owed)
      return settleAlone(account, wanted)
    }
    account.funds += Math.max(0, owed) + settled.granted
    account.bucket = { left: settled.left, atMs: Date.now() }
    account.isAlone = false
  }

  /** Asks the shared bucket until nobody waits; where nobody does, for so much in hand. */
  async function askForAll(account: Account, inHand: number): Promise<void> {
    do {
      const asked = account.waiting.splice(0)
      const wanted = asked.reduce((sum, { points }) => sum + points, 0)
      await settleShared(account, wanted === 0 ? inHand : wanted + share)
      for (const { points, answer } of asked) answer(spend(account, points) ? null : refuse(account, points))
    } while (account.waiting.length > 0)
    account.asking = null
    if (account.funds !== 0) open.add(account)
  }

  const ask = (account: Account, inHand = 0): Promise<void> => (account.asking ??= askForAll(account, inHand))

  function spend(account: Account, points: number, credit = 0): boolean {
    if (account.funds + credit < points) return false
    account.funds -= points
    return true
  }

  function refuse(account: Account, points: number): CodedError {
    refused.add()
    const lacking = points - account.funds - leftOf(account)
    const retryAfterMs = Math.max(1, Math.ceil((lacking / terms.perSecond) * 1000))
    return new CodedError('RATE_LIMITED', `Too much was asked in a short time. Try again in ${retryAfterMs} ms.`, {
      retryAfterMs,
    })
  }

  function chargeShared(account: Account, points: number): Charged | Promise<Charged> {
    const left = leftOf(account)
    if (account.waiting.length === 0 && spend(account, points, Math.max(0, Math.min(share, left)))) {
      open.add(account)
      if (ageOf(account) > KNOWN_MS) void ask(account)
      return null
    }
    if (account.funds + left < points && ageOf(account) < EMPTY_MS) return refuse(account, points)
    return new Promise((answer) => {
      account.waiting.push({ points, answer })
      void ask(account)
    })
  }

  function tick(): void {
    const now = Date.now()
    for (const account of open) {
      if (account.funds > 0 && account.funds <= share && now - account.usedMs < IDLE_MS) continue
      open.delete(account)
      if (account.funds === 0) continue
      const isBusy = account.funds < 0 && ageOf(account) < BUSY_MS
      if (shared!.isUp) void ask(account, isBusy ? share : 0)
      else settleAlone(account, 0)
    }
  }
  const timer = shared ? setInterval(tick, SETTLE_EVERY_MS).unref() : null

  const standingOf = (account: Account): RateLimit => {
    const remaining = Math.max(0, Math.min(terms.burst, leftOf(account) + account.funds))
    const fullInMs = Math.ceil(((terms.burst - remaining) / terms.perSecond) * 1000)
    return {
      limit: terms.burst,
      remaining: Math.floor(remaining),
      restorePerSecond: terms.perSecond,
      resetAt: new Date(Date.now() + fullInMs),
    }
  }

  const headersOf = (account: Account): Headers => {
    const { limit, remaining, resetAt } = standingOf(account)
    const resetSeconds = Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000))
    return { 'ratelimit-limit': `${limit}`, 'ratelimit-remaining': `${remaining}`, 'ratelimit-reset': `${resetSeconds}` }
  }

  return {
    charge(caller, points) {
      const account = accountOf(caller)
      const needed = Math.min(points, terms.burst)
      account.usedMs = Date.now()
      if (shared?.isUp) return chargeShared(account, needed)
      settleAlone(account, needed)
      return spend(account, needed) ? null : refuse(account, needed)
    },
    giveBack(caller, points) {
      if (points <= 0) return
      const account = accountOf(caller)
      account.funds += points
      if (shared) open.add(account)
    },
    async standing(caller) {
      const account = accountOf(caller)
      if (shared?.isUp) await ask(account)
      return standingOf(account)
    },
    headers(caller) {
      const account = accountOf(caller)
      return account.asking && ageOf(account) > KNOWN_MS ? account.asking.then(() => headersOf(account)) : headersOf(account)
    },
    async close() {
      if (!timer) return
      clearInterval(timer)
      await Promise.all(Array.from(open, (account) => ask(account)))
    },
  }
}
