import { readHeadline } from '../events/texts.ts'
import { plainId } from '../graphql/access.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { inboxTopic } from './inbox.codec.ts'
import { appendInbox, numberDrafts } from './inbox.sql.ts'
import type { Market, MarketStatus } from './market.ts'
import { type DecidedStatus, recordOfRules } from './market-rules.ts'
import { marketChanges } from './market-texts.ts'
import { insertMarket, insertMarketChanges, lockMarket, updateRules } from './markets.sql.ts'
import { decideMarket, decideStatus, type MarketChange, type MarketDraft } from './save-market.ts'

/** The market that a command saved, for the answer. */
export type SavedMarket = { readonly symbol: string }

/** Lists a market or changes its rules. Holds the market's inbox, so that rules follow one another as its matcher reads them. */
export function saveMarket(deps: Deps, keyed: KeyedRequest, change: MarketChange): Promise<SavedMarket | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const current = plainId(change.symbol) === null ? null : await lockMarket(tx, change.symbol)
      const draft = decideMarket(current, change)
      if (isRefusal(draft)) return draft
      const by = { actorUserId: keyed.userId, action: 'saveMarket' }
      if (current) await decide(tx, current, { ...current, ...draft }, null, by)
      else await listMarket(tx, draft, keyed.userId)
      return { symbol: change.symbol }
    }),
  )
}

export interface StatusOrder {
  readonly symbol: string
  readonly status: MarketStatus
  readonly note?: string | null
  readonly keyed: KeyedRequest
}

/** Opens, pauses, resumes or closes a market; its matcher decides about what was ordered before by the status before. */
export function setMarketStatus(deps: Deps, { symbol, status, keyed, ...order }: StatusOrder): Promise<SavedMarket | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const note = readHeadline(order.note, ['input', 'note'])
      if (isRefusal(note)) return note
      const current = plainId(symbol) === null ? null : await lockMarket(tx, symbol)
      if (!current) return marketNotFound(symbol)
      const decided = decideStatus(current, status)
      if (isRefusal(decided)) return decided
      const by = { actorUserId: keyed.userId, action: 'setMarketStatus', note: note?.text ?? null }
      await decide(tx, current, decided, status, by)
      return { symbol }
    }),
  )
}

export const marketNotFound = (symbol: string, path: readonly string[] = ['input', 'symbol']): Refusal =>
  refuse('MARKET_NOT_FOUND', `There is no market "${symbol.slice(0, 64)}".`, path)

interface Decision {
  readonly actorUserId: string | null
  readonly action: string
  readonly note?: string | null
}

/** Lists a market, PENDING or as the draft says. */
export async function listMarket(tx: Tx, draft: MarketDraft, actorUserId: string | null): Promise<Market> {
  const market = await insertMarket(tx, draft)
  if (!market) throw listedMeanwhile(draft.symbol)
  await announce(tx, null, market, market.status, { actorUserId, action: 'saveMarket' })
  return market
}

/** A conflict, so that the transaction begins anew and finds the market. */
const listedMeanwhile = (symbol: string): Error => Object.assign(new Error(`market ${symbol} was just listed`), { code: '40001' })

/** A null status leaves it as it is then: the matcher may pause a market that was read as active. */
async function decide(tx: Tx, before: Market, after: Market, status: DecidedStatus, decision: Decision): Promise<void> {
  if (marketChanges(before, after).length === 0) return
  await updateRules(tx, { ...after, status })
  await announce(tx, before, after, status, decision)
}

/** Puts status and rules into the inbox as one command, and into the record of who decided what. */
async function announce(
  tx: Tx,
  before: Market | null,
  after: Market,
  decidedStatus: DecidedStatus,
  { note = null, ...decision }: Decision,
): Promise<void> {
  const { marketId, status } = after
  const rules = recordOfRules({ ...after, status: decidedStatus })
  const entries = await numberDrafts(tx, [{ marketId, kind: 'MARKET', orderId: null, reason: null, rules }])
  await appendInbox(tx, entries)
  const { number, at } = entries[0]!
  const change = { marketId, number, at, ...decision, statusBefore: before?.status ?? null, status, note }
  await insertMarketChanges(tx, [{ ...change, changes: marketChanges(before, after) }])
  tx.afterCommit(() => tx.deps.bus.publish(inboxTopic(marketId), { number: Number(number) }))
}
