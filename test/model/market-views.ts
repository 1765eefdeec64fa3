import type { Figures } from './commands.ts'
import type { ModelAccount, ModelHolding, ModelProject, State } from './market-state.ts'
import { exact, type Rational, sum } from './rational.ts'
import { lineOf, marketCapOf, type Parameters, type Trade, tradeAt } from './rule-book.ts'

/** What queries show of the model, as canonical decimal texts under the names of the contract. */
const text = (value: Rational): string => value.toString()

export const parametersOf = (state: State, eventId: string): Parameters => state.events.get(eventId)!.parameters

export function tradeFigures(trade: Trade, sequence: number): Figures {
  return {
    side: trade.side,
    shares: text(trade.shares),
    price: text(trade.executionPrice),
    fee: text(trade.fee),
    cashDelta: text(trade.cashDelta),
    priceBefore: text(trade.priceBefore),
    priceAfter: text(trade.priceAfter),
    sequence,
  }
}

export function projectFigures(state: State, project: ModelProject): Figures {
  const holders = [...state.accounts.values()].filter((account) => account.holdings.get(project.projectId)?.shares.above(0))
  return {
    projectId: project.projectId,
    ticker: project.ticker,
    name: project.name,
    description: project.description,
    isActive: project.isActive,
    seedAmount: text(project.seed),
    basePrice: text(project.basePrice),
    currentPrice: text(project.price),
    equilibrium: text(lineOf(project, parametersOf(state, project.eventId))),
    netShares: text(project.netShares),
    marketCap: text(marketCapOf(project)),
    totalVolume: text(project.totalVolume),
    totalTrades: project.totalTrades,
    sequence: project.moves.length,
    holdersCount: holders.length,
  }
}

export const historyFigures = (project: ModelProject): Figures[] =>
  project.moves.map((move) => ({
    sequence: move.sequence,
    priceBefore: text(move.priceBefore),
    price: text(move.price),
    source: move.source,
    ...(move.headline === undefined ? {} : { headline: move.headline }),
  }))

/** change(minutes) of a market younger than that: from the first price ever. */
export function changeFigures(project: ModelProject): Figures {
  const prices = project.moves.map((move) => move.price)
  const [first, last] = [prices[0]!, prices.at(-1)!]
  const extreme = (wins: 'above' | 'below'): Rational => prices.reduce((best, price) => (price[wins](best) ? price : best))
  return {
    reference: text(first),
    absolute: text(last.minus(first)),
    high: text(extreme('above')),
    low: text(extreme('below')),
    volume: text(project.totalVolume),
  }
}

interface HoldingValue {
  readonly marketValue: Rational
  readonly liquidationValue: Rational
  readonly unrealised: Rational
}

function valueOf(state: State, holding: ModelHolding): HoldingValue {
  const project = state.projects.get(holding.projectId)!
  const marketValue = project.price.times(holding.shares).floorTo(6)
  const liquidationValue = holding.shares.above(0)
    ? tradeAt('SELL', project.price, holding.shares, parametersOf(state, project.eventId)).cashDelta
    : exact(0)
  return { marketValue, liquidationValue, unrealised: marketValue.minus(holding.costBasis) }
}

export interface AccountValue {
  readonly equity: Rational
  readonly total: Rational
  readonly liquidation: Rational
  readonly pnl: Rational
  readonly realised: Rational
  readonly unrealised: Rational
  readonly returnPct: Rational
  readonly positions: number
}

export function accountValue(state: State, account: ModelAccount): AccountValue {
  const holdings = [...account.holdings.values()]
  const values = holdings.map((holding) => valueOf(state, holding))
  const equity = sum(values.map((value) => value.marketValue))
  const total = account.cash.plus(equity)
  const liquidation = account.cash.plus(sum(values.map((value) => value.liquidationValue)))
  return {
    equity,
    total,
    liquidation,
    pnl: total.minus(account.initial),
    realised: sum(holdings.map((holding) => holding.realised)),
    unrealised: sum(values.map((value) => value.unrealised)),
    returnPct: liquidation.minus(account.initial).times(100).over(account.initial).halfUpTo(2),
    positions: holdings.filter((holding) => holding.shares.above(0)).length,
  }
}

export function portfolioFigures(state: State, account: ModelAccount): Figures {
  const value = accountValue(state, account)
  return {
    cashBalance: text(account.cash),
    initialBalance: text(account.initial),
    ranked: account.ranked,
    totalEquityValue: text(value.equity),
    totalPortfolioValue: text(value.total),
    liquidationValue: text(value.liquidation),
    totalPnl: text(value.pnl),
    realisedPnl: text(value.realised),
    unrealisedPnl: text(value.unrealised),
    feesPaid: text(account.fees),
    returnPct: text(value.returnPct),
    rank: rankOf(state, account),
    holdings: [...account.holdings.values()]
      .filter((holding) => holding.shares.above(0))
      .map((holding) => holdingFigures(state, holding))
      .sort((a, b) => String(a.projectId).localeCompare(String(b.projectId))),
  }
}

function holdingFigures(state: State, holding: ModelHolding): Figures {
  const value = valueOf(state, holding)
  return {
    projectId: holding.projectId,
    shares: text(holding.shares),
    avgPrice: text(holding.costBasis.over(holding.shares).halfUpTo(6)),
    costBasis: text(holding.costBasis),
    currentPrice: text(state.projects.get(holding.projectId)!.price),
    marketValue: text(value.marketValue),
    liquidationValue: text(value.liquidationValue),
    unrealisedPnl: text(value.unrealised),
    realisedPnl: text(holding.realised),
  }
}

/** Best first: by liquidationValue − initialBalance, then the older account. */
export function rankedAccounts(state: State, eventId: string): ModelAccount[] {
  const gain = (account: ModelAccount): Rational => accountValue(state, account).liquidation.minus(account.initial)
  return [...state.accounts.values()]
    .filter((account) => account.eventId === eventId && account.ranked && account.trades > 0)
    .map((account) => ({ account, gain: gain(account) }))
    .sort((a, b) => b.gain.compare(a.gain) || a.account.born - b.account.born)
    .map(({ account }) => account)
}

function rankOf(state: State, account: ModelAccount): number | null {
  const place = rankedAccounts(state, account.eventId).findIndex((other) => other.user === account.user)
  return place < 0 ? null : place + 1
}

export function leaderboardFigures(state: State, eventId: string, user: string | null, top: number, bottom: number): Figures {
  const ranked = rankedAccounts(state, eventId)
  const rows = ranked.map((account, place) => {
    const value = accountValue(state, account)
    return {
      rank: place + 1,
      trader: account.user,
      totalValue: text(value.total),
      liquidationValue: text(value.liquidation),
      totalPnl: text(value.pnl),
      returnPct: text(value.returnPct),
      positionsCount: value.positions,
    }
  })
  const best = rows.slice(0, top)
  const worst = rows.slice(rows.length - Math.min(bottom, rows.length - best.length)).reverse()
  const place = rows.findIndex((row) => row.trader === user)
  const neighbours = place < 0 ? [] : rows.slice(Math.max(0, place - 2), place + 3)
  return { traders: rows.length, top: best, bottom: worst, you: rows[place] ?? null, neighbours }
}
