import { ceilDiv } from '../money/rounding.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { Side } from '../events/feed.ts'

/**
 * What an order costs, and whose money there is. An amount is in the smallest unit of its asset: USDC has 6 decimals,
 * every base asset 8. Pure. Source: cxpt, "Units", "Orders".
 */
export const QUOTE_ASSET = 'USDC'
export const BASE_DECIMALS = 8

export const decimalsOf = (asset: string): number => (asset === QUOTE_ASSET ? MICROS_DECIMALS : BASE_DECIMALS)

/**
 * The exchange's own accounts, which may be below zero: what it credited to traders, and what fees it took. Each market has an
 * account of its own for these, because all its batches lock it until they are committed: one for all would make matchers wait
 * for each other.
 */
export const TREASURY_OWNER = '00000000-0000-4000-8000-000000007ea5'
const FEES_OWNERS = '00000000-0000-4000-8000-fee5'
/** feesOwnerOf(31) = '00000000-0000-4000-8000-fee50000001f'. */
export const feesOwnerOf = (marketId: number): string => `${FEES_OWNERS}${marketId.toString(16).padStart(8, '0')}`
export const isSystemOwner = (ownerId: string): boolean => ownerId === TREASURY_OWNER || ownerId.startsWith(FEES_OWNERS)

/** Of one owner in one asset; `total` includes what is held. */
export interface Balance {
  readonly ownerId: string
  readonly asset: string
  readonly total: bigint
  readonly held: bigint
  /** The trader's revision at the last change. */
  readonly revision: bigint
}

export interface BalanceChange {
  readonly ownerId: string
  readonly asset: string
  readonly total: bigint
  readonly held: bigint
  /** The trader's revision after the change; 0 for the exchange's own accounts. */
  readonly revision: bigint
}

export type EntryKind = 'CREDIT' | 'TRADE' | 'FEE'

/** What moved, summed per owner, asset and kind over one transaction: entries of an asset sum to zero in each. */
export interface LedgerEntry {
  readonly ownerId: string
  readonly asset: string
  readonly amount: bigint
  readonly kind: EntryKind
  readonly marketId: number | null
  readonly inboxNumber: bigint | null
  /** Of a credit: the administrator who gave it. */
  readonly actorUserId: string | null
  readonly note: string | null
  readonly at: Date
}

/** Micro-USDC of lots at a price in ticks; exact. */
export const notionalOf = (lotTickMicros: bigint, price: number, lots: number): bigint =>
  BigInt(price) * BigInt(lots) * lotTickMicros

const BPS_ONE = 10_000n

/**
 * The fee of one more fill of an order that filled for `before` already. Rounded up over the whole order, not per fill:
 * feeOfFill(0n, 1n, 50) = 1n, feeOfFill(1n, 199n, 50) = 0n, so all fills of an order never cost more than one of their sum.
 */
export const feeOfFill = (before: bigint, notional: bigint, feeBps: number): bigint =>
  feeUpTo(before + notional, feeBps) - feeUpTo(before, feeBps)

const feeUpTo = (notional: bigint, feeBps: number): bigint => ceilDiv(notional * BigInt(feeBps), BPS_ONE)

/** What decides how much an order holds. */
export interface Holding {
  readonly side: Side
  /** Ticks: the limit, or the worst price. */
  readonly price: number
  readonly openLots: number
  readonly filledNotional: bigint
  readonly feeBps: number
}

/** The grid of a market as far as money is concerned. */
export interface LotValue {
  /** Micro-USDC of one lot at one tick. */
  readonly lotTickMicros: bigint
  /** Base units of one lot. */
  readonly lotSizeUnits: bigint
}

/**
 * The most that the open part of an order can still take: a BUY's notional at its limit and the fee of it, in micro-USDC;
 * a SELL's base units, because its fee comes out of the proceeds. 0 without open lots.
 */
export function holdOf(
  { side, price, openLots, filledNotional, feeBps }: Holding,
  { lotTickMicros, lotSizeUnits }: LotValue,
): bigint {
  if (side === 'SELL') return BigInt(openLots) * lotSizeUnits
  const notional = notionalOf(lotTickMicros, price, openLots)
  return notional + feeOfFill(filledNotional, notional, feeBps)
}
