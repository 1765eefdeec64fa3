import type { Holding } from '../holdings/holding.ts'
import { floorDiv, halfUpDiv } from '../money/rounding.ts'
import { type Micros, UNITS_PER_SHARE, micros } from '../money/units.ts'
import { type MarketTerms, saleRevenue } from '../trading/price-line.ts'

/** What holdings and accounts are worth at given prices. Pure. Source: mechanics, "Accounts and holdings". */
export interface HoldingValue {
  /** floor6(price × shares). */
  readonly marketValue: Micros
  /** What selling the whole holding now would pay, after the fee and its own effect on the price. */
  readonly liquidationValue: Micros
  /** marketValue − cost basis. */
  readonly unrealised: Micros
}

export interface AccountValue {
  /** Σ marketValue. */
  readonly equity: Micros
  /** cash + equity. */
  readonly total: Micros
  /** cash + Σ liquidationValue, each holding by itself. */
  readonly liquidation: Micros
  /** total − initial: realised + unrealised, exactly. */
  readonly totalPnl: Micros
  readonly unrealised: Micros
  /** half-up2 of the percentage by which liquidation is above initial, in hundredths: 1.5 % is 150n. */
  readonly returnPctHundredths: bigint
}

/** A holding at `price`. 1 share bought at 1.00 for 1.0302, price now 1.02: worth 1.02, pays 0.9898, unrealised −0.0102. */
export function holdingValue(holding: Pick<Holding, 'shares' | 'costBasis'>, price: Micros, p: MarketTerms): HoldingValue {
  const marketValue = micros(floorDiv(price * holding.shares, UNITS_PER_SHARE))
  return {
    marketValue,
    liquidationValue: saleRevenue(price, holding.shares, p),
    unrealised: micros(marketValue - holding.costBasis),
  }
}

/** 10,000 hundredths of a percent are 1. */
const HUNDREDTHS_PER_ONE = 10_000n

/** half-up2 of the percentage by which `liquidation` is above `initial` > 0, in hundredths. From 2,500 to 2,495: −20n. */
export const returnPctHundredths = (liquidation: Micros, initial: Micros): bigint =>
  halfUpDiv(HUNDREDTHS_PER_ONE * (liquidation - initial), initial)

/** An account of `cash` that began with `initial` > 0, with the values of all its holdings. */
export function accountValue(cash: Micros, initial: Micros, values: readonly HoldingValue[]): AccountValue {
  let equity = 0n
  let sales = 0n
  let unrealised = 0n
  for (const value of values) {
    equity += value.marketValue
    sales += value.liquidationValue
    unrealised += value.unrealised
  }
  const liquidation = micros(cash + sales)
  return {
    equity: micros(equity),
    total: micros(cash + equity),
    liquidation,
    totalPnl: micros(cash + equity - initial),
    unrealised: micros(unrealised),
    returnPctHundredths: returnPctHundredths(liquidation, initial),
  }
}
