import { micros, shareUnits } from '../money/units.ts'
import type { Topic } from '../platform/bus.ts'
import { type FeedBatch, NEWS_KINDS, type NewsPrint, PRICE_SOURCES, type PriceMove, SIDES, type TradePrint } from './feed.ts'

/**
 * How a FeedBatch crosses process borders: JSON, bigints as decimal texts, moments as milliseconds. Reading trusts
 * nothing: another shape, another event's batch or a hole between first and last is null. Members that are not known
 * here are ignored, so that servers of two versions understand each other.
 */
export const feedTopic = (eventId: string): Topic<FeedBatch> => ({
  name: `feed:${eventId}`,
  encode: encodeBatch,
  decode: (text) => {
    const batch = decodeBatch(text)
    return batch?.eventId === eventId ? batch : null
  },
})

/** More than the largest honest batch: 1,000 projects created at once with long names. */
const TEXT_MAX = 4_000_000

export function encodeBatch(batch: FeedBatch): string {
  return JSON.stringify(batch, function (this: Record<string, unknown>, key, value: unknown) {
    if (typeof value === 'bigint') return value.toString()
    // A Date has become a text before it gets here; its holder still has it.
    const held = this[key]
    return held instanceof Date ? held.getTime() : value
  })
}

export function decodeBatch(text: string): FeedBatch | null {
  if (text.length > TEXT_MAX) return null
  try {
    const batch = readBatch(JSON.parse(text))
    return isWhole(batch) ? batch : null
  } catch {
    return null
  }
}

/** Every position of first..last is there once, moves and news each in order. */
function isWhole(batch: FeedBatch): boolean {
  const expected = batch.last - batch.first + 1n
  if (batch.first < 1n || expected !== BigInt(batch.moves.length + batch.news.length)) return false
  let move = 0
  let news = 0
  for (let position = batch.first; position <= batch.last; position++) {
    if (batch.moves[move]?.position === position) move++
    else if (batch.news[news]?.position === position) news++
    else return false
  }
  return true
}

type Members = Readonly<Record<string, unknown>>

const wrong = (): never => {
  throw new TypeError('wrong shape')
}
const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : wrong())
const text = (value: unknown): string => (typeof value === 'string' ? value : wrong())
const whole = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : wrong())
const BIG = /^-?[0-9]{1,19}$/
const big = (value: unknown): bigint => (typeof value === 'string' && BIG.test(value) ? BigInt(value) : wrong())
const MOMENT_MAX = 8.64e15
const moment = (value: unknown): Date => (whole(value) <= MOMENT_MAX ? new Date(whole(value)) : wrong())
const optional = <T>(value: unknown, read: (value: unknown) => T): T | null => (value === null ? null : read(value))
const list = <T>(value: unknown, read: (value: unknown) => T): T[] => (Array.isArray(value) ? value.map(read) : wrong())
const oneOf = <T extends string>(value: unknown, names: readonly T[]): T => names.find((name) => name === value) ?? wrong()

const readMicros = (value: unknown) => micros(big(value))

function readBatch(value: unknown): FeedBatch {
  const from = members(value)
  return {
    eventId: text(from.eventId),
    epoch: whole(from.epoch),
    first: big(from.first),
    last: big(from.last),
    revision: big(from.revision),
    moves: list(from.moves, readMove),
    news: list(from.news, readNews),
    touchedUserIds: list(from.touchedUserIds, text),
  }
}

function readMove(value: unknown): PriceMove {
  const from = members(value)
  return {
    position: big(from.position),
    projectId: text(from.projectId),
    projectNumber: whole(from.projectNumber),
    ticker: text(from.ticker),
    name: text(from.name),
    sequence: whole(from.sequence),
    at: moment(from.at),
    priceBefore: readMicros(from.priceBefore),
    price: readMicros(from.price),
    source: oneOf(from.source, PRICE_SOURCES),
    headline: optional(from.headline, text),
    basePrice: readMicros(from.basePrice),
    offset: readMicros(from.offset),
    netShares: shareUnits(big(from.netShares)),
    totalVolume: shareUnits(big(from.totalVolume)),
    totalTrades: whole(from.totalTrades),
    folded: whole(from.folded),
    trade: optional(from.trade, readTrade),
  }
}

function readTrade(value: unknown): TradePrint {
  const from = members(value)
  return {
    accountId: text(from.accountId),
    userId: text(from.userId),
    side: oneOf(from.side, SIDES),
    shares: shareUnits(big(from.shares)),
    executionPrice: readMicros(from.executionPrice),
    fee: readMicros(from.fee),
    cashDelta: readMicros(from.cashDelta),
  }
}

function readNews(value: unknown): NewsPrint {
  const from = members(value)
  return {
    position: big(from.position),
    newsId: text(from.newsId),
    at: moment(from.at),
    kind: oneOf(from.kind, NEWS_KINDS),
    headline: text(from.headline),
    projectId: optional(from.projectId, text),
    bumpType: optional(from.bumpType, text),
    priceBefore: optional(from.priceBefore, readMicros),
    priceAfter: optional(from.priceAfter, readMicros),
    sequence: optional(from.sequence, whole),
  }
}
