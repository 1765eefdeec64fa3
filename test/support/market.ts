import { DEFAULT_PARAMETERS, type MarketParameters } from '../../src/events/event.ts'
import type { Side } from '../../src/events/feed.ts'
import { EMPTY_HOLDING, type Holding } from '../../src/holdings/holding.ts'
import { type Decimal, parseDecimal, toScale } from '../../src/money/decimal.ts'
import { type Micros, micros, type Ratio, ratio, type ShareUnits, shareUnits } from '../../src/money/units.ts'
import { basePriceOf, type Project } from '../../src/projects/project.ts'
import { isRefusal, type Refusal } from '../../src/refusals/refusal.ts'
import { decideTrade, type Filled } from '../../src/trading/decide-trade.ts'

/** Amounts as a reader writes them, and one project with one trader, for tests of the pure rules. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text)
  if (!value) throw new Error(`${text} is no decimal`)
  return value
}

function scaled(text: string, scale: number): bigint {
  const value = toScale(decimal(text), scale)
  if (value === null) throw new Error(`${text} has more than ${scale} decimals`)
  return value
}

export const usd = (text: string): Micros => micros(scaled(text, 6))
export const shares = (text: string): ShareUnits => shareUnits(scaled(text, 4))
export const factor = (text: string): Ratio => ratio(scaled(text, 6))

/** The defaults of mechanics, "Parameters", with drift off. */
export const DEFAULTS: MarketParameters = { ...DEFAULT_PARAMETERS, driftEnabled: false }

const DAY_ONE = new Date('2026-01-01T00:00:00Z')

export function listed(seed = '0', p: MarketParameters = DEFAULTS): Project {
  const basePrice = basePriceOf(usd(seed), p)
  return {
    projectId: 'apple',
    eventId: 'kickstart',
    projectNumber: 1,
    ticker: 'APL',
    name: 'Apple',
    description: '',
    seed: usd(seed),
    basePrice,
    offset: usd('0'),
    price: basePrice,
    netShares: shares('0'),
    totalVolume: shares('0'),
    totalTrades: 0,
    holdersCount: 0,
    sequence: 1,
    isActive: true,
    createdAt: DAY_ONE,
    updatedAt: DAY_ONE,
    movedAt: DAY_ONE,
    tickedAt: DAY_ONE,
  }
}

export interface Trader {
  readonly cash: Micros
  readonly holding: Holding
}

export const newTrader = (cash = '2500'): Trader => ({ cash: usd(cash), holding: EMPTY_HOLDING })

/** One trade of `trader` in `project` while the event is open. */
export function attempt(
  project: Project,
  trader: Trader,
  side: Side,
  amount: ShareUnits,
  p: MarketParameters = DEFAULTS,
  limit: Micros | null = null,
): Filled | Refusal {
  return decideTrade(
    { status: 'OPEN', parameters: p, project, cash: trader.cash, holding: trader.holding },
    { side, projectId: project.projectId, shares: amount, limit },
  )
}

/** The value of a rule that is expected not to refuse. */
export function accepted<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}: ${result.message}`)
  return result
}
