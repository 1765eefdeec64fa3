import type { MarketParameters } from '../events/event.ts'
import { exactDiv, floorDiv, halfUpDiv, max } from '../money/rounding.ts'
import { type Micros, RATIO_ONE, type ShareUnits, UNITS_PER_SHARE, micros, shareUnits } from '../money/units.ts'

/**
 * A listed project and the two prices it has: the market price, which every trade starts from, and the line, the fair
 * price that drift pulls towards. Every move but drift moves both alike, so only drift opens a gap between them. Neither
 * is ever below the floor. Pure. Source: mechanics, "One price".
 */
export interface Project {
  readonly projectId: string
  readonly eventId: string
  /** 1, 2, 3 … without gaps within the event. */
  readonly projectNumber: number
  readonly ticker: string
  readonly name: string
  readonly description: string
  readonly seed: Micros
  readonly basePrice: Micros
  /** What admin moves and the floor added to the line, beside base price and net shares. */
  readonly offset: Micros
  readonly price: Micros
  /** What all holders own together. */
  readonly netShares: ShareUnits
  readonly totalVolume: ShareUnits
  readonly totalTrades: number
  readonly holdersCount: number
  /** The number of the newest price point; the first is 1. */
  readonly sequence: number
  readonly isActive: boolean
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly movedAt: Date
  readonly tickedAt: Date
}

type LineParameters = Pick<MarketParameters, 'minPriceMicros' | 'slopeMicrosPerShare'>
type BasePriceParameters = Pick<MarketParameters, 'minPriceMicros' | 'defaultBasePriceMicros' | 'seedToPriceRatio'>

/** max(floor, half-up6(default base price + seed × factor)), one rounding. Seed 5 at the default 0.1: 1.50. */
export function basePriceOf(seed: Micros, p: BasePriceParameters): Micros {
  const exact = p.defaultBasePriceMicros * RATIO_ONE + seed * p.seedToPriceRatio
  return max(p.minPriceMicros, micros(halfUpDiv(exact, RATIO_ONE)))
}

/** k × netShares in micro-units; exact, because k is a multiple of 0.02. */
const shareTerm = (netShares: ShareUnits, p: LineParameters): bigint =>
  exactDiv(p.slopeMicrosPerShare * netShares, UNITS_PER_SHARE)

/** The fair price: base price + offset + k × netShares. 100 net shares at the defaults: 3.00. */
export const line = (project: Pick<Project, 'basePrice' | 'offset' | 'netShares'>, p: LineParameters): Micros =>
  micros(project.basePrice + project.offset + shareTerm(project.netShares, p))

/** The offset with which the line is `target`, or the floor where `target` lies below it. */
export function offsetForLine(target: bigint, basePrice: Micros, netShares: ShareUnits, p: LineParameters): Micros {
  return micros(max<bigint>(target, p.minPriceMicros) - basePrice - shareTerm(netShares, p))
}

/** floor6(price × max(netShares, 1 share)): a project that nobody holds is worth its price. */
export const marketCap = (price: Micros, netShares: ShareUnits): Micros =>
  micros(floorDiv(price * max(netShares, shareUnits(UNITS_PER_SHARE)), UNITS_PER_SHARE))
