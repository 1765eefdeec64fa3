import type { Account } from '../accounts/account.ts'
import type { EventStatus, MarketParameters } from '../events/event.ts'
import type { PriceMove } from '../events/feed.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { EMPTY_HOLDING, type Holding } from '../holdings/holding.ts'
import { type Micros, micros } from '../money/units.ts'
import type { Project } from '../projects/project.ts'
import { decideTrade, type TradeCommand } from './decide-trade.ts'

/**
 * Folds the trade rule over the commands of a batch, in order: each sees what the ones before it left. A refused
 * command changes nothing and hurts nobody else. Pure; the shell has locked and read everything that is in the state.
 */
export interface BatchState {
  readonly status: EventStatus
  readonly parameters: MarketParameters
  /** The database's clock, once for the batch. */
  readonly now: Date
  readonly projects: Map<string, Project>
  /** By user id. */
  readonly accounts: Map<string, Account>
  /** By holdingKey. */
  readonly holdings: Map<string, Holding & { accountId: string; projectId: string }>
}

export interface BatchCommand {
  readonly userId: string
  readonly command: TradeCommand
}

export interface FilledTrade {
  readonly move: Omit<PriceMove, 'position'>
  readonly realised: Micros
  /** As right after this trade. */
  readonly project: Project
  readonly account: Account
}

export type TradeDecision = FilledTrade | Refusal | 'FROZEN'

export const holdingKey = (accountId: string, projectId: string): string => `${accountId} ${projectId}`

/** Decides one command and, if it fills, moves the state. */
export function foldCommand(state: BatchState, { userId, command }: BatchCommand): TradeDecision {
  const account = state.accounts.get(userId)
  if (!account) throw new Error(`the account of user ${userId} is not in the batch`)
  if (account.frozen) return 'FROZEN'
  const project = state.projects.get(command.projectId) ?? null
  const key = holdingKey(account.accountId, command.projectId)
  const filled = decideTrade(
    {
      status: state.status,
      parameters: state.parameters,
      project,
      cash: account.cash,
      holding: state.holdings.get(key) ?? EMPTY_HOLDING,
    },
    command,
  )
  if (isRefusal(filled)) return filled
  const { figures } = filled
  const at = state.now > filled.project.movedAt ? state.now : filled.project.movedAt
  const after: Project = { ...filled.project, movedAt: at, updatedAt: at }
  const accountAfter: Account = {
    ...account,
    cash: filled.cash,
    fees: micros(account.fees + figures.fee),
    realised: micros(account.realised + filled.realised),
    tradeCount: account.tradeCount + 1,
  }
  state.projects.set(after.projectId, after)
  state.accounts.set(userId, accountAfter)
  state.holdings.set(key, { ...filled.holding, accountId: account.accountId, projectId: after.projectId })
  const move = {
    projectId: after.projectId,
    projectNumber: after.projectNumber,
    ticker: after.ticker,
    name: after.name,
    sequence: after.sequence,
    at,
    priceBefore: figures.priceBefore,
    price: figures.priceAfter,
    source: 'TRADE',
    headline: null,
    basePrice: after.basePrice,
    offset: after.offset,
    netShares: after.netShares,
    totalVolume: after.totalVolume,
    totalTrades: after.totalTrades,
    folded: 0,
    trade: {
      accountId: account.accountId,
      userId,
      side: figures.side,
      shares: figures.shares,
      executionPrice: figures.executionPrice,
      fee: figures.fee,
      cashDelta: figures.cashDelta,
    },
  } satisfies FilledTrade['move']
  return { move, realised: filled.realised, project: after, account: accountAfter }
}
