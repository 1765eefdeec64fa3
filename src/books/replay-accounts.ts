import type { MarketParameters } from '../events/event.ts'
import type { Side } from '../events/feed.ts'
import { applyBuy, applySell, EMPTY_HOLDING, type Holding } from '../holdings/holding.ts'
import { type Micros, micros, type ShareUnits } from '../money/units.ts'
import { accountValue, holdingValue } from '../portfolio/valuation.ts'
import { compare, type Difference } from './difference.ts'

/**
 * The log of an account's trades, played again: what it should have of cash, fees, profit and every project. Pure.
 * Source: mechanics, "Accounts and holdings".
 */
export interface AccountTrade {
  readonly projectId: string
  readonly sequence: number
  readonly side: Side
  readonly shares: ShareUnits
  readonly fee: Micros
  readonly cashDelta: Micros
  readonly realised: Micros
}

/** What the trades so far leave, counted from an account without cash. */
export interface AccountBooks {
  readonly earned: Micros
  readonly fees: Micros
  readonly realised: Micros
  readonly tradeCount: number
  readonly holdings: Map<string, Holding>
}

export const newBooks = (): AccountBooks => ({
  earned: micros(0n),
  fees: micros(0n),
  realised: micros(0n),
  tradeCount: 0,
  holdings: new Map(),
})

/** The books after a trade, and what of it is not by the rules. `funds`: all that the account was given by then. */
export function replayTrade(
  books: AccountBooks,
  trade: AccountTrade,
  funds: Micros,
): { books: AccountBooks; differences: Difference[] } {
  const { projectId, side, shares, cashDelta } = trade
  const row = `trades ${projectId}:${trade.sequence}`
  const before = books.holdings.get(projectId) ?? EMPTY_HOLDING
  const oversold = side === 'SELL' && shares > before.shares
  const differences: Difference[] = oversold
    ? [
        {
          invariant: 'I3',
          row,
          figure: 'shares',
          stored: String(shares),
          expected: `at most the ${before.shares} that were held`,
        },
      ]
    : []
  const sold = side === 'BUY' || oversold ? null : applySell(before, shares, cashDelta)
  const after = sold?.holding ?? (oversold ? EMPTY_HOLDING : applyBuy(before, shares, micros(-cashDelta)))
  const realised = sold?.realised ?? micros(0n)
  differences.push(...compare('I6', row, { realised: trade.realised }, { realised }))
  const earned = micros(books.earned + cashDelta)
  if (funds + earned < 0n) differences.push(...compare('I3', row, { cash: funds + earned }, { cash: 'not below 0' }))
  return {
    differences,
    books: {
      earned,
      fees: micros(books.fees + trade.fee),
      realised: micros(books.realised + trade.realised),
      tradeCount: books.tradeCount + 1,
      holdings: books.holdings.set(projectId, after),
    },
  }
}

/** An account and its holdings as they are stored. */
export interface StoredAccount {
  readonly accountId: string
  readonly cash: Micros
  readonly initial: Micros
  readonly granted: Micros
  readonly fees: Micros
  readonly realised: Micros
  readonly tradeCount: number
  readonly holdings: ReadonlyMap<string, Holding>
}

/** Holds an account against its books and its grants; `prices` are those of the projects that it has. */
export function checkAccount(
  stored: StoredAccount,
  books: AccountBooks,
  granted: Micros,
  p: MarketParameters,
  prices: ReadonlyMap<string, Micros>,
): Difference[] {
  const row = `accounts ${stored.accountId}`
  const initial = micros(p.initialCashMicros + granted)
  const { fees, realised, tradeCount } = books
  const differences = compare(
    'I1',
    row,
    { ...stored, holdings: null },
    {
      granted,
      initial,
      cash: initial + books.earned,
      fees,
      realised,
      tradeCount,
    },
  )
  for (const projectId of new Set([...books.holdings.keys(), ...stored.holdings.keys()])) {
    const held = stored.holdings.get(projectId)
    const right = books.holdings.get(projectId) ?? EMPTY_HOLDING
    differences.push(...compare('I6', `holdings ${stored.accountId} ${projectId}`, { ...held }, { ...right }))
  }
  return [...differences, ...checkProfit(row, stored, p, prices)]
}

/** The whole profit of a portfolio is what was realised and what is not yet, exactly. */
function checkProfit(row: string, stored: StoredAccount, p: MarketParameters, prices: ReadonlyMap<string, Micros>): Difference[] {
  const values = [...stored.holdings].flatMap(([projectId, holding]) => {
    const price = prices.get(projectId)
    return price === undefined ? [] : [holdingValue(holding, price, p)]
  })
  const value = accountValue(stored.cash, stored.initial, values)
  return compare('I6', row, { totalPnl: value.totalPnl }, { totalPnl: stored.realised + value.unrealised })
}
