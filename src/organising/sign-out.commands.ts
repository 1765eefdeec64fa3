import { insertAudit } from '../audit/audit.sql.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { lockUser } from '../identity/identity.sql.ts'
import { SIGNED_OUT } from '../identity/sessions.commands.ts'
import { upsertSignOut } from '../identity/sign-outs.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction } from '../platform/transaction.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'

export interface SignOutOrder {
  readonly userId: string
  /** Whose log has it; null where a user signs out without help. */
  readonly eventId: string | null
  readonly keyed: KeyedRequest
}

/** Every token that the user has is refused from now on, on every server. null where there is no such user. */
export function signOutEverywhere(deps: Deps, order: SignOutOrder): Promise<{ userId: string; at: string } | Refusal | null> {
  const { userId, eventId, keyed } = order
  return inTransaction(deps, async (tx) => {
    if (!(await lockUser(tx, userId))) return null
    return await once(tx, keyed, async () => {
      if (eventId !== null) {
        const found = await lockEventShared(tx, eventId)
        if (!found) return refuse('EVENT_NOT_FOUND', `There is no event "${eventId}".`, ['input', 'eventId'])
        const changes = [{ field: 'traderId', before: null, after: userId }]
        await insertAudit(tx, [{ eventId, at: found.now, actorUserId: keyed.userId, action: 'signOutEverywhere', changes }])
      }
      const { at } = await upsertSignOut(tx, userId)
      tx.afterCommit(() => deps.bus.publish(SIGNED_OUT, userId))
      return { userId, at: at.toISOString() }
    })
  })
}
