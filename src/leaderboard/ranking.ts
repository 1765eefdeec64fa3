import { floorDiv } from '../money/rounding.ts'
import { type Micros, micros, shareUnits, UNITS_PER_SHARE } from '../money/units.ts'
import { type MarketTerms, saleRevenue } from '../trading/price-line.ts'
import { descending } from './descending.ts'

/** A crowd valued and ranked, column by column. Pure. Source: mechanics, "Leaderboard". */
export interface Columns {
  /** Of each member. */
  readonly initial: Float64Array
  readonly cash: Float64Array
  /** Members, who stands above among equals first. */
  readonly byAge: Int32Array
  /** Of each holding: its member, its project, and how many shares in units. */
  readonly owner: Int32Array
  readonly project: Int32Array
  readonly shares: Float64Array
  /** Of each project. */
  readonly prices: Float64Array
}

/** Everyone's values at one moment, and the order they give; never changed once made. */
export interface Ranking {
  readonly total: Float64Array
  readonly liquidation: Float64Array
  readonly positions: Uint16Array
  /** Members, best first. */
  readonly order: Int32Array
  /** Of each member, 0 for the best. */
  readonly place: Int32Array
}

/** What is done between two pauses takes about a millisecond. */
const STRIDE = 1 << 16

/** Values and ranks everyone, with a pause every millisecond or so. */
export function* rank({ initial, cash, byAge, ...held }: Columns, terms: MarketTerms): Generator<void, Ranking> {
  const count = cash.length
  const total = cash.slice()
  const liquidation = cash.slice()
  const positions = new Uint16Array(count)
  const pays = saleOf(terms)
  for (let holding = 0; holding < held.owner.length; holding++) {
    if (holding % STRIDE === STRIDE - 1) yield
    const shares = held.shares[holding]!
    if (shares === 0) continue
    const owner = held.owner[holding]!
    const price = held.prices[held.project[holding]!]!
    total[owner]! += worth(price, shares)
    liquidation[owner]! += pays(price, shares)
    positions[owner]!++
  }
  yield
  const gain = new Float64Array(count)
  for (let member = 0; member < count; member++) gain[member] = liquidation[member]! - initial[member]!
  const order = yield* descending(gain, byAge)
  const place = new Int32Array(count)
  for (let index = 0; index < count; index++) place[order[index]!] = index
  return { total, liquidation, positions, order, place }
}

/** All of it at once. */
export function ranked(columns: Columns, terms: MarketTerms): Ranking {
  for (const steps = rank(columns, terms); ; ) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** floor6(price × shares). */
function worth(price: number, shares: number): number {
  const product = price * shares
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / 10_000)
  return Number(floorDiv(BigInt(price) * BigInt(shares), UNITS_PER_SHARE))
}

/**
 * `saleRevenue` in doubles. A quotient of doubles is off by a few parts in 10¹⁶; where that leaves in doubt on which side of
 * a whole number it is, the exact rule decides.
 */
export function saleOf(terms: MarketTerms): (price: number, shares: number) => number {
  const floor = Number(terms.minPriceMicros)
  const k = Number(terms.slopeMicrosPerShare) / 10_000
  const kept = 10_000 - terms.transactionFeeBps
  const exactly = (price: number, shares: number): Micros => saleRevenue(micros(BigInt(price)), shareUnits(BigInt(shares)), terms)
  return (price, shares) => {
    const walked = k * shares
    const drop = price - floor
    const revenue =
      price - walked >= floor
        ? (shares * (2 * price - walked) * kept) / 2e8
        : ((drop * drop + 2 * floor * walked) * kept) / (2e8 * k)
    const whole = Math.floor(revenue)
    const doubt = revenue * 2e-15
    const isSure = revenue - whole > doubt && whole + 1 - revenue > doubt
    return isSure ? whole : Number(exactly(price, shares))
  }
}
