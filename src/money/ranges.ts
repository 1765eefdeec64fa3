import { type Cents, type Micros, type Ratio, type ShareUnits, cents, micros, ratio, shareUnits } from './units.ts'

/** The largest and smallest amounts of the market, in their scales. Source: mechanics, "Units and ranges". */

/** No move lifts a price above 1,000,000. */
export const PRICE_MAX: Micros = micros(1_000_000_000_000n)
/** An account begins with at most 1,000,000,000, grants included. */
export const INITIAL_CASH_MAX: Micros = micros(1_000_000_000_000_000n)
/** Seeds lie within ±1,000,000. */
export const SEED_MAX: Micros = micros(1_000_000_000_000n)
/** ADD moves a price by at most ±1,000,000. */
export const ADD_MAX: Micros = micros(1_000_000_000_000n)
/** MULTIPLY takes a factor of 0.01 … 10. */
export const FACTOR_MIN: Ratio = ratio(10_000n)
export const FACTOR_MAX: Ratio = ratio(10_000_000n)
/** An investment is above 0 and at most 1,000,000,000. */
export const INVESTMENT_MAX: Cents = cents(100_000_000_000n)
/** One order is at most 100,000 shares. */
export const ORDER_SHARES_MAX: ShareUnits = shareUnits(1_000_000_000n)
/** All holders of a project together own at most 1,000,000 shares. */
export const PROJECT_SHARES_MAX: ShareUnits = shareUnits(10_000_000_000n)
