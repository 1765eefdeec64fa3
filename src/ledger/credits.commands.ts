import { readClock } from '../events/events.sql.ts'
import { readHeadline } from '../events/texts.ts'
import { plainId } from '../graphql/access.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { lockUser } from '../identity/identity.sql.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type Credit, creditChanges, creditEntries, decideCredit, type Welcome, welcomeCredits } from './credit.ts'
import { QUOTE_ASSET } from './ledger.ts'
import { changeBalances, findBalances, insertLedgerEntries, isKnownAsset, listTradedAssets } from './ledger.sql.ts'
import { tradersTopic } from './traders.codec.ts'
import { type LockedTrader, lockTraders, updateRevisions } from './traders.sql.ts'

declare module '../graphql/context.ts' {
  interface Services {
    /** Null where newcomers are given nothing. */
    welcome: Welcome | null
  }
}

export interface CreditOrder {
  readonly userId: string
  readonly asset: string
  readonly amount: Decimal
  readonly note: string | null
  readonly keyed: KeyedRequest
}

/** Whose balance was credited, for the answer. */
export type Credited = { readonly userId: string; readonly asset: string }

/** Gives a trader cash or a base asset, from the exchange's own account. null where there is no such user. Idempotent by key. */
export function creditBalance(deps: Deps, order: CreditOrder): Promise<Credited | Refusal | null> {
  const { userId, asset, keyed } = order
  return inTransaction(deps, async (tx) => {
    if (!(await lockUser(tx, userId))) return null
    return await once(tx, keyed, async () => {
      const note = readHeadline(order.note, ['input', 'note'])
      if (isRefusal(note)) return note
      if (plainId(asset) === null || !(await isKnownAsset(tx.sql, asset)))
        return refuse('INVALID_PARAMETER', `asset must be ${QUOTE_ASSET} or the base asset of a market.`, ['input', 'asset'])
      const trader = await lockTrader(tx, userId)
      const [balance] = await findBalances(tx.sql, [userId], [asset])
      const amount = decideCredit(asset, order.amount, balance?.total ?? 0n)
      if (isRefusal(amount)) return amount
      await writeCredits(tx, trader, [{ userId, asset, amount, actorUserId: keyed.userId, note: note?.text ?? null }])
      return { userId, asset }
    })
  })
}

/**
 * Gives a newcomer what there is to try the order book with, once: who has a balance already is none. To be called in the
 * transaction that links the trader's wallet.
 */
export async function creditWelcome(tx: Tx, userId: string, welcome: Welcome | null): Promise<void> {
  if (!welcome) return
  const trader = await lockTrader(tx, userId)
  if ((await findBalances(tx.sql, [userId])).length > 0) return
  await writeCredits(tx, trader, welcomeCredits(userId, welcome, await listTradedAssets(tx.sql)))
}

const lockTrader = async (tx: Tx, userId: string): Promise<LockedTrader> => (await lockTraders(tx, [userId])).get(userId)!

async function writeCredits(tx: Tx, trader: LockedTrader, credits: readonly Credit[]): Promise<void> {
  const { userId } = trader
  const revision = trader.revision + 1n
  const entries = creditEntries(credits, await readClock(tx.sql))
  await changeBalances(tx, creditChanges(entries, revision))
  await insertLedgerEntries(tx, entries)
  await updateRevisions(tx, new Map([[userId, revision]]))
  tx.afterCommit(() => tx.deps.bus.publish(tradersTopic, { userIds: [userId] }))
}
