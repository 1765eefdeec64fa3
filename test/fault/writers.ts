/**
 * Recorded writers: traders who buy and sell, and an organiser who bumps. Every intent has a key of its own and is
 * repeated, on one server after the other, until its outcome is known. What they log is what a run is judged by.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type AnyData, signIn } from './asking.ts'
import type { Market } from './market.ts'

export interface Intent {
  readonly writer: string
  readonly key: string
  readonly mutation: 'buy' | 'sell' | 'applyPhaseBump'
  readonly projectId: string
  readonly shares: string
  attempts: number
  /** Attempts after which it was not known what had happened. */
  doubts: number
  outcome: 'UNKNOWN' | 'DONE' | 'REFUSED'
  /** Of the trade. */
  sequence: number | null
  /** When the outcome was known, by the harness's own clock. */
  knownMs: number
}

export interface WriteLog {
  readonly intents: Intent[]
  /** Codes that a client should never have been shown, and answers that contradict one another. */
  readonly complaints: string[]
  /** Retryable errors, by code. */
  readonly shown: Map<string, number>
}

export interface Writers {
  readonly log: WriteLog
  /** No new intents; resolves when every outcome is known or time is over. */
  stop(withinMs: number): Promise<void>
}

export interface Pace {
  readonly traders: number
  readonly pauseMs: number
  readonly timeoutMs: number
  /** Refusals that are right, beside those of somebody who has too little. */
  readonly refusals?: readonly string[]
}

const TRADE = 'userErrors { code message } trade { sequence shares side project { projectId } }'
const DOCUMENTS = {
  buy: `mutation ($input: BuyInput!) { result: buy(input: $input) { ${TRADE} } }`,
  sell: `mutation ($input: SellInput!) { result: sell(input: $input) { ${TRADE} } }`,
  applyPhaseBump:
    'mutation ($input: PhaseBumpInput!) { result: applyPhaseBump(input: $input) { userErrors { code message } project { projectId } } }',
}
const RETRYABLE = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED']
const REPEAT_ONE_IN = 12
/** A client in a hurry asks all servers at once. */
const HURRY_ONE_IN = 8

export async function startWriters(urls: readonly string[], market: Market, pace: Pace): Promise<Writers> {
  const log: WriteLog = { intents: [], complaints: [], shown: new Map() }
  const state = { isOver: false, giveUpMs: Number.POSITIVE_INFINITY }
  const names = Array.from({ length: pace.traders }, (_, index) => `trader-${index}@example.com`)
  const running = names.map((name, index) => trade({ urls, market, pace, log, state, name, first: index }))
  running.push(bump({ urls, market, pace, log, state, name: 'organiser@example.com', first: 0 }))
  return {
    log,
    async stop(withinMs) {
      state.isOver = true
      state.giveUpMs = performance.now() + withinMs
      await Promise.all(running)
    },
  }
}

interface Writer {
  readonly urls: readonly string[]
  readonly market: Market
  readonly pace: Pace
  readonly log: WriteLog
  readonly state: { isOver: boolean; giveUpMs: number }
  readonly name: string
  readonly first: number
}

async function trade(writer: Writer): Promise<void> {
  const { market, state, pace } = writer
  const session = { token: await signIn(writer.urls, writer.name), at: writer.first, isAdmin: false }
  const held = new Map<string, number>()
  while (!state.isOver) {
    const projectId = market.projectIds[randomInt(market.projectIds.length)]!
    const has = held.get(projectId) ?? 0
    const isSale = has > 2 && randomInt(2) === 0
    const units = isSale ? randomInt(1, Math.floor(has * 100)) : randomInt(1, 500)
    const intent = await settle(writer, session, isSale ? 'sell' : 'buy', projectId, String(units / 100))
    if (intent.outcome === 'DONE') held.set(projectId, has + (isSale ? -units / 100 : units / 100))
    await sleep(pace.pauseMs * (0.5 + Math.random()))
  }
}

async function bump(writer: Writer): Promise<void> {
  const session = { token: await signIn(writer.urls, writer.name, true), at: 0, isAdmin: true }
  while (!writer.state.isOver) {
    await settle(writer, session, 'applyPhaseBump', writer.market.projectIds[0]!, '0')
    await sleep(writer.pace.pauseMs * 10)
  }
}

interface Session {
  token: string
  at: number
  readonly isAdmin: boolean
}

/** So many intents of as many writers, at the same moment; resolves when every outcome is known. */
export async function writeAtOnce(urls: readonly string[], market: Market, log: WriteLog, count: number): Promise<void> {
  const state = { isOver: false, giveUpMs: performance.now() + 60_000 }
  const pace = { traders: 1, pauseMs: 0, timeoutMs: 15_000 }
  const trader = { urls, market, pace, log, state, name: 'hasty@example.com', first: 0 }
  const organiser = { ...trader, name: 'organiser@example.com' }
  const token = await signIn(urls, trader.name)
  const adminToken = await signIn(urls, organiser.name, true)
  await Promise.all(
    Array.from({ length: count }, async (_, index) =>
      index % 2 === 0
        ? await settle(trader, { token, at: index, isAdmin: false }, 'buy', market.projectIds[index % 3]!, '1')
        : await settle(organiser, { token: adminToken, at: index, isAdmin: true }, 'applyPhaseBump', market.projectIds[0]!, '0'),
    ),
  )
}

/** One intent, until its outcome is known. Now and then it is sent once more, which must answer the same. */
async function settle(writer: Writer, session: Session, mutation: Intent['mutation'], projectId: string, shares: string) {
  const { log, state, name } = writer
  const key = randomUUID()
  const blank = { attempts: 0, doubts: 0, outcome: 'UNKNOWN', sequence: null, knownMs: 0 } as const
  const intent: Intent = { writer: name, key, mutation, projectId, shares, ...blank }
  log.intents.push(intent)
  while (intent.outcome === 'UNKNOWN' && performance.now() < state.giveUpMs) {
    const result = await (randomInt(HURRY_ONE_IN) === 0 ? everywhere(writer, session, intent) : attempt(writer, session, intent))
    if (result === null) {
      await sleep(50 + 100 * Math.random())
      continue
    }
    intent.knownMs = performance.now()
    const refusal = result.userErrors[0]
    intent.outcome = refusal ? 'REFUSED' : 'DONE'
    intent.sequence = result.trade?.sequence ?? null
    const expected = ['INSUFFICIENT_CASH', 'INSUFFICIENT_SHARES', ...(writer.pace.refusals ?? [])]
    const isExpected = !refusal || expected.includes(refusal.code)
    if (!isExpected) log.complaints.push(`${mutation} was refused: ${JSON.stringify(refusal)}`)
  }
  if (intent.outcome === 'DONE' && randomInt(REPEAT_ONE_IN) === 0) {
    session.at++
    const again = await attempt(writer, session, intent)
    const isSame = !again || (again.userErrors.length === 0 && (again.trade?.sequence ?? null) === intent.sequence)
    if (!isSame) log.complaints.push(`a repeat of ${key} answered ${JSON.stringify(again)}, first ${intent.sequence}`)
  }
  return intent
}

/** All servers at the same moment. A refusal frees the key, so that the other server may do it; done twice is one trade. */
async function everywhere(writer: Writer, session: Session, intent: Intent): Promise<AnyData> {
  const sessions = writer.urls.map((_, at) => ({ ...session, at }))
  const results = (await Promise.all(sessions.map((own) => attempt(writer, own, intent)))).filter((result) => result !== null)
  const done = results.filter(({ userErrors }) => userErrors.length === 0)
  const sequences = new Set(done.map(({ trade: told }) => told?.sequence))
  if (sequences.size > 1) writer.log.complaints.push(`${intent.key} was done twice: ${[...sequences].join(' and ')}`)
  return done[0] ?? results[0] ?? null
}

/** null: not known what happened; the next attempt goes to the next server. */
async function attempt(writer: Writer, session: Session, intent: Intent): Promise<AnyData> {
  const { urls, pace, log } = writer
  const { mutation, key, projectId, shares } = intent
  const input =
    mutation === 'applyPhaseBump'
      ? { projectId, bumpType: 'ADD', delta: '0.01', headline: `bump ${key}`, idempotencyKey: key }
      : { projectId, shares, idempotencyKey: key }
  const query = DOCUMENTS[mutation]
  intent.attempts++
  const url = urls[session.at % urls.length]!
  const answer = await ask(url, query, { input }, { token: session.token, timeoutMs: pace.timeoutMs })
  if (answer.kind === 'DATA') return answer.data.result
  session.at++
  intent.doubts++
  if (answer.kind === 'NOTHING') return null
  log.shown.set(answer.code, (log.shown.get(answer.code) ?? 0) + 1)
  if (!RETRYABLE.includes(answer.code)) log.complaints.push(`${mutation} was shown ${answer.code}: ${answer.message}`)
  if (answer.code === 'UNAUTHENTICATED') session.token = await signIn(urls, writer.name, session.isAdmin)
  if (answer.retryAfterMs) await sleep(answer.retryAfterMs)
  return null
}
