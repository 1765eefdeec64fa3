import type { Side } from '../events/feed.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { halfUpDiv } from '../money/rounding.ts'

/**
 * Profit and loss by average cost. What opens adds its notional to the cost basis; what closes takes out its share of the basis
 * and realises the difference; what turns the position round closes all of it, then opens the rest at the fill's price. Money is
 * in atto-USDC (1e-18): a closing share is rounded half-up there, and what it takes off the basis is what it realises
 * against, so over any fills Σ (sold − bought) = realised − cost basis, exactly. Fees stand beside. Pure. Source: cxpt,
 * "Positions and P&L".
 *
 * Buy 12 @ 100 and 17 @ 99: 29 lots, basis 2,883, average 99.413793…; sell 9 @ 101: realises 9 × 101 − 2,883 × 9 / 29 = 14.275862….
 */
export interface Position {
  /** Lots; below zero is short. */
  readonly quantity: bigint
  /** Atto-USDC that the open quantity was bought for; below zero what a short one was sold for. */
  readonly costBasis: bigint
  /** Atto-USDC, fees excluded. */
  readonly realised: bigint
  /** Micro-USDC. */
  readonly fees: bigint
}

export const FLAT: Position = { quantity: 0n, costBasis: 0n, realised: 0n, fees: 0n }

export const ATTO_DECIMALS = 18
export const ATTOS_PER_MICRO = 10n ** 12n

/** One leg of a fill, as its trader sees it. */
export interface PositionFill {
  readonly side: Side
  /** Lots, above 0. */
  readonly quantity: bigint
  /** Micro-USDC; a whole number per lot. */
  readonly notional: bigint
  /** Micro-USDC. */
  readonly fee: bigint
}

export function applyFill(position: Position, { side, quantity, notional, fee }: PositionFill): Position {
  const sign = side === 'BUY' ? 1n : -1n
  const perLot = (notional * ATTOS_PER_MICRO) / quantity
  const against = position.quantity * sign < 0n ? -position.quantity * sign : 0n
  const closed = against < quantity ? against : quantity
  const released = closed === 0n ? 0n : halfUpDiv(position.costBasis * closed, against)
  return {
    quantity: position.quantity + sign * quantity,
    costBasis: position.costBasis - released + sign * perLot * (quantity - closed),
    realised: position.realised - sign * perLot * closed - released,
    fees: position.fees + fee,
  }
}

export const AVERAGE_DECIMALS = 8
const UNITS_ONE = 10n ** BigInt(BASE_DECIMALS)
const ATTOS_PER_STEP = 10n ** BigInt(ATTO_DECIMALS - AVERAGE_DECIMALS)

/** USDC per whole base unit that was paid, or got for a short, on average, half-up at 8 decimals; null when flat. */
export function averagePrice({ quantity, costBasis }: Position, lotSizeUnits: bigint): bigint | null {
  if (quantity === 0n) return null
  const sign = quantity < 0n ? -1n : 1n
  return halfUpDiv(sign * costBasis * UNITS_ONE, sign * quantity * lotSizeUnits * ATTOS_PER_STEP)
}

/** Atto-USDC that closing at a value would realise: `value` is that of the signed quantity, in micro-USDC. */
export const unrealisedAt = ({ costBasis }: Position, value: bigint): bigint => value * ATTOS_PER_MICRO - costBasis
