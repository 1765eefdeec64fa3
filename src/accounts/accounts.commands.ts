import { lockEventShared } from '../events/events.sql.ts'
import type { Viewer } from '../identity/viewer.ts'
import type { Micros } from '../money/units.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import type { Account } from './account.ts'
import { findAccount, insertAccounts, lockAccounts } from './accounts.sql.ts'

/** Whose account is opened: administrators trade, but stand on no board. */
export type AccountOwner = Pick<Viewer, 'userId' | 'isAdmin'>

/**
 * The viewer's account in the event, opened with the event's initial cash if there is none: once, however many
 * requests race, in every status of the event. null where the event does not exist.
 */
export async function ensureAccount(deps: Deps, eventId: string, owner: AccountOwner): Promise<Account | null> {
  const existing = await findAccount(deps.db, eventId, owner.userId)
  if (existing) return existing
  return await inTransaction(deps, async (tx) => {
    const found = await lockEventShared(tx, eventId)
    if (!found) return null
    await insertAccounts(tx, eventId, found.event.parameters.initialCashMicros, [
      { userId: owner.userId, ranked: !owner.isAdmin },
    ])
    return await findAccount(tx.sql, eventId, owner.userId)
  })
}

/** Locks the owners' accounts, opening those that are missing; by user id. The caller holds the event's row. */
export async function lockOrOpenAccounts(
  tx: Tx,
  eventId: string,
  initial: Micros,
  owners: readonly AccountOwner[],
): Promise<Map<string, Account>> {
  const userIds = owners.map((owner) => owner.userId)
  return await openMissing(tx, eventId, initial, owners, await lockAccounts(tx, eventId, userIds))
}

/** The owners' accounts by user id, of which those in `locked` are locked; the missing ones are opened, and all locked. */
export async function openMissing(
  tx: Tx,
  eventId: string,
  initial: Micros,
  owners: readonly AccountOwner[],
  locked: readonly Account[],
): Promise<Map<string, Account>> {
  const byUser = (accounts: readonly Account[]) => new Map(accounts.map((account) => [account.userId, account]))
  const present = byUser(locked)
  const missing = owners.filter((owner) => !present.has(owner.userId))
  if (missing.length === 0) return present
  const users = missing.map((owner) => ({ userId: owner.userId, ranked: !owner.isAdmin }))
  const userIds = owners.map((owner) => owner.userId)
  const [, all] = await Promise.all([insertAccounts(tx, eventId, initial, users), lockAccounts(tx, eventId, userIds)])
  return byUser(all)
}
