import type { Account } from '../accounts/account.ts'
import { type AccountOwner, openMissing } from '../accounts/accounts.commands.ts'
import { lockAccounts, updateBalances } from '../accounts/accounts.sql.ts'
import type { MarketParameters } from '../events/event.ts'
import { effectiveStatus } from '../events/event.ts'
import { lockEventShared, readClock } from '../events/events.sql.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { findHoldingsOfUsers, upsertHoldings } from '../holdings/holdings.sql.ts'
import { type KeyedRequest, outcomeOf } from '../idempotency/idempotency.commands.ts'
import { findKeys, insertKeys, type KeyRecord } from '../idempotency/idempotency.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import type { Project } from '../projects/project.ts'
import { lockProjects, updateMarkets } from '../projects/projects.sql.ts'
import type { TradeCommand } from './decide-trade.ts'
import { type BatchState, type FilledTrade, foldCommand, holdingKey } from './fold-batch.ts'
import { type TradeRow, tradeRowOfMove } from './trades.sql.ts'
import { insertTrades } from './trading.sql.ts'

/** A buy or sell as it reached the server: whose, what, and under which key. */
export interface TradeRequest {
  readonly owner: AccountOwner
  readonly command: TradeCommand
  readonly keyed: KeyedRequest
}

/** What came of a request. An error is one that the caller throws to its client. */
export type TradeAnswer =
  | { readonly kind: 'FILLED'; readonly trade: TradeRow; readonly project: Project; readonly account: Account }
  /** A repeat of a key: the first trade, by its id. */
  | { readonly kind: 'REPEATED'; readonly eventId: string; readonly projectId: string; readonly sequence: number }
  | {
      readonly kind: 'REFUSED'
      readonly refusal: Refusal
      readonly project: Project | null
      readonly parameters: MarketParameters
    }
  | { readonly kind: 'FROZEN' }
  | { readonly kind: 'FAILED'; readonly error: unknown }

type Decided = Exclude<TradeAnswer, { kind: 'FILLED' }> | (FilledTrade & { kind: 'DECIDED' })

const keyText = (request: KeyedRequest): string => `${request.userId} ${request.key}`

/**
 * Executes requests of one event in one transaction: lock in the global order (event, projects, accounts), read,
 * decide in memory, write with set-based statements, append to the feed last. Answers stand in the order of requests.
 */
export async function executeBatch(
  tx: Tx,
  eventId: string,
  requests: readonly TradeRequest[],
  onLocked: () => void = () => undefined,
): Promise<TradeAnswer[]> {
  const { state, keys } = await readState(tx, eventId, requests)
  onLocked()
  const decided = requests.map((request) => decide(eventId, state, keys, request))
  const filled = decided.filter((answer) => answer.kind === 'DECIDED')
  const trades = filled.length > 0 ? await writeBatch(tx, eventId, state, filled, newKeys(requests, decided)) : []
  let next = 0
  return decided.map((answer) => {
    if (answer.kind !== 'DECIDED') return answer
    return { kind: 'FILLED', trade: trades[next++]!, project: answer.project, account: answer.account }
  })
}

/**
 * One journey: the locks are taken in the order of the statements, and what is read is read behind them. The clock too: of
 * two requests with one key, none is executed after the other was told that the event is over.
 */
async function readState(tx: Tx, eventId: string, requests: readonly TradeRequest[]) {
  const owners = [...new Map(requests.map(({ owner }) => [owner.userId, owner])).values()]
  const projectIds = [...new Set(requests.map(({ command }) => command.projectId))]
  const userIds = owners.map(({ userId }) => userId)
  const pairs = new Map(
    requests.map(({ owner: { userId }, command: { projectId } }) => [`${userId} ${projectId}`, { userId, projectId }]),
  )
  const asked = requests.flatMap(({ keyed }) => (keyed.key === null ? [] : [{ userId: keyed.userId, key: keyed.key }]))
  const [found, projects, locked, now, holdings, stored] = await Promise.all([
    lockEventShared(tx, eventId),
    lockProjects(tx, eventId, projectIds),
    lockAccounts(tx, eventId, userIds),
    readClock(tx.sql),
    findHoldingsOfUsers(tx.sql, eventId, [...pairs.values()]),
    asked.length > 0 ? findKeys(tx.sql, asked) : [],
  ])
  if (!found) throw new Error(`event ${eventId} of a listed project does not exist`)
  const { event } = found
  const state: BatchState = {
    status: effectiveStatus(event, now),
    parameters: event.parameters,
    now,
    projects: new Map(projects.map((project) => [project.projectId, project])),
    accounts: await openMissing(tx, eventId, event.parameters.initialCashMicros, owners, locked),
    holdings: new Map(holdings.map((holding) => [holdingKey(holding.accountId, holding.projectId), holding])),
  }
  return { state, keys: new Map(stored.map((record) => [`${record.userId} ${record.key}`, record])) }
}

/** Repeats of a key inside one batch see the first one's outcome like any later repeat. */
function decide(
  eventId: string,
  state: BatchState,
  keys: Map<string, KeyRecord>,
  { owner, command, keyed }: TradeRequest,
): Decided {
  try {
    const outcome = keyed.key === null ? null : outcomeOf(keys.get(keyText(keyed)), keyed)
    if (outcome) return { kind: 'REPEATED', eventId, projectId: String(outcome.projectId), sequence: Number(outcome.sequence) }
  } catch (error) {
    return { kind: 'FAILED', error }
  }
  const decision = foldCommand(state, { userId: owner.userId, command })
  if (decision === 'FROZEN') return { kind: 'FROZEN' }
  if (isRefusal(decision)) {
    return {
      kind: 'REFUSED',
      refusal: decision,
      project: state.projects.get(command.projectId) ?? null,
      parameters: state.parameters,
    }
  }
  if (keyed.key !== null) keys.set(keyText(keyed), recordOf(keyed, decision))
  return { kind: 'DECIDED', ...decision }
}

const recordOf = (keyed: KeyedRequest, { move }: FilledTrade): KeyRecord => ({
  ...keyed,
  key: keyed.key!,
  outcome: { projectId: move.projectId, sequence: move.sequence },
})

const newKeys = (requests: readonly TradeRequest[], decided: readonly Decided[]): KeyRecord[] =>
  decided.flatMap((answer, index) => {
    const { keyed } = requests[index]!
    return answer.kind === 'DECIDED' && keyed.key !== null ? [recordOf(keyed, answer)] : []
  })

/** One journey too, the feed's row last of all that is locked. */
async function writeBatch(
  tx: Tx,
  eventId: string,
  state: BatchState,
  filled: readonly FilledTrade[],
  keys: readonly KeyRecord[],
): Promise<TradeRow[]> {
  const projectIds = new Set(filled.map(({ move }) => move.projectId))
  const userIds = new Set(filled.map(({ account }) => account.userId))
  const held = new Set(filled.map(({ account, move }) => holdingKey(account.accountId, move.projectId)))
  const moves = filled.map(({ move }) => move)
  const trades = filled.map(({ move, realised }, index) => ({ move, realised, behind: filled.length - index - 1 }))
  const markets = Array.from(projectIds, (id) => state.projects.get(id)!)
  const balances = Array.from(userIds, (id) => state.accounts.get(id)!)
  const holdings = Array.from(held, (key) => state.holdings.get(key)!)
  const written = await Promise.all([
    updateMarkets(tx, eventId, markets),
    updateBalances(tx, eventId, balances),
    upsertHoldings(tx, eventId, holdings),
    keys.length > 0 ? insertKeys(tx, keys) : null,
    appendToFeed(tx, eventId, { moves }),
    insertTrades(tx, eventId, trades),
  ])
  const batch = written[4]
  return batch.moves.map((move) => tradeRowOfMove(batch, move)!)
}
