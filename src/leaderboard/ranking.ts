import { floorDiv } from '../money/rounding.ts'
import { type Micros, micros, shareUnits, UNITS_PER_SHARE } from '../money/units.ts'
import { type MarketTerms, saleRevenue } from '../trading/price-line.ts'
import { descending, type Workings, workingsFor } from './descending.ts'

/** A crowd valued and ranked, column by column. Pure. Source: mechanics, "Leaderboard". */
export interface Columns {
  /** Of each member. */
  readonly initial: Float64Array
  readonly cash: Float64Array
  /** Members who are ranked, who stands above among equals first. */
  readonly byAge: Int32Array
  /** Of each holding: its member, its project, and how many shares in units. */
  readonly owner: Int32Array
  readonly project: Int32Array
  readonly shares: Float64Array
  /** Of each project. */
  readonly prices: Float64Array
}

/** Everyone's values at one moment, and the order they give. */
export interface Ranking {
  readonly initial: Float64Array
  readonly total: Float64Array
  readonly liquidation: Float64Array
  readonly positions: Uint16Array
  /** Members, best first. */
  readonly order: Int32Array
  /** Of each member, 0 for the best. */
  readonly place: Int32Array
}

/** Columns in shared memory, so that another thread ranks them as they are. */
export const doubles = (length: number) => new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
export const integers = (length: number) => new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))

/** Where so many members are ranked, all or some of them. */
export const rankingFor = (members: number, ranked = members): Ranking => ({
  initial: doubles(members),
  total: doubles(members),
  liquidation: doubles(members),
  positions: new Uint16Array(new SharedArrayBuffer(members * Uint16Array.BYTES_PER_ELEMENT)),
  order: integers(ranked),
  place: integers(members),
})

export const UNRANKED = -1
/** What is done between two pauses takes about a millisecond. */
const STRIDE = 1 << 16

/** Values and ranks everyone into `into`, with a pause every millisecond or so. `workings` are for as many members or more. */
export function* rank(columns: Columns, terms: MarketTerms, into: Ranking, workings: Workings): Generator<void, void> {
  const { initial, cash, byAge, owner } = columns
  into.initial.set(initial)
  into.total.set(cash)
  into.liquidation.set(cash)
  into.positions.fill(0)
  const pays = saleOf(terms)
  for (let from = 0; from < owner.length; from += STRIDE) {
    value(columns, pays, into, from, Math.min(owner.length, from + STRIDE))
    yield
  }
  into.order.set(byAge)
  yield* descending(gainsOf(into), into.order, workings)
  into.place.fill(UNRANKED)
  for (let index = 0; index < byAge.length; index++) into.place[into.order[index]!] = index
}

/** All of it at once. */
export function ranked(
  columns: Columns,
  terms: MarketTerms,
  into = rankingFor(columns.cash.length, columns.byAge.length),
  workings?: Workings,
): Ranking {
  const steps = rank(columns, terms, into, workings ?? workingsFor(columns.cash.length))
  while (!steps.next().done);
  return into
}

export const copyOf = ({ initial, total, liquidation, positions, order, place }: Ranking): Ranking => ({
  initial: initial.slice(),
  total: total.slice(),
  liquidation: liquidation.slice(),
  positions: positions.slice(),
  order: order.slice(),
  place: place.slice(),
})

/** Adds what the holdings from..to − 1 are worth to what their members have. */
function value(
  { owner, project, shares, prices }: Columns,
  pays: (price: number, shares: number) => number,
  { total, liquidation, positions }: Ranking,
  from: number,
  to: number,
): void {
  for (let holding = from; holding < to; holding++) {
    const held = shares[holding]!
    if (held === 0) continue
    const member = owner[holding]!
    const price = prices[project[holding]!]!
    total[member]! += worth(price, held)
    liquidation[member]! += pays(price, held)
    positions[member]!++
  }
}

function gainsOf({ liquidation, initial }: Ranking): Float64Array {
  const gains = new Float64Array(liquidation.length)
  for (let member = 0; member < gains.length; member++) gains[member] = liquidation[member]! - initial[member]!
  return gains
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
  const kept = (10_000 - terms.transactionFeeBps) / 2e8
  const exactly = (price: number, shares: number): Micros => saleRevenue(micros(BigInt(price)), shareUnits(BigInt(shares)), terms)
  return (price, shares) => {
    // What is sold on the way down to the floor, and the rest at it; no branch, which for shares of any size is guessed wrong.
    const walking = Math.min(shares, (price - floor) / k)
    const revenue = (walking * (2 * price - k * walking) + 2 * floor * (shares - walking)) * kept
    const whole = Math.floor(revenue)
    const doubt = revenue * 2e-15
    const isSure = revenue - whole > doubt && whole + 1 - revenue > doubt
    return isSure ? whole : Number(exactly(price, shares))
  }
}
