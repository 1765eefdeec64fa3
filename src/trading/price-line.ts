import type { Side } from '../events/feed.ts'
import { ceilDiv, exactDiv, floorDiv, halfUpDiv, isqrt, max, min } from '../money/rounding.ts'
import { ORDER_SHARES_MAX, PRICE_MAX, PROJECT_SHARES_MAX } from '../money/ranges.ts'
import { type Micros, type ShareUnits, UNITS_PER_SHARE, micros, shareUnits } from '../money/units.ts'

/**
 * The linear market: what n shares cost or pay when the price stands at P and moves k per share. All amounts are exact
 * rationals until one rounding, always against the trader, so that no sequence of one's own trades can gain. Pure.
 * Source: mechanics, "Trades".
 *
 * In integers: P micro-units per share, u units of 0.0001 share, K = k / 10⁴ micro-units of price per unit (k 0.02 → 2),
 * m the floor, f the fee in hundredths of a percent.
 */
export { ORDER_SHARES_MAX, PRICE_MAX, PROJECT_SHARES_MAX }

/** What a trade needs to know of its event; MarketParameters fit. */
export interface MarketTerms {
  /** The floor of the price. */
  readonly minPriceMicros: Micros
  /** k, a multiple of 20_000. */
  readonly slopeMicrosPerShare: Micros
  readonly transactionFeeBps: number
}

export interface TradeFigures {
  readonly side: Side
  readonly shares: ShareUnits
  readonly priceBefore: Micros
  readonly priceAfter: Micros
  /** half-up6(gross / shares), fee excluded. */
  readonly executionPrice: Micros
  /** Shown as ceil6 for BUY, floor6 for SELL. */
  readonly gross: Micros
  readonly fee: Micros
  /** −cost for BUY, +revenue for SELL. */
  readonly cashDelta: Micros
}

/** An exact amount of micro-units: numerator / denominator, both whole, the denominator positive. */
interface Exact {
  readonly numerator: bigint
  readonly denominator: bigint
}

const BPS_ONE = 10_000n

/** K: micro-units of price per 0.0001 share. */
const slopePerUnit = (terms: MarketTerms): bigint => exactDiv(terms.slopeMicrosPerShare, UNITS_PER_SHARE)

/** P + K·u for BUY; max(m, P − K·u) for SELL. Exact. */
function priceAfterTrade(side: Side, price: Micros, shares: ShareUnits, terms: MarketTerms): Micros {
  const moved = slopePerUnit(terms) * shares
  return side === 'BUY' ? micros(price + moved) : max(terms.minPriceMicros, micros(price - moved))
}

/**
 * The area under the price, exactly, in micro-units. Without reaching the floor u·(2P ± K·u) / 20 000: half the sum of
 * the prices before and after, times the shares. A sale that crosses the floor walks down to it and trades the rest
 * there: (P − m)² / (2·10⁴·K) + m·u / 10⁴.
 */
function grossOf(side: Side, price: Micros, shares: ShareUnits, terms: MarketTerms): Exact {
  const k = slopePerUnit(terms)
  const floor = terms.minPriceMicros
  if (side === 'BUY') return { numerator: shares * (2n * price + k * shares), denominator: 2n * UNITS_PER_SHARE }
  if (price - k * shares >= floor) {
    return { numerator: shares * (2n * price - k * shares), denominator: 2n * UNITS_PER_SHARE }
  }
  const drop = price - floor
  return { numerator: drop * drop + 2n * k * floor * shares, denominator: 2n * UNITS_PER_SHARE * k }
}

/** ceil6(gross × (1 + fee)): what leaves the buyer's account. */
const costOf = ({ numerator, denominator }: Exact, terms: MarketTerms): bigint =>
  ceilDiv(numerator * (BPS_ONE + BigInt(terms.transactionFeeBps)), denominator * BPS_ONE)

/** floor6(gross × (1 − fee)): what reaches the seller's account. */
const revenueOf = ({ numerator, denominator }: Exact, terms: MarketTerms): bigint =>
  floorDiv(numerator * (BPS_ONE - BigInt(terms.transactionFeeBps)), denominator * BPS_ONE)

/**
 * What a trade of `shares` > 0 does at `price`. Buying 100 at 1.00 with the defaults: executed at 2.00, cash −204, price
 * 3.00 afterwards. Knows no limits of order size or price: `decideTrade` refuses beyond them.
 */
export function tradeFigures(side: Side, price: Micros, shares: ShareUnits, terms: MarketTerms): TradeFigures {
  if (shares <= 0n) throw new RangeError(`a trade of ${shares} share units`)
  const exact = grossOf(side, price, shares, terms)
  const { numerator, denominator } = exact
  const gross = side === 'BUY' ? ceilDiv(numerator, denominator) : floorDiv(numerator, denominator)
  const cashDelta = side === 'BUY' ? -costOf(exact, terms) : revenueOf(exact, terms)
  return {
    side,
    shares,
    priceBefore: price,
    priceAfter: priceAfterTrade(side, price, shares, terms),
    executionPrice: micros(halfUpDiv(numerator * UNITS_PER_SHARE, denominator * shares)),
    gross: micros(gross),
    // BUY: cost − ceil6(gross). SELL: floor6(gross) − revenue.
    fee: micros(side === 'BUY' ? -cashDelta - gross : gross - cashDelta),
    cashDelta: micros(cashDelta),
  }
}

/** What selling `shares` ≥ 0 at once would pay, whatever the order cap; 0 for none. */
export const saleRevenue = (price: Micros, shares: ShareUnits, terms: MarketTerms): Micros =>
  micros(revenueOf(grossOf('SELL', price, shares, terms), terms))

/**
 * The inverse of BUY: the most shares whose cost is at most `cash`, to 0.0001; 0 where nothing is affordable. Order and
 * project caps apply after it (`buyRoom`). With Q = ⌊2·10⁸·cash / (10⁴ + f)⌋ it is ⌊(isqrt(P² + K·Q) − P) / K⌋, exactly:
 * u·(2P + K·u) is whole, so it is at most Q just when the cost is at most `cash`. Price 1, cash 2,500: 447.5922.
 */
export function sharesAffordable(cash: Micros, price: Micros, terms: MarketTerms): ShareUnits {
  if (cash <= 0n) return shareUnits(0n)
  const k = slopePerUnit(terms)
  const q = floorDiv(2n * UNITS_PER_SHARE * BPS_ONE * cash, BPS_ONE + BigInt(terms.transactionFeeBps))
  return shareUnits(floorDiv(isqrt(price * price + k * q) - price, k))
}

/** The largest BUY that order cap, project cap and price cap leave room for; 0 where none. */
export function buyRoom(price: Micros, netShares: ShareUnits, terms: MarketTerms): ShareUnits {
  const byPrice = shareUnits(floorDiv(PRICE_MAX - price, slopePerUnit(terms)))
  const room = min(min(ORDER_SHARES_MAX, shareUnits(PROJECT_SHARES_MAX - netShares)), byPrice)
  return max(room, shareUnits(0n))
}

/**
 * The inverse of SELL: the fewest shares that pay at least `cash`, to 0.0001; null where that is more than one order may
 * be, 0 for `cash` ≤ 0. Above the floor it is ⌈(P − isqrt(P² − K·Q)) / K⌉ with Q = ⌈2·10⁸·cash / (10⁴ − f)⌉, beyond it the
 * rest trades at the floor. Knows nothing of what the seller holds.
 */
export function sharesToRaise(cash: Micros, price: Micros, terms: MarketTerms): ShareUnits | null {
  if (cash <= 0n) return shareUnits(0n)
  const k = slopePerUnit(terms)
  const floor = terms.minPriceMicros
  const kept = BPS_ONE - BigInt(terms.transactionFeeBps)
  const drop = price - floor
  const aboveFloor = floorDiv(drop, k)
  const underRoot = price * price - k * ceilDiv(2n * UNITS_PER_SHARE * BPS_ONE * cash, kept)
  const walking = underRoot < 0n ? null : ceilDiv(price - isqrt(underRoot), k)
  const crossing = ceilDiv(ceilDiv(2n * UNITS_PER_SHARE * BPS_ONE * k * cash, kept) - drop * drop, 2n * k * floor)
  const fewest = walking !== null && walking <= aboveFloor ? walking : max(crossing, aboveFloor + 1n)
  return fewest > ORDER_SHARES_MAX ? null : shareUnits(fewest)
}
