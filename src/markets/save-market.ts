import { QUOTE_ASSET } from '../ledger/ledger.ts'
import { canonical, type Decimal, toScale } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { hasExactNotional, type Market, type MarketKind, type MarketStatus, STEPS_MAX, ticksOf } from './market.ts'

/** What an administrator asks of a market: what is absent stays, or is the default of a new one. Pure. */
export interface MarketChange {
  readonly symbol: string
  readonly kind?: MarketKind | null
  readonly baseAsset?: string | null
  readonly tickSize?: Decimal | null
  readonly lotSize?: Decimal | null
  readonly minNotional?: Decimal | null
  readonly feeBps?: number | null
  readonly bandBps?: number | null
  readonly breakerBps?: number | null
  readonly breakerWindowSeconds?: number | null
  readonly referencePrice?: Decimal | null
}

export type MarketDraft = Omit<Market, 'marketId' | 'lastPrice' | 'createdAt'>

/** A flat fee of 0.5 %; a tenth around the mark; a pause where a minute moves a price by a fifth. */
const DEFAULTS = { feeBps: 50, bandBps: 1_000, breakerBps: 2_000, breakerWindowMs: 60_000, minNotionalMicros: 1_000_000n }

const SYMBOL = /^[A-Z0-9]{1,12}(-[A-Z0-9]{1,12}){1,3}$/
const ASSET = /^[A-Z][A-Z0-9]{0,11}$/
const MIN_NOTIONAL_MAX = 10n ** 12n

const invalid = (field: keyof MarketChange, message: string): Refusal =>
  refuse('INVALID_PARAMETER', `${field} ${message}`, ['input', field])

/** The market as it is to be, or why not. `current` null lists a new one, which is PENDING; its grid and kind then stay. */
export function decideMarket(current: Market | null, change: MarketChange): MarketDraft | Refusal {
  const named = decideNames(current, change)
  if (isRefusal(named)) return named
  const grid = decideGrid(current, change)
  if (isRefusal(grid)) return grid
  const numbers = decideNumbers(current, change)
  if (isRefusal(numbers)) return numbers
  const referencePrice = decideReference(current, change, grid)
  if (isRefusal(referencePrice)) return referencePrice
  return { ...named, ...grid, ...numbers, referencePrice, status: current?.status ?? 'PENDING' }
}

type Names = Pick<MarketDraft, 'symbol' | 'kind' | 'baseAsset' | 'quoteAsset'>

function decideNames(current: Market | null, { symbol, ...change }: MarketChange): Names | Refusal {
  if (!SYMBOL.test(symbol)) return invalid('symbol', 'must be words of 1..12 of A-Z 0-9 with hyphens between, as CXPT-USDC.')
  const kind = change.kind ?? current?.kind ?? 'SPOT'
  if (current && kind !== current.kind) return invalid('kind', `of ${symbol} is ${current.kind} and stays so.`)
  const baseAsset = change.baseAsset ?? current?.baseAsset ?? symbol.slice(0, symbol.indexOf('-'))
  if (current && baseAsset !== current.baseAsset)
    return invalid('baseAsset', `of ${symbol} is ${current.baseAsset} and stays so.`)
  if (!ASSET.test(baseAsset) || baseAsset === QUOTE_ASSET)
    return invalid('baseAsset', `must be 1..12 of A-Z 0-9, begin with a letter, and not be ${QUOTE_ASSET}.`)
  return { symbol, kind, baseAsset, quoteAsset: QUOTE_ASSET }
}

type GridDraft = Pick<MarketDraft, 'tickSizeMicros' | 'lotSizeUnits'>

/** Orders are stored in ticks and lots, so the grid of a listed market is what it is. */
function decideGrid(current: Market | null, { tickSize, lotSize }: MarketChange): GridDraft | Refusal {
  const tickSizeMicros = tickSize ? toScale(tickSize, MICROS_DECIMALS) : (current?.tickSizeMicros ?? null)
  if (tickSizeMicros === null || tickSizeMicros <= 0n || tickSizeMicros > 10n ** 12n)
    return invalid('tickSize', `must be 0.000001 to 1000000 USDC, with at most ${MICROS_DECIMALS} decimals.`)
  const lotSizeUnits = lotSize ? toScale(lotSize, BASE_DECIMALS) : (current?.lotSizeUnits ?? null)
  if (lotSizeUnits === null || lotSizeUnits <= 0n || lotSizeUnits > 10n ** 14n)
    return invalid('lotSize', `must be 0.00000001 to 1000000, with at most ${BASE_DECIMALS} decimals.`)
  if (current && tickSizeMicros !== current.tickSizeMicros)
    return invalid('tickSize', 'of a listed market stays: list another one.')
  if (current && lotSizeUnits !== current.lotSizeUnits) return invalid('lotSize', 'of a listed market stays: list another one.')
  if (!hasExactNotional({ tickSizeMicros, lotSizeUnits }))
    return invalid('lotSize', 'times tickSize must be a whole number of 0.000001 USDC, so that every notional is exact.')
  return { tickSizeMicros, lotSizeUnits }
}

type Numbers = Pick<MarketDraft, 'minNotionalMicros' | 'feeBps' | 'bandBps' | 'breakerBps' | 'breakerWindowMs'>

function decideNumbers(current: Market | null, change: MarketChange): Numbers | Refusal {
  const before = current ?? DEFAULTS
  const minNotionalMicros = change.minNotional ? toScale(change.minNotional, MICROS_DECIMALS) : before.minNotionalMicros
  if (minNotionalMicros === null || minNotionalMicros < 0n || minNotionalMicros > MIN_NOTIONAL_MAX)
    return invalid('minNotional', `must be 0 to 1000000 USDC, with at most ${MICROS_DECIMALS} decimals.`)
  const feeBps = change.feeBps ?? before.feeBps
  if (feeBps < 0 || feeBps > 1_000) return invalid('feeBps', `is ${feeBps}; it must be 0 to 1000.`)
  const bandBps = change.bandBps ?? before.bandBps
  if (bandBps < 1 || bandBps > 10_000) return invalid('bandBps', `is ${bandBps}; it must be 1 to 10000.`)
  const breakerBps = change.breakerBps ?? before.breakerBps
  if (breakerBps < 1 || breakerBps > 10_000) return invalid('breakerBps', `is ${breakerBps}; it must be 1 to 10000.`)
  const seconds = change.breakerWindowSeconds ?? before.breakerWindowMs / 1_000
  if (seconds < 1 || seconds > 86_400) return invalid('breakerWindowSeconds', `is ${seconds}; it must be 1 to 86400.`)
  return { minNotionalMicros, feeBps, bandBps, breakerBps, breakerWindowMs: seconds * 1_000 }
}

function decideReference(current: Market | null, { referencePrice }: MarketChange, grid: GridDraft): number | Refusal {
  if (!referencePrice) return current?.referencePrice ?? invalid('referencePrice', 'of a new market must be given.')
  const ticks = ticksOf(grid, referencePrice)
  if ('steps' in ticks && ticks.steps <= STEPS_MAX) return ticks.steps
  return invalid('referencePrice', `is ${canonical(referencePrice)}; it must be above 0 and a multiple of tickSize.`)
}

/** The market with another status, or why not: what is closed stays closed, and only spot markets have rules to trade by. */
export function decideStatus(market: Market, status: MarketStatus): Market | Refusal {
  const refuseStatus = (message: string) => refuse('INVALID_PARAMETER', message, ['input', 'status'])
  if (status === market.status) return market
  if (market.status === 'CLOSED') return refuseStatus(`${market.symbol} is CLOSED and stays so: list another market.`)
  if (market.kind !== 'SPOT' && status !== 'CLOSED')
    return refuseStatus(`The rules of ${market.kind} markets are not there yet: ${market.symbol} stays ${market.status}.`)
  if (status === 'PENDING') return refuseStatus(`${market.symbol} was opened before; PAUSED holds it.`)
  if (status === 'SETTLING') return refuseStatus('A SPOT market has nothing to settle.')
  return { ...market, status }
}
