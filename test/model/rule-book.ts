import { type Exact, exact, larger, type Rational, smaller } from './rational.ts'

/**
 * The formulas of the rule book, one function each, written down as they stand there and nothing else: the reference
 * for the fast code in src, with which it shares nothing. Source: mechanics, "One price", "Trades", "Drift".
 */
export interface Parameters {
  readonly initialCash: string
  readonly minPrice: string
  readonly defaultBasePrice: string
  readonly pricePerShare: string
  readonly transactionFeeBps: number
  readonly seedToPriceFactor: string
  readonly investmentToSeedFactor: string
  readonly driftEnabled: boolean
  readonly driftIntervalMs: number
  readonly driftMaxPctPerTick: string
  readonly driftMeanReversion: string
  readonly closingWindowSeconds: number
}

export const DEFAULTS: Parameters = {
  initialCash: '2500',
  minPrice: '0.10',
  defaultBasePrice: '1.00',
  pricePerShare: '0.02',
  transactionFeeBps: 200,
  seedToPriceFactor: '0.1',
  investmentToSeedFactor: '0.0001',
  driftEnabled: true,
  driftIntervalMs: 3_000,
  driftMaxPctPerTick: '0.005',
  driftMeanReversion: '0.12',
  closingWindowSeconds: 600,
}

export type Side = 'BUY' | 'SELL'

/** P and its line, with what the line is made of: line = basePrice + offset + k × netShares. */
export interface Price {
  readonly seed: Rational
  readonly basePrice: Rational
  readonly offset: Rational
  readonly netShares: Rational
  readonly price: Rational
}

export const basePriceOf = (seed: Exact, p: Parameters): Rational =>
  larger(p.minPrice, exact(p.defaultBasePrice).plus(exact(seed).times(p.seedToPriceFactor)).halfUpTo(6))

export const lineOf = (at: Omit<Price, 'price' | 'seed'>, p: Parameters): Rational =>
  at.basePrice.plus(at.offset).plus(exact(p.pricePerShare).times(at.netShares))

export const marketCapOf = (at: Price): Rational => at.price.times(larger(at.netShares, 1)).floorTo(6)

/** `to` with the offset that puts its line at `line`, or at the floor where that is higher. */
function withLine(to: Omit<Price, 'offset'>, line: Rational, p: Parameters): Price {
  const offset = exact(0)
  return { ...to, offset: larger(line, p.minPrice).minus(lineOf({ ...to, offset }, p)) }
}

export interface Trade {
  readonly side: Side
  readonly shares: Rational
  readonly priceBefore: Rational
  readonly priceAfter: Rational
  readonly executionPrice: Rational
  readonly gross: Rational
  readonly fee: Rational
  readonly cashDelta: Rational
}

/** What n shares would do at P: priceAfter, gross as shown, fee, and the cash of the trader. */
export function tradeAt(side: Side, price: Rational, shares: Rational, p: Parameters): Trade {
  const k = exact(p.pricePerShare)
  const feeRate = exact(p.transactionFeeBps).over(10_000)
  if (side === 'BUY') {
    const priceAfter = price.plus(k.times(shares))
    const gross = price.plus(priceAfter).over(2).times(shares)
    const cost = gross.times(feeRate.plus(1)).ceilTo(6)
    const shown = gross.ceilTo(6)
    const executionPrice = gross.over(shares).halfUpTo(6)
    return {
      side,
      shares,
      priceBefore: price,
      priceAfter,
      executionPrice,
      gross: shown,
      fee: cost.minus(shown),
      cashDelta: cost.negated(),
    }
  }
  const floor = exact(p.minPrice)
  const walked = price.minus(k.times(shares))
  const priceAfter = larger(floor, walked)
  const gross = walked.below(floor)
    ? price.minus(floor).times(price.minus(floor)).over(k.times(2)).plus(floor.times(shares))
    : price.plus(priceAfter).over(2).times(shares)
  const revenue = gross.times(exact(1).minus(feeRate)).floorTo(6)
  const shown = gross.floorTo(6)
  const executionPrice = gross.over(shares).halfUpTo(6)
  return {
    side,
    shares,
    priceBefore: price,
    priceAfter,
    executionPrice,
    gross: shown,
    fee: shown.minus(revenue),
    cashDelta: revenue,
  }
}

/** The project's price after the trade: the line moves by exactly what the trade moved P. */
export function priceAfterTrade(at: Price, trade: Trade, p: Parameters): Price {
  const netShares = trade.side === 'BUY' ? at.netShares.plus(trade.shares) : at.netShares.minus(trade.shares)
  const line = lineOf(at, p).plus(trade.priceAfter.minus(at.price))
  return withLine({ ...at, netShares, price: trade.priceAfter }, line, p)
}

/** A percent bump or MULTIPLY: both P and the line are multiplied. */
export function multiplied(at: Price, factor: Exact, p: Parameters): Price {
  const price = larger(p.minPrice, at.price.times(factor).halfUpTo(6))
  return withLine({ ...at, price }, lineOf(at, p).times(factor).halfUpTo(6), p)
}

export function added(at: Price, delta: Exact, p: Parameters): Price {
  const price = larger(p.minPrice, at.price.plus(delta))
  return withLine({ ...at, price }, lineOf(at, p).plus(price.minus(at.price)), p)
}

export function reseeded(at: Price, seed: Rational, p: Parameters): Price {
  const basePrice = basePriceOf(seed, p)
  const price = larger(p.minPrice, at.price.plus(basePrice).minus(at.basePrice))
  return withLine({ ...at, seed, basePrice, price }, lineOf(at, p).plus(price.minus(at.price)), p)
}

/** The largest multiple of 0.0001 whose cost is not above the cash, found by halving an interval; no formula. */
export function mostAffordable(cash: Rational, price: Rational, p: Parameters): Rational {
  let [fits, tooMuch] = [0n, 1n]
  const shares = (units: bigint): Rational => exact(units).over(10_000)
  const costs = (units: bigint): Rational => tradeAt('BUY', price, shares(units), p).cashDelta.negated()
  while (!costs(tooMuch).above(cash)) [fits, tooMuch] = [tooMuch, tooMuch * 2n]
  while (tooMuch - fits > 1n) {
    const middle = (fits + tooMuch) / 2n
    if (costs(middle).above(cash)) tooMuch = middle
    else fits = middle
  }
  return shares(fits)
}

/** floor(√n), by halving an interval. */
export function wholeRoot(n: bigint): bigint {
  let [low, high] = [0n, n + 1n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle * middle > n) high = middle
    else low = middle
  }
  return low
}

/** P after a tick, dt ms after the last one; u in ±1,000,000. Null where there is no drift. */
export function driftedPrice(at: Price, u: number, dtMs: number, p: Parameters): Rational | null {
  if (!p.driftEnabled || p.transactionFeeBps === 0) return null
  const dt = Math.min(4_000, Math.max(0, dtMs))
  const line = lineOf(at, p)
  const r = wholeRoot(1000n * BigInt(dt))
  const pull = at.price.minus(line).times(smaller(1, exact(p.driftMeanReversion).times(dt).over(1000)))
  const noise = at.price.times(p.driftMaxPctPerTick).times(u).times(r).over(1_000_000_000)
  const next = at.price.minus(pull).plus(noise).halfUpTo(6)
  const halfFee = exact(p.transactionFeeBps).over(20_000)
  const lo = line.times(exact(1).minus(halfFee)).ceilTo(6)
  const hi = line.times(exact(1).plus(halfFee)).floorTo(6)
  return larger(p.minPrice, smaller(hi, larger(lo, next)))
}
