import { lockOrOpenAccounts } from '../accounts/accounts.commands.ts'
import { listEventIdsOfUser, updateStanding } from '../accounts/accounts.sql.ts'
import { insertAudit } from '../audit/audit.sql.ts'
import type { AuditChange } from '../audit/audit.ts'
import { reviseAccounts } from '../events/accounts-revision.sql.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { readDisplayName } from '../identity/display-name.ts'
import { renameUser, whenRenamed } from '../identity/identity.commands.ts'
import { lockUser } from '../identity/identity.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'

/** What an administrator decides of a trader in an event; what is absent stays. */
export interface ModerationOrder {
  readonly eventId: string
  readonly userId: string
  readonly displayName?: string | null
  /** Whether the trader is kept from changing the name; absent: yes with a displayName, else unchanged. */
  readonly nameLocked?: boolean | null
  readonly frozen?: boolean | null
  readonly ranked?: boolean | null
  readonly keyed: KeyedRequest
}

// A new name is shown in every event of the user.
whenRenamed(async (tx, userId) => {
  for (const eventId of await listEventIdsOfUser(tx.sql, userId)) await appendToFeed(tx, eventId, { touchedUserIds: [userId] })
})

/** Renames, freezes or unranks a trader. null where there is no such user. Idempotent by key, audited. */
export function moderateTrader(deps: Deps, order: ModerationOrder): Promise<{ userId: string } | Refusal | null> {
  const reading = typeof order.displayName === 'string' ? readDisplayName(order.displayName) : null
  if (reading && 'fault' in reading) return Promise.resolve(refuse('INVALID_PARAMETER', reading.fault, ['input', 'displayName']))
  return inTransaction(deps, async (tx) => {
    const user = await lockUser(tx, order.userId)
    if (!user) return null
    return await once(tx, order.keyed, async () => {
      const found = await lockEventShared(tx, order.eventId)
      if (!found) return refuse('EVENT_NOT_FOUND', `There is no event "${order.eventId}".`, ['input', 'eventId'])
      const owner = { userId: order.userId, isAdmin: false }
      const account = (await lockOrOpenAccounts(tx, order.eventId, found.event.parameters.initialCashMicros, [owner])).get(
        order.userId,
      )!
      const after = { ...account, frozen: order.frozen ?? account.frozen, ranked: order.ranked ?? account.ranked }
      const locked = order.nameLocked ?? (reading ? true : user.nameLocked)
      const changes: AuditChange[] = [
        { field: 'displayName', before: user.displayName, after: reading?.name ?? user.displayName },
        { field: 'nameLocked', before: String(user.nameLocked), after: String(locked) },
        { field: 'frozen', before: String(account.frozen), after: String(after.frozen) },
        { field: 'ranked', before: String(account.ranked), after: String(after.ranked) },
      ].filter((change) => change.before !== change.after)
      if (changes.length > 0) {
        await updateStanding(tx, after)
        const entry = { eventId: order.eventId, at: found.now, actorUserId: order.keyed.userId, action: 'moderateTrader' }
        await insertAudit(tx, [{ ...entry, changes: [{ field: 'traderId', before: null, after: order.userId }, ...changes] }])
        await renameUser(tx, user, {
          displayName: reading?.name ?? user.displayName,
          chosen: user.nameChosen || reading !== null,
          locked,
        })
        await reviseAccounts(tx, order.eventId)
        await appendToFeed(tx, order.eventId, { touchedUserIds: [order.userId] })
      }
      return { userId: order.userId }
    })
  })
}
