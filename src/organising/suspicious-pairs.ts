import { halfUpDiv } from '../money/rounding.ts'
import type { Micros } from '../money/units.ts'

/**
 * Accounts that trade only into each other: one lifts the price with the cash of a second account, the other sells into
 * it. Two trades of a project that follow each other within CONTACT_MINUTES, of two accounts and on opposite sides, are a
 * contact. A hint for a person who then looks, no proof: in a market of two traders everything is a contact. Pure.
 */
export const CONTACT_MINUTES = 5
/** Fewer contacts may be chance. */
export const CONTACTS_MIN = 3
/** Of the trades of at least one of the two, so many percent are in contact with the other. */
export const SHARE_PCT_MIN = 80

/** One account's part in the contacts of a pair. */
export interface PairSide {
  readonly userId: string
  /** Its trades in the event. */
  readonly trades: number
  /** Those of them that are in contact with the other account. */
  readonly contactTrades: number
  /** Σ over contacts that it closed: price move of the other's trade × the smaller number of shares. */
  readonly taken: Micros
}

export interface SuspiciousPair {
  readonly trader: PairSide
  readonly other: PairSide
  readonly contacts: number
  /** What trader won of other, less what other won of trader. */
  readonly gain: bigint
}

/** half-up2 of the percentage of its trades that are in contact with the other, in hundredths. 4 of 5: 8,000n. */
export const sharePctHundredths = ({ trades, contactTrades }: PairSide): bigint =>
  trades === 0 ? 0n : halfUpDiv(BigInt(contactTrades) * 10_000n, BigInt(trades))

/** The pair with the winning side first; equals in the order of their ids. */
export function pairOf(a: PairSide, b: PairSide, contacts: number): SuspiciousPair {
  const ahead = a.taken - b.taken
  const [trader, other] = ahead > 0n || (ahead === 0n && a.userId < b.userId) ? [a, b] : [b, a]
  return { trader, other, contacts, gain: trader.taken - other.taken }
}
