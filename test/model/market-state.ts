import type { Status } from './commands.ts'
import { exact, type Rational } from './rational.ts'
import type { Parameters, Price, Trade } from './rule-book.ts'

/** What the reference model remembers of a market. Every record is replaced, never changed, so a copied map is a save point. */
export interface ModelEvent {
  readonly eventId: string
  readonly status: Status
  readonly parameters: Parameters
}

export interface Move {
  readonly sequence: number
  readonly priceBefore: Rational
  readonly price: Rational
  readonly source: 'PROJECT_CREATE' | 'TRADE' | 'DRIFT' | 'SEED_UPDATE' | 'PHASE_BUMP'
  /** undefined: the server writes one, or none. */
  readonly headline: string | undefined
}

export interface ModelProject extends Price {
  readonly projectId: string
  readonly eventId: string
  readonly ticker: string
  readonly name: string
  readonly description: string
  readonly isActive: boolean
  readonly totalVolume: Rational
  readonly totalTrades: number
  readonly moves: readonly Move[]
}

export interface ModelHolding {
  readonly projectId: string
  readonly shares: Rational
  readonly costBasis: Rational
  readonly realised: Rational
}

export interface ModelAccount {
  readonly eventId: string
  readonly user: string
  /** 1 for the first account ever: which of two is older. */
  readonly born: number
  readonly ranked: boolean
  readonly initial: Rational
  readonly cash: Rational
  readonly fees: Rational
  readonly trades: number
  readonly holdings: ReadonlyMap<string, ModelHolding>
}

export interface State {
  readonly events: ReadonlyMap<string, ModelEvent>
  readonly projects: ReadonlyMap<string, ModelProject>
  readonly accounts: ReadonlyMap<string, ModelAccount>
}

export const accountKey = (eventId: string, user: string): string => `${eventId}/${user}`
export const NO_HOLDING = { shares: exact(0), costBasis: exact(0), realised: exact(0) }

/** The project with its new price and the row of history that says so. */
export function movedProject(project: ModelProject, to: Price, source: Move['source'], headline?: string): ModelProject {
  const move = { sequence: project.moves.length + 1, priceBefore: project.price, price: to.price, source, headline }
  return { ...project, ...to, moves: [...project.moves, move] }
}

/** Cost basis, realised gain, cash and fees after a trade. */
export function tradedAccount(account: ModelAccount, projectId: string, trade: Trade): ModelAccount {
  const held = account.holdings.get(projectId) ?? { projectId, ...NO_HOLDING }
  const cash = account.cash.plus(trade.cashDelta)
  const fees = account.fees.plus(trade.fee)
  const holding = trade.side === 'BUY' ? bought(held, trade) : sold(held, trade)
  const holdings = new Map(account.holdings).set(projectId, holding)
  return { ...account, cash, fees, trades: account.trades + 1, holdings }
}

const bought = (held: ModelHolding, trade: Trade): ModelHolding => ({
  ...held,
  shares: held.shares.plus(trade.shares),
  costBasis: held.costBasis.minus(trade.cashDelta),
})

function sold(held: ModelHolding, trade: Trade): ModelHolding {
  const all = held.shares.equals(trade.shares)
  const removed = all ? held.costBasis : held.costBasis.times(trade.shares).over(held.shares).floorTo(6)
  return {
    ...held,
    shares: held.shares.minus(trade.shares),
    costBasis: held.costBasis.minus(removed),
    realised: held.realised.plus(trade.cashDelta.minus(removed)),
  }
}
