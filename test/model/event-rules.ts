import { type Command, type Refused, refused } from './commands.ts'
import type { ModelEvent, State } from './market-state.ts'
import { exact } from './rational.ts'
import { DEFAULTS, type Parameters } from './rule-book.ts'

/** What may be asked of an event: parameter ranges and when each may change. Source: mechanics, "Parameters", "The event's clock". */
type EventInput = Extract<Command, { does: 'saveEvent' }>['input']

const within = (value: string | number, least: string, most: string, decimals: number): boolean =>
  exact(value).decimals <= decimals && !exact(value).below(least) && !exact(value).above(most)

function inRange(p: Parameters): boolean {
  return (
    within(p.initialCash, '1', '1000000000', 6) &&
    within(p.minPrice, '0.01', p.defaultBasePrice, 6) &&
    within(p.defaultBasePrice, '0', '1000', 6) &&
    within(p.pricePerShare, '0.02', '100', 6) &&
    exact(p.pricePerShare).over('0.02').decimals === 0 &&
    within(p.seedToPriceFactor, '0.000001', '100', 6) &&
    within(p.transactionFeeBps, '0', '5000', 0) &&
    within(p.investmentToSeedFactor, '0', '1', 4) &&
    within(p.driftIntervalMs, '250', '3600000', 0) &&
    within(p.driftMaxPctPerTick, '0', '0.2', 6) &&
    within(p.driftMeanReversion, '0', '10', 6) &&
    within(p.closingWindowSeconds, '0', '3600', 0)
  )
}

const UNTIL_FIRST_PROJECT = ['minPrice', 'defaultBasePrice', 'pricePerShare', 'seedToPriceFactor'] as const

/** The event after saveEvent. A text or clock is none of the model's business; `reopen` is closesAt: null. */
export function eventAfter(state: State, input: EventInput): ModelEvent | Refused {
  const known = state.events.get(input.eventId)
  const asked = input.parameters ?? {}
  const parameters = { ...(known?.parameters ?? DEFAULTS), ...asked }
  const settled = (name: keyof Parameters): boolean =>
    known !== undefined && asked[name] !== undefined && !exact(String(asked[name])).equals(String(known.parameters[name]))
  const hasProject = [...state.projects.values()].some((project) => project.eventId === input.eventId)
  const hasAccount = [...state.accounts.values()].some((account) => account.eventId === input.eventId)
  const tooLate = (hasProject && UNTIL_FIRST_PROJECT.some(settled)) || (hasAccount && settled('initialCash'))
  const reopens = known?.status === 'CLOSED' && input.status !== undefined && input.status !== 'CLOSED'
  if (!inRange(parameters) || tooLate || (reopens && !input.reopen)) return refused('INVALID_PARAMETER')
  return { eventId: input.eventId, status: input.status ?? known?.status ?? 'SCHEDULED', parameters }
}
