import { floorDiv } from '../money/rounding.ts'
import { type Micros, type ShareUnits, UNITS_PER_SHARE, micros, shareUnits } from '../money/units.ts'

/**
 * What an account was worth over time: its cash after the trades so far, and its shares at the prices of the moment.
 * Pure. Source: protocol, "Pages".
 */
export const EQUITY_POINTS_MIN = 2
export const EQUITY_POINTS_MAX = 1_000
export const EQUITY_POINTS_DEFAULT = 200

export interface EquityPoint {
  readonly at: Date
  readonly total: Micros
}

/** `points` moments from `from` to `to`, both among them, evenly spread, down to the millisecond. */
export function equityMoments(from: Date, to: Date, points: number): Date[] {
  const start = from.getTime()
  const span = Math.max(0, to.getTime() - start)
  return Array.from({ length: points }, (_, index) => new Date(start + Math.floor((span * index) / (points - 1))))
}

/** What the account's trades of one project did up to a moment and after the moment before it. */
export interface EquityStep {
  /** Index of the moment; as many as there are moments: after the last. */
  readonly index: number
  readonly projectId: string
  /** Bought less sold. */
  readonly shares: ShareUnits
  readonly cash: Micros
}

export interface EquityPosition {
  readonly index: number
  readonly projectId: string
  readonly shares: ShareUnits
}

/** Cash that organisers granted up to a moment and after the moment before it. */
export type EquityGrant = Pick<EquityStep, 'index' | 'cash'>

/**
 * Cash at each moment, and what was held then: an entry per moment and project with shares. `initial` is what the account
 * began with, without grants.
 */
export function equityPositions(
  initial: Micros,
  points: number,
  steps: readonly EquityStep[],
  grants: readonly EquityGrant[] = [],
): { cash: Micros[]; positions: EquityPosition[] } {
  const stepsAt = Map.groupBy(steps, (step) => step.index)
  const grantsAt = Map.groupBy(grants, (grant) => grant.index)
  const held = new Map<string, ShareUnits>()
  const positions: EquityPosition[] = []
  let balance = initial
  const cash = Array.from({ length: points }, (_, index) => {
    for (const grant of grantsAt.get(index) ?? []) balance = micros(balance + grant.cash)
    for (const step of stepsAt.get(index) ?? []) {
      balance = micros(balance + step.cash)
      const shares = shareUnits((held.get(step.projectId) ?? 0n) + step.shares)
      if (shares === 0n) held.delete(step.projectId)
      else held.set(step.projectId, shares)
    }
    for (const [projectId, shares] of held) positions.push({ index, projectId, shares })
    return balance
  })
  return { cash, positions }
}

/** cash + Σ floor6(price × shares) per moment; `prices` stand in the order of `positions`. */
export function equityTotals(cash: readonly Micros[], positions: readonly EquityPosition[], prices: readonly Micros[]): Micros[] {
  const totals = [...cash]
  positions.forEach(({ index, shares }, place) => {
    totals[index] = micros(totals[index]! + floorDiv(prices[place]! * shares, UNITS_PER_SHARE))
  })
  return totals
}
