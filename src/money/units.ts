/**
 * The named scales of the exchange. Every amount is a bigint counted in the smallest unit of its scale; the brands keep
 * a price from being added to a number of shares. Source: mechanics, "Units and ranges".
 */
declare const scale: unique symbol

/** USDC with 6 decimals: price, cash, cost, fee, P&L, seed. 1.00 is 1_000_000n. */
export type Micros = bigint & { readonly [scale]: 'micros' }
/** Shares with 4 decimals. 1 share is 10_000n. */
export type ShareUnits = bigint & { readonly [scale]: 'shares' }
/** A pure number with 6 decimals: factors, percentages as ratios. 1.0 is 1_000_000n. */
export type Ratio = bigint & { readonly [scale]: 'ratio' }
/** An investment amount with 2 decimals. 1.00 is 100n. */
export type Cents = bigint & { readonly [scale]: 'cents' }

export const MICROS_DECIMALS = 6
export const SHARE_DECIMALS = 4
export const RATIO_DECIMALS = 6
export const CENTS_DECIMALS = 2

export const MICROS_PER_UNIT = 1_000_000n
export const UNITS_PER_SHARE = 10_000n
export const RATIO_ONE = 1_000_000n

/** Brand constructors: they convert nothing, they name the scale that the caller vouches for. */
export const micros = (value: bigint): Micros => value as Micros
export const shareUnits = (value: bigint): ShareUnits => value as ShareUnits
export const ratio = (value: bigint): Ratio => value as Ratio
export const cents = (value: bigint): Cents => value as Cents
