import { SIDES } from '../events/feed.ts'
import { MARKET_STATUSES } from '../markets/market.ts'
import type { Topic } from '../platform/bus.ts'
import type { LevelState, MarketBatch, TradePrint } from './market-feed.ts'

/**
 * How the order book's messages cross process borders: JSON, moments as milliseconds. Reading trusts nothing: another
 * shape or another market's batch is null. Members that are not known here are ignored.
 */
export const marketTopic = (marketId: number): Topic<MarketBatch> => ({
  name: `market:${marketId}`,
  encode: (batch) => JSON.stringify({ ...batch, at: batch.at.getTime(), trades: batch.trades.map(withTime) }),
  decode: (text) => {
    const batch = decoded(text, readBatch)
    return batch?.marketId === marketId ? batch : null
  },
})

const withTime = (print: TradePrint) => ({ ...print, at: print.at.getTime() })

/** More than the largest honest batch: 512 commands that sweep thousands of levels. */
const TEXT_MAX = 8_000_000

function decoded<T>(text: string, read: (value: unknown) => T): T | null {
  if (text.length > TEXT_MAX) return null
  try {
    return read(JSON.parse(text))
  } catch {
    return null
  }
}

type Members = Readonly<Record<string, unknown>>

const wrong = (): never => {
  throw new TypeError('wrong shape')
}
const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : wrong())
const string = (value: unknown): string => (typeof value === 'string' ? value : wrong())
const flag = (value: unknown): boolean => (typeof value === 'boolean' ? value : wrong())
const whole = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : wrong())
const MOMENT_MAX = 8.64e15
const moment = (value: unknown): Date => (whole(value) <= MOMENT_MAX ? new Date(whole(value)) : wrong())
const list = <T>(value: unknown, read: (value: unknown) => T): T[] => (Array.isArray(value) ? value.map(read) : wrong())
const oneOf = <T extends string>(value: unknown, names: readonly T[]): T => names.find((name) => name === value) ?? wrong()

function readBatch(value: unknown): MarketBatch {
  const from = members(value)
  return {
    marketId: whole(from.marketId),
    symbol: string(from.symbol),
    from: whole(from.from),
    to: whole(from.to) >= whole(from.from) ? whole(from.to) : wrong(),
    at: moment(from.at),
    levels: list(from.levels, readLevel),
    trades: list(from.trades, readTrade),
    lastPrice: from.lastPrice === null ? null : whole(from.lastPrice),
    markPrice: whole(from.markPrice),
    status: oneOf(from.status, MARKET_STATUSES),
    rulesChanged: flag(from.rulesChanged),
  }
}

function readLevel(value: unknown): LevelState {
  const from = members(value)
  return { side: oneOf(from.side, SIDES), price: whole(from.price), lots: whole(from.lots), orders: whole(from.orders) }
}

function readTrade(value: unknown): TradePrint {
  const from = members(value)
  return {
    tradeNumber: whole(from.tradeNumber),
    at: moment(from.at),
    price: whole(from.price),
    lots: whole(from.lots),
    takerSide: oneOf(from.takerSide, SIDES),
  }
}
