import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { DEFAULT_PARAMETERS, type EventStatus, type MarketEvent } from './event.ts'
import { decideParameters, type EventFacts, type MarketParametersChange } from './parameters.ts'
import { readName, readPlainId } from './texts.ts'

/** What an organiser asks of an event: what is absent stays, a null moment is taken away. */
export interface EventChange {
  readonly eventId: string
  readonly name?: string | null
  readonly status?: EventStatus | null
  readonly opensAt?: Date | null
  readonly closesAt?: Date | null
  readonly parameters?: MarketParametersChange | null
}

export type EventDraft = Pick<MarketEvent, 'eventId' | 'name' | 'status' | 'opensAt' | 'closesAt' | 'parameters'>

const invalid = (field: string, rule: string): Refusal => refuse('INVALID_PARAMETER', `${field} ${rule}`, ['input', field])

/**
 * The event after the change, or why not. `current` has its clock's transitions behind it (its status is the effective
 * one); null lists a new event. Pure. Source: mechanics, "The event's clock".
 */
export function decideEvent(current: EventDraft | null, change: EventChange, now: Date, facts: EventFacts): EventDraft | Refusal {
  const eventId = readPlainId(change.eventId, ['input', 'eventId'])
  if (isRefusal(eventId)) return eventId
  const name = typeof change.name === 'string' ? readName(change.name, ['input', 'name']) : (current?.name ?? eventId)
  if (isRefusal(name)) return name
  const parameters = decideParameters(current?.parameters ?? DEFAULT_PARAMETERS, change.parameters ?? {}, facts)
  if (isRefusal(parameters)) return parameters
  const clock = decideClock(current, change, now)
  return isRefusal(clock) ? clock : { eventId, name, parameters, ...clock }
}

type Clock = Pick<MarketEvent, 'status' | 'opensAt' | 'closesAt'>

function decideClock(current: EventDraft | null, change: EventChange, now: Date): Clock | Refusal {
  const before: Clock = current ?? { status: 'SCHEDULED', opensAt: null, closesAt: null }
  const status = change.status ?? before.status
  let opensAt = change.opensAt === undefined ? before.opensAt : change.opensAt
  const closesAt = change.closesAt === undefined ? before.closesAt : change.closesAt

  if (before.status === 'CLOSED') {
    if (status === 'CLOSED') {
      const moved = !same(opensAt, before.opensAt) || !same(closesAt, before.closesAt)
      return moved ? invalid('closesAt', 'is final: the event is CLOSED. Set a status to reopen it.') : before
    }
    if (change.closesAt === undefined) return invalid('closesAt', 'must be given to reopen: a moment to come, or null.')
  } else if (status === 'CLOSED') {
    if (change.closesAt != null) return invalid('closesAt', 'is set to now by the status CLOSED; give one of the two.')
    return { status, opensAt: opensAt && opensAt >= now ? null : opensAt, closesAt: now }
  }
  if (closesAt && closesAt <= now) return invalid('closesAt', `must be a moment to come; it is ${now.toISOString()} now.`)
  if (status === 'OPEN' && (opensAt === null || opensAt > now))
    opensAt = before.status === 'OPEN' && opensAt === null ? null : now
  if (status === 'SCHEDULED' && before.status !== 'SCHEDULED' && opensAt && opensAt <= now) {
    return invalid('opensAt', `must be a moment to come, or null, with the status SCHEDULED; it is ${now.toISOString()} now.`)
  }
  if (opensAt && closesAt && opensAt >= closesAt) return invalid('closesAt', 'must be after opensAt.')
  return { status, opensAt, closesAt }
}

const same = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime()
