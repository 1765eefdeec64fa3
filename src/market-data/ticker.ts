import { halfUpDiv } from '../money/rounding.ts'
import type { NearMid } from './depth.ts'
import { MINUTE_MS } from './minutes.ts'

/** A market at a glance. Prices are ticks, quantities lots, notional micro-USDC. Pure. */
export interface DayFigures {
  readonly marketId: number
  /** The price 24 hours ago; where there was none yet, the first one. Null before the first trade. */
  readonly open: bigint | null
  /** Of the trades of the 24 hours; null where there was none. */
  readonly high: bigint | null
  readonly low: bigint | null
  readonly quantity: bigint
  readonly notional: bigint
  readonly trades: number
  /** Σ of all positions above zero. */
  readonly openInterest: bigint
}

export interface Ticker {
  readonly marketId: number
  readonly lastPrice: number | null
  readonly markPrice: number
  readonly day: DayFigures
  readonly bestBid: number | null
  readonly bestAsk: number | null
  readonly depth1Bp: NearMid
  readonly depth5Bp: NearMid
}

const DAY_MINUTES = 1_440

/** Where the 24 hours begin that end now: the running minute and the 1,439 before it. */
export const dayStart = (now: Date): Date => new Date((Math.floor(now.getTime() / MINUTE_MS) - (DAY_MINUTES - 1)) * MINUTE_MS)

/** half-up2(100 × (last − open) / open) in hundredths of a percent; null before the first trade. From 200 to 201: 50. */
export const changeHundredths = (open: bigint | null, last: number | null): bigint | null =>
  open === null || last === null ? null : halfUpDiv((BigInt(last) - open) * 10_000n, open)
