import type { EventStatus, MarketParameters } from '../events/event.ts'
import type { Side } from '../events/feed.ts'
import { type Refusal, isRefusal, refuse } from '../refusals/refusal.ts'
import { type Holding, applyBuy, applySell } from '../holdings/holding.ts'
import { type Decimal, canonical, formatScaled, toScale } from '../money/decimal.ts'
import { type Micros, MICROS_DECIMALS, SHARE_DECIMALS, type ShareUnits, micros, shareUnits } from '../money/units.ts'
import { type Project, line, offsetForLine } from '../projects/project.ts'
import { ORDER_SHARES_MAX, PRICE_MAX, PROJECT_SHARES_MAX, type TradeFigures, tradeFigures } from './price-line.ts'

/**
 * One trade, decided: the state before and the command in, the state after or exactly one refusal out. The executor folds
 * it over a batch. Pure: moments (updatedAt, movedAt) are the caller's. Source: mechanics, "Trades".
 */
export interface TradeCommand {
  readonly side: Side
  readonly projectId: string
  readonly shares: ShareUnits
  /** maxCost of a BUY, minProceeds of a SELL; null accepts any price. */
  readonly limit: Micros | null
}

export interface TradeState {
  /** The effective status, read by the transaction that executes the trade. */
  readonly status: EventStatus
  readonly parameters: MarketParameters
  readonly project: Project | null
  readonly cash: Micros
  /** Of the trader in this project; EMPTY_HOLDING where there is none. */
  readonly holding: Holding
}

export interface Filled {
  readonly figures: TradeFigures
  /** After the trade: price, offset, net shares, volume, trades, holders, sequence + 1. */
  readonly project: Project
  readonly cash: Micros
  readonly holding: Holding
  /** What this trade realised; 0 for a BUY. */
  readonly realised: Micros
}

const SHARES_PATH = ['input', 'shares']
const PROJECT_PATH = ['input', 'projectId']
const sharesText = (value: bigint): string => formatScaled(value, SHARE_DECIMALS)
const microsText = (value: bigint): string => formatScaled(value, MICROS_DECIMALS)

const ORDER_RANGE = `0.0001 to ${sharesText(ORDER_SHARES_MAX)}, with at most ${SHARE_DECIMALS} decimals`

/** The shares of an order: above 0, at most 100,000, at most 4 decimals; anything else is INVALID_SHARES. */
export function readShares(value: Decimal): ShareUnits | Refusal {
  const units = toScale(value, SHARE_DECIMALS)
  const inRange = units !== null && units > 0n && units <= ORDER_SHARES_MAX
  return inRange ? shareUnits(units) : invalidOrderSize(canonical(value))
}

const invalidOrderSize = (given: string): Refusal =>
  refuse('INVALID_SHARES', `shares is ${given}; an order is ${ORDER_RANGE}.`, SHARES_PATH)

/**
 * Fills the command or says why not, with the first reason that applies: INVALID_SHARES (order, project and price caps),
 * PROJECT_NOT_FOUND, EVENT_NOT_OPEN, PROJECT_INACTIVE, INSUFFICIENT_CASH or INSUFFICIENT_SHARES, PRICE_MOVED.
 */
export function decideTrade(state: TradeState, command: TradeCommand): Filled | Refusal {
  const { status, parameters, project } = state
  const sizeRefusal = checkSize(command, project, parameters)
  if (sizeRefusal) return sizeRefusal
  if (!project) return refuse('PROJECT_NOT_FOUND', `There is no project ${command.projectId}.`, PROJECT_PATH)
  if (status !== 'OPEN') return refuse('EVENT_NOT_OPEN', `The event is ${status}; trades execute while it is OPEN.`)
  if (!project.isActive) return refuse('PROJECT_INACTIVE', `${project.ticker} is inactive and cannot be traded.`, PROJECT_PATH)
  if (command.side === 'SELL' && command.shares > state.holding.shares) {
    return refuseShares(project, command.shares, state.holding.shares)
  }
  const figures = tradeFigures(command.side, project.price, command.shares, parameters)
  if (command.side === 'BUY' && -figures.cashDelta > state.cash) return refuseCash(figures, state.cash)
  return checkLimit(figures, command.limit) ?? fill(state, project, figures)
}

/** INVALID_SHARES by the order's own size and, where the project is known, by what a buy would make of it. */
function checkSize({ side, shares }: TradeCommand, project: Project | null, p: MarketParameters): Refusal | null {
  if (shares <= 0n || shares > ORDER_SHARES_MAX) return invalidOrderSize(sharesText(shares))
  if (side === 'SELL' || !project) return null
  if (project.netShares + shares > PROJECT_SHARES_MAX) {
    const left = sharesText(PROJECT_SHARES_MAX - project.netShares)
    const message =
      `shares is ${sharesText(shares)}; all holders of ${project.ticker} together may own ` +
      `${sharesText(PROJECT_SHARES_MAX)}, so at most ${left} can be bought now.`
    return refuse('INVALID_SHARES', message, SHARES_PATH)
  }
  const { priceAfter } = tradeFigures('BUY', project.price, shares, p)
  if (priceAfter <= PRICE_MAX) return null
  const message =
    `Buying ${sharesText(shares)} shares would lift the price of ${project.ticker} from ` +
    `${microsText(project.price)} to ${microsText(priceAfter)}; a price is at most ${microsText(PRICE_MAX)}.`
  return refuse('INVALID_SHARES', message, SHARES_PATH)
}

function refuseShares(project: Project, required: ShareUnits, available: ShareUnits): Refusal {
  const message = `Selling ${sharesText(required)} shares of ${project.ticker} needs as many; you hold ${sharesText(available)}.`
  return refuse('INSUFFICIENT_SHARES', message, SHARES_PATH, { required, available })
}

function refuseCash(figures: TradeFigures, available: Micros): Refusal {
  const required = -figures.cashDelta
  const message =
    `Buying ${sharesText(figures.shares)} shares costs ${microsText(required)}, fee included; ` +
    `you have ${microsText(available)}.`
  return refuse('INSUFFICIENT_CASH', message, SHARES_PATH, { required, available })
}

/** PRICE_MOVED where the cost is above maxCost or the revenue below minProceeds. The shell adds the quote. */
function checkLimit({ side, cashDelta }: TradeFigures, limit: Micros | null): Refusal | null {
  if (limit === null || cashDelta >= (side === 'BUY' ? -limit : limit)) return null
  const [sentence, field] =
    side === 'BUY'
      ? [`It costs ${microsText(-cashDelta)} now, above maxCost ${microsText(limit)}.`, 'maxCost']
      : [`It pays ${microsText(cashDelta)} now, below minProceeds ${microsText(limit)}.`, 'minProceeds']
  return refuse('PRICE_MOVED', sentence, ['input', field])
}

function fill(state: TradeState, project: Project, figures: TradeFigures): Filled {
  const { side, shares, cashDelta } = figures
  const before = state.holding
  const sale = side === 'SELL' ? applySell(before, shares, cashDelta) : null
  const holding = sale ? sale.holding : applyBuy(before, shares, micros(-cashDelta))
  const entered = before.shares === 0n && holding.shares > 0n ? 1 : 0
  const left = before.shares > 0n && holding.shares === 0n ? 1 : 0
  return {
    figures,
    project: { ...projectAfter(project, figures, state.parameters), holdersCount: project.holdersCount + entered - left },
    cash: micros(state.cash + cashDelta),
    holding,
    realised: sale ? sale.realised : micros(0n),
  }
}

/** The line moves by exactly what the price moved, also where the floor stopped a sale; the offset takes up the difference. */
function projectAfter(project: Project, { side, shares, priceAfter, priceBefore }: TradeFigures, p: MarketParameters): Project {
  const netShares = shareUnits(side === 'BUY' ? project.netShares + shares : project.netShares - shares)
  const target = line(project, p) + (priceAfter - priceBefore)
  return {
    ...project,
    price: priceAfter,
    offset: offsetForLine(target, project.basePrice, netShares, p),
    netShares,
    totalVolume: shareUnits(project.totalVolume + shares),
    totalTrades: project.totalTrades + 1,
    sequence: project.sequence + 1,
  }
}

/** Narrows the result of `decideTrade`. */
export const isFilled = (result: Filled | Refusal): result is Filled => !isRefusal(result)
