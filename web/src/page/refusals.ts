/** A refusal in words, and what would work instead. */
import { fromUnits, MICROS, micros, shareUnits, costBound, proceedsBound } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { ProjectState } from '../lib/market.ts'
import type { UserError } from './orders.ts'
import type { Ticket } from './ticket-state.ts'

export interface Offer {
  readonly label: string
  /** Sent when taken; null: the most that is possible then is filled in. */
  readonly order: { readonly shares: string; readonly bound: bigint } | null
}

export function refusalText(error: UserError, project: Pick<ProjectState, 'ticker'>): string {
  if (error.__typename === 'InsufficientCashError') {
    const missing = micros(error.required) - micros(error.available)
    return `This costs ${format.exactMoney(error.required)} and you have ${format.exactMoney(error.available)}: ${format.exactMoney(missing)} are missing.`
  }
  if (error.__typename === 'InsufficientSharesError') {
    return `You hold ${format.shares(error.available)} ${project.ticker}, ${format.shares(error.required)} were to be sold.`
  }
  if (error.__typename === 'PriceMovedError') {
    const cash = format.exactMoney(error.quote.cashDelta.replace('-', ''))
    return `The price moved further than you allow: it would ${error.quote.side === 'BUY' ? 'cost' : 'bring'} ${cash} now. Nothing was traded.`
  }
  return error.message
}

export function offerFor(error: UserError, ticket: Pick<Ticket, 'side' | 'most' | 'slippageBps'>): Offer | null {
  if (error.__typename === 'InsufficientCashError') {
    return ticket.most() ? { label: 'Take the most you can afford', order: null } : null
  }
  if (error.__typename === 'InsufficientSharesError') {
    return shareUnits(error.available) > 0n ? { label: `Take all ${format.shares(error.available)}`, order: null } : null
  }
  if (error.__typename === 'PriceMovedError') {
    const { side, shares, cashDelta } = error.quote
    const cash = micros(cashDelta)
    const bound = side === 'BUY' ? costBound(-cash, ticket.slippageBps()) : proceedsBound(cash, ticket.slippageBps())
    return {
      label: `${side === 'BUY' ? 'Buy' : 'Sell'} at the new price, ${side === 'BUY' ? 'at most' : 'at least'} $${fromUnits(bound, MICROS)}`,
      order: { shares, bound },
    }
  }
  return null
}
