import type { Account } from '../accounts/account.ts'
import type { Holding } from '../holdings/holding.ts'
import type { Project } from '../projects/project.ts'
import type { MarketTerms } from '../trading/price-line.ts'
import { type AccountValue, accountValue, type HoldingValue, holdingValue } from './valuation.ts'

/** What an account owns, at one moment, and what it is worth then. Pure. Source: mechanics, "Accounts and holdings". */
export interface HeldAsset {
  readonly project: Project
  readonly holding: Holding
}

export interface AccountState {
  readonly account: Account
  /** Only those with shares. */
  readonly assets: readonly HeldAsset[]
  /** The database's clock at this state. */
  readonly now: Date
}

export interface Portfolio extends Omit<AccountState, 'assets'> {
  readonly holdings: readonly (HeldAsset & { readonly value: HoldingValue })[]
  readonly value: AccountValue
}

export function portfolioOf({ account, assets, now }: AccountState, terms: MarketTerms): Portfolio {
  const holdings = assets.map((asset) => ({ ...asset, value: holdingValue(asset.holding, asset.project.price, terms) }))
  return {
    account,
    now,
    holdings,
    value: accountValue(
      account.cash,
      account.initial,
      holdings.map(({ value }) => value),
    ),
  }
}
