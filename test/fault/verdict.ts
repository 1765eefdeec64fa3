/** Holds what clients were told against the tables and against the streams, in the manner of Jepsen. Source: faults, I1–I8. */
import { type Kysely, sql } from 'kysely'
import { verifyBooks } from '../../src/books/books.commands.ts'
import { differenceText } from '../../src/books/difference.ts'
import type { Database } from '../../src/database.ts'
import { parseDecimal, toScale } from '../../src/money/decimal.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { findViolations } from '../support/invariants.ts'
import type { Market } from './market.ts'
import type { PriceMessage, Reader, TapeMessage } from './readers.ts'
import type { Intent, WriteLog } from './writers.ts'

export interface Verdict {
  readonly problems: readonly string[]
  /** Intents whose outcome was known in the end, and attempts after which it was not. */
  readonly writes: number
  readonly doubts: number
  /** Acknowledged but not there, there twice, or there for nobody. */
  readonly writesLost: number
  /** Messages of streams, those that never came or came twice, and moves that `missed` told of. */
  readonly updates: number
  readonly updatesLost: number
  readonly folded: number
  /** The longest time in which no writer learned an outcome. */
  readonly outageMs: number
  /** From a trade's answer to the last reader that got it: median and worst. */
  readonly lagMs: readonly [median: number, worst: number]
}

interface TradeFact {
  readonly project_id: string
  readonly sequence: number
  readonly side: string
  readonly shares_units: bigint
  readonly execution_price_micros: bigint
  readonly key: string | null
}

interface PointFact {
  readonly project_id: string
  readonly sequence: number
  readonly price_micros: bigint
  readonly net_shares_units: bigint
}

export interface Heard {
  readonly prices: readonly Reader<PriceMessage>[]
  readonly tapes: readonly Reader<TapeMessage>[]
}

const placeOf = (projectId: string, sequence: number): string => `${projectId}:${sequence}`
export const units = (text: string, scale: number): bigint | null => {
  const value = parseDecimal(text)
  return value && toScale(value, scale)
}

export async function judge(db: Kysely<Database>, market: Market, log: WriteLog, heard: Heard): Promise<Verdict> {
  const problems = [...log.complaints]
  problems.push(...(await findViolations(db)))
  await verifyBooks(db, await migrationNames(), (difference) => problems.push(differenceText(difference)))
  const trades = await tradesOf(db, market)
  const lostWrites = [...judgeTrades(log.intents, trades), ...(await judgeBumps(db, market, log.intents))]
  const lostUpdates = await judgeStreams(db, market, heard)
  const readers = [...heard.prices, ...heard.tapes]
  problems.push(...lostWrites, ...lostUpdates, ...readers.flatMap(({ complaints }) => complaints))
  const known = log.intents.filter(({ outcome }) => outcome !== 'UNKNOWN')
  if (known.length < log.intents.length) problems.push(`${log.intents.length - known.length} outcomes were never known`)
  if (!known.some(({ outcome, mutation }) => outcome === 'DONE' && mutation !== 'applyPhaseBump'))
    problems.push('nothing was traded')
  return {
    problems,
    writes: known.length,
    doubts: log.intents.reduce((sum, { doubts }) => sum + doubts, 0),
    writesLost: lostWrites.length,
    updates: readers.reduce((sum, { messages }) => sum + messages.length, 0),
    updatesLost: lostUpdates.length,
    folded: heard.prices.flatMap(({ messages }) => messages).reduce((sum, { missed }) => sum + missed, 0),
    outageMs: longestGap(known.map(({ knownMs }) => knownMs)),
    lagMs: lagsOf(known, heard.tapes),
  }
}

/** I7, I8: what was not told, told twice, or told as it is not. */
export async function judgeStreams(db: Kysely<Database>, market: Pick<Market, 'eventId'>, heard: Heard): Promise<string[]> {
  const [trades, points] = [await tradesOf(db, market), await pointsOf(db, market)]
  return [
    ...heard.prices.flatMap((reader) => judgePrices(reader, points)),
    ...heard.tapes.flatMap((reader) => judgeTape(reader, trades)),
  ]
}

async function tradesOf(db: Kysely<Database>, { eventId }: Pick<Market, 'eventId'>): Promise<TradeFact[]> {
  const { rows } = await sql<TradeFact>`
    select t.project_id, t.sequence, t.side, t.shares_units, t.execution_price_micros, k.key from trades t
    left join idempotency_keys k on k.user_id = t.user_id and k.outcome ->> 'projectId' = t.project_id
      and k.outcome ->> 'sequence' = t.sequence::text and k.mutation in ('buy', 'sell')
    where t.event_id = ${eventId} order by t.position offset 1`.execute(db)
  return rows
}

async function pointsOf(db: Kysely<Database>, { eventId }: Pick<Market, 'eventId'>): Promise<Map<string, PointFact>> {
  const { rows } = await sql<PointFact>`
    select project_id, sequence, price_micros, net_shares_units from price_points
    where event_id = ${eventId} order by position`.execute(db)
  return new Map(rows.map((row) => [placeOf(row.project_id, row.sequence), row]))
}

/** I5: every acknowledged trade once and as it was asked for, and no trade that nobody was told of. */
function judgeTrades(intents: readonly Intent[], trades: readonly TradeFact[]): string[] {
  const problems: string[] = []
  const byKey = Map.groupBy(trades, ({ key }) => key ?? 'none')
  for (const intent of intents) {
    if (intent.mutation === 'applyPhaseBump') continue
    const found = byKey.get(intent.key) ?? []
    byKey.delete(intent.key)
    const told = `${intent.mutation} ${intent.key} (${intent.outcome}, ${intent.attempts} attempts)`
    if (intent.outcome === 'UNKNOWN') {
      if (found.length > 1) problems.push(`${told} is there ${found.length} times`)
    } else if (found.length !== (intent.outcome === 'DONE' ? 1 : 0)) problems.push(`${told} is there ${found.length} times`)
    const [trade] = found
    if (!trade || intent.outcome !== 'DONE') continue
    const isSame =
      trade.project_id === intent.projectId &&
      trade.sequence === intent.sequence &&
      trade.side === intent.mutation.toUpperCase() &&
      trade.shares_units === units(intent.shares, 4)
    if (!isSame) problems.push(`${told} is there as another: ${placeOf(trade.project_id, trade.sequence)}`)
  }
  for (const [key, rows] of byKey) problems.push(`${rows.length} trades are there that nobody asked for (key ${key})`)
  return problems
}

async function judgeBumps(db: Kysely<Database>, { eventId }: Market, intents: readonly Intent[]): Promise<string[]> {
  const { rows } = await sql<{ headline: string; count: number }>`
    select headline, count(*)::int4 as count from audit_entries where event_id = ${eventId} and headline like 'bump %'
    group by headline`.execute(db)
  const counts = new Map(rows.map(({ headline, count }) => [headline, count]))
  return intents
    .filter(({ mutation, outcome }) => mutation === 'applyPhaseBump' && outcome !== 'UNKNOWN')
    .filter(({ key, outcome }) => (counts.get(`bump ${key}`) ?? 0) !== (outcome === 'DONE' ? 1 : 0))
    .map(({ key, outcome }) => `bump ${key} (${outcome}) is there ${counts.get(`bump ${key}`) ?? 0} times`)
}

/** I7, I8: per project an unbroken chain up to the last move, each message as the table has that move. */
function judgePrices({ name, messages }: Reader<PriceMessage>, points: ReadonlyMap<string, PointFact>): string[] {
  const problems: string[] = []
  const last = new Map<string, number>()
  for (const { projectId, sequence, missed, currentPrice, netShares } of messages) {
    const before = last.get(projectId)
    if (before !== undefined && sequence !== before + 1 + missed)
      problems.push(`${name}: ${projectId} went from ${before} to ${sequence} and said missed ${missed}`)
    last.set(projectId, sequence)
    const point = points.get(placeOf(projectId, sequence))
    if (!point || point.price_micros !== units(currentPrice, 6) || point.net_shares_units !== units(netShares, 4))
      problems.push(`${name}: ${projectId} ${sequence} was told as ${currentPrice} × ${netShares}`)
  }
  const ends = new Map([...points.values()].map((point) => [point.project_id, point.sequence]))
  for (const [projectId, end] of ends)
    if (last.get(projectId) !== end) problems.push(`${name}: ${projectId} ended at ${last.get(projectId)} instead of ${end}`)
  return problems
}

function judgeTape({ name, messages }: Reader<TapeMessage>, trades: readonly TradeFact[]): string[] {
  const told = messages.map(({ project, sequence, side, shares, price }) =>
    [placeOf(project.projectId, sequence), side, units(shares, 4), units(price, 6)].join(' '),
  )
  const right = trades.map((trade) =>
    [placeOf(trade.project_id, trade.sequence), trade.side, trade.shares_units, trade.execution_price_micros].join(' '),
  )
  if (told.join() === right.join()) return []
  const [toldOnce, rightOnce] = [new Set(told), new Set(right)]
  const lost = right.filter((line) => !toldOnce.has(line)).map((line) => `${name}: never told of ${line}`)
  const wrong = told.filter((line) => !rightOnce.has(line)).map((line) => `${name}: told of ${line}, which is not there`)
  const twice = told.filter((line, index) => told.indexOf(line) !== index).map((line) => `${name}: told twice of ${line}`)
  const all = [...lost, ...wrong, ...twice]
  return all.length > 0 ? all : [`${name}: told of all trades, in another order`]
}

function longestGap(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted.reduce((longest, time, index) => (index === 0 ? 0 : Math.max(longest, time - sorted[index - 1]!)), 0)
}

function lagsOf(intents: readonly Intent[], tapes: readonly Reader<TapeMessage>[]): readonly [number, number] {
  const answered = new Map(intents.map(({ projectId, sequence, knownMs }) => [placeOf(projectId, sequence ?? 0), knownMs]))
  const lags = tapes
    .flatMap(({ messages }) => messages)
    .map(({ project, sequence, atMs }) => atMs - (answered.get(placeOf(project.projectId, sequence)) ?? atMs))
    .sort((a, b) => a - b)
  return [Math.max(0, lags[Math.floor(lags.length / 2)] ?? 0), Math.max(0, lags.at(-1) ?? 0)]
}
