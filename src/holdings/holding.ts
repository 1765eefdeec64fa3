import { floorDiv, halfUpDiv } from '../money/rounding.ts'
import { type Micros, type ShareUnits, UNITS_PER_SHARE, micros, shareUnits } from '../money/units.ts'

/**
 * What an account owns of one project, with the exact cost of it, fees included. What a sale removes from the cost and
 * what it realises add up to its revenue, so realised + unrealised is always the whole profit. Pure. Source: mechanics,
 * "Accounts and holdings".
 */
export interface Holding {
  readonly shares: ShareUnits
  /** What the shares cost, fees included; 0 exactly when there are none. */
  readonly costBasis: Micros
  /** Profit of all sales so far; kept when the shares are gone. */
  readonly realised: Micros
}

export const EMPTY_HOLDING: Holding = { shares: shareUnits(0n), costBasis: micros(0n), realised: micros(0n) }

/** half-up6(costBasis / shares), fees included; 0 without shares. 1.0302 for one share: 1.0302. */
export function averagePrice(holding: Holding): Micros {
  if (holding.shares === 0n) return micros(0n)
  return micros(halfUpDiv(holding.costBasis * UNITS_PER_SHARE, holding.shares))
}

/** Adds shares at `cost`, which is what left the account: fee included. */
export function applyBuy(holding: Holding, shares: ShareUnits, cost: Micros): Holding {
  return {
    shares: shareUnits(holding.shares + shares),
    costBasis: micros(holding.costBasis + cost),
    realised: holding.realised,
  }
}

/**
 * Removes shares and floor6(costBasis × sold / held) of their cost, all of it when everything is sold; realises revenue
 * minus what was removed. Selling more than is held is a bug of the caller: `decideTrade` refuses it.
 */
export function applySell(
  holding: Holding,
  shares: ShareUnits,
  revenue: Micros,
): { readonly holding: Holding; readonly realised: Micros } {
  if (shares <= 0n || shares > holding.shares) throw new RangeError(`cannot sell ${shares} of ${holding.shares} share units`)
  const removed = floorDiv(holding.costBasis * shares, holding.shares)
  const realised = micros(revenue - removed)
  return {
    holding: {
      shares: shareUnits(holding.shares - shares),
      costBasis: micros(holding.costBasis - removed),
      realised: micros(holding.realised + realised),
    },
    realised,
  }
}
