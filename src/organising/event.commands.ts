import { insertAudit } from '../audit/audit.sql.ts'
import { effectiveStatus, type MarketEvent } from '../events/event.ts'
import { findEventFacts, insertEvent, lockEvent, readClock, updateEvent } from '../events/events.sql.ts'
import { decideEvent, type EventChange, type EventDraft } from '../events/save-event.ts'
import { readHeadline } from '../events/texts.ts'
import { plainId } from '../graphql/access.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { deleteStandings, freezeStandings } from '../leaderboard/standings.commands.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { eventChanges, eventNews, statusNews } from './event-texts.ts'

/** Creates or changes an event, in one transaction that no trade of the event runs beside. */
export function saveEvent(
  deps: Deps,
  keyed: KeyedRequest,
  change: EventChange & { headline?: string | null },
): Promise<{ eventId: string } | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const headline = readHeadline(change.headline)
      if (headline !== null && isRefusal(headline)) return headline
      const found = plainId(change.eventId) === null ? null : await lockEvent(tx, change.eventId)
      const now = found?.now ?? (await readClock(tx.sql))
      const before = found ? { ...found.event, status: effectiveStatus(found.event, now) } : null
      const facts = found ? await findEventFacts(tx, change.eventId) : { hasAccounts: false, hasProjects: false }
      const after = decideEvent(before, change, now, { ...facts, isClosed: before?.status === 'CLOSED' })
      if (isRefusal(after)) return after
      if (found) await applyDueTransition(tx, found.event, now)
      else if (!(await insertEvent(tx, after))) throw Object.assign(new Error('the event was just created'), { code: '40001' })
      await writeEvent(tx, before, after, now, {
        actorUserId: keyed.userId,
        action: 'saveEvent',
        headline: headline?.text ?? null,
      })
      return { eventId: after.eventId }
    }),
  )
}

/** Writes the transition that the event's clock has passed, if any; audited with the clock as its actor. */
export function transitionByClock(deps: Deps, eventId: string): Promise<boolean> {
  return inTransaction(deps, async (tx) => {
    const found = await lockEvent(tx, eventId)
    return found !== null && (await applyDueTransition(tx, found.event, found.now))
  })
}

async function applyDueTransition(tx: Tx, event: MarketEvent, now: Date): Promise<boolean> {
  const status = effectiveStatus(event, now)
  if (status === event.status) return false
  await writeEvent(tx, event, { ...event, status }, now, { actorUserId: null, action: 'clock', headline: null })
  return true
}

interface Cause {
  readonly actorUserId: string | null
  readonly action: string
  readonly headline: string | null
}

/** Writes the event as decided, freezes or lifts its standings, and tells audit, news and feed. */
async function writeEvent(tx: Tx, before: EventDraft | null, after: EventDraft, now: Date, cause: Cause): Promise<void> {
  const { eventId } = after
  const changes = eventChanges(before, after)
  const status = statusNews(before, after)
  const told = cause.headline ?? status?.headline ?? null
  if (changes.length === 0 && told === null) return
  if (before) await updateEvent(tx, { ...after, createdAt: now, updatedAt: now }, now)
  if (before && after.status === 'CLOSED' && before.status !== 'CLOSED') await freezeStandings(tx, eventId, after.closesAt ?? now)
  if (before?.status === 'CLOSED' && after.status !== 'CLOSED') await deleteStandings(tx, eventId)
  await insertAudit(tx, [{ eventId, at: now, actorUserId: cause.actorUserId, action: cause.action, headline: told, changes }])
  const news = told === null ? [] : [eventNews(uuidv7(), status?.kind ?? 'ANNOUNCEMENT', told, now)]
  await appendToFeed(tx, eventId, { news, revise: true })
}
