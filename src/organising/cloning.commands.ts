import { insertAudit } from '../audit/audit.sql.ts'
import { findEvent, insertEvent, lockEventShared } from '../events/events.sql.ts'
import { plainId } from '../graphql/access.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { saveInEvent, undoRefused } from '../projects/listing.commands.ts'
import { findEventIds, listProjects } from '../projects/projects.sql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type CloneChange, cloneProjects, decideClone } from './cloning.ts'
import { eventChanges } from './event-texts.ts'

export interface CloneOrder extends CloneChange {
  /** The event to be like. */
  readonly eventId: string
  readonly keyed: KeyedRequest
}

const NEW_EVENT_ID = ['input', 'newEventId']
/** Projects that one statement lists. */
const CHUNK = 1_000

/** Makes a fresh event with the parameters and projects of another one, all or nothing. Idempotent by key, audited. */
export function cloneEvent(deps: Deps, order: CloneOrder): Promise<{ eventId: string } | Refusal> {
  const { keyed } = order
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const source = plainId(order.eventId) === null ? null : await lockEventShared(tx, order.eventId)
      if (!source) return refuse('EVENT_NOT_FOUND', `There is no event "${order.eventId.slice(0, 64)}".`, ['input', 'eventId'])
      const draft = decideClone(source.event, order)
      if (isRefusal(draft)) return draft
      const { eventId } = draft
      if (await findEvent(tx.sql, eventId))
        return refuse('INVALID_PARAMETER', `There is an event "${eventId}" already.`, NEW_EVENT_ID)
      const inputs = cloneProjects(await listProjects(tx.sql, order.eventId), eventId)
      if (isRefusal(inputs)) return inputs
      const [taken] = await findEventIds(
        tx.sql,
        inputs.map(({ projectId }) => projectId),
      )
      if (taken) return refuse('INVALID_PARAMETER', `There is a project "${taken[0]}" already: take another id.`, NEW_EVENT_ID)
      if (!(await insertEvent(tx, draft))) throw Object.assign(new Error('the event was just created'), { code: '40001' })
      const origin = { field: 'clonedFrom', before: null, after: order.eventId }
      const entry = { eventId, at: source.now, actorUserId: keyed.userId, action: 'cloneEvent' }
      await insertAudit(tx, [{ ...entry, changes: [origin, ...eventChanges(null, draft)] }])
      const made = (await findEvent(tx.sql, eventId))!
      const rows = inputs.map((input) => ({ input, path: NEW_EVENT_ID }))
      for (let from = 0; from < rows.length; from += CHUNK) {
        await saveInEvent(tx, made, keyed.userId, rows.slice(from, from + CHUNK))
      }
      await appendToFeed(tx, eventId, { revise: true })
      return { eventId }
    }),
  ).catch(undoRefused)
}
