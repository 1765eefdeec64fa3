import { effectiveStatus, type MarketEvent } from '../events/event.ts'
import type { Micros } from '../money/units.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { checkMovable } from './admin-moves.ts'
import { decideListing, decideListingEdit, type ListingInput } from './listing.ts'
import type { Project } from './project.ts'

/** What rows of a list of projects mean for each other and for what is listed already. Pure. */
type Path = readonly string[]

export const repeatedRow = (projectId: string, path: Path): Refusal =>
  refuse('INVALID_PARAMETER', `projectId "${projectId.slice(0, 64)}" stands in an earlier row too.`, [...path, 'projectId'])

export const otherHome = (projectId: string, home: string, path: Path): Refusal =>
  refuse('INVALID_PARAMETER', `Project "${projectId}" belongs to the event "${home}" and stays there.`, [...path, 'eventId'])

export const eventNotFound = (eventId: string, path: Path): Refusal =>
  refuse('EVENT_NOT_FOUND', `There is no event "${eventId.slice(0, 64)}".`, [...path, 'eventId'])

export const tickerTaken = (ticker: string, owner: string, path: Path): Refusal =>
  refuse('TICKER_TAKEN', `The ticker ${ticker} is taken by the project "${owner}".`, [...path, 'ticker'])

/** A row with the event it is for: its project's, else the one it names. */
export interface ListingRow {
  readonly input: ListingInput & { readonly eventId?: string | null }
  readonly path: Path
  readonly eventId: string
}

export interface ListingState {
  readonly now: Date
  readonly events: ReadonlyMap<string, MarketEvent>
  /** Those of the rows that are listed, by id. */
  readonly projects: ReadonlyMap<string, Project>
  /** Who has each ticker now, by `${eventId} ${ticker}`. */
  readonly tickers: ReadonlyMap<string, string>
}

/** What saving a row would do. */
export interface ListingPreview {
  readonly projectId: string
  readonly isNew: boolean
  readonly priceBefore: Micros | null
  /** null where the row is refused. */
  readonly priceAfter: Micros | null
  readonly refusal: Refusal | null
}

interface Decided {
  readonly ticker: string
  readonly price: Micros
}

/** Every row by itself, and against the rows before it: unlike saving, it does not stop at the first that is refused. */
export function previewListings(rows: readonly ListingRow[], state: ListingState): ListingPreview[] {
  const seen = new Set<string>()
  const decided = rows.map((row) => {
    const { projectId } = row.input
    const refused = seen.has(projectId) ? repeatedRow(projectId, row.path) : null
    seen.add(projectId)
    return refused ?? decideRow(row, state)
  })
  const claims = new Map<string, string>()
  return rows.map((row, index) => {
    const { projectId } = row.input
    const before = state.projects.get(projectId) ?? null
    const result = decided[index]!
    const refusal = isRefusal(result) ? result : checkTicker(row, result.ticker, claims, state, seen)
    const price = isRefusal(result) || refusal ? null : result.price
    return { projectId, isNew: before === null, priceBefore: before?.price ?? null, priceAfter: price, refusal }
  })
}

function decideRow({ input, path, eventId }: ListingRow, { events, projects, now }: ListingState): Decided | Refusal {
  const before = projects.get(input.projectId)
  if (before && input.eventId != null && input.eventId !== before.eventId) return otherHome(input.projectId, before.eventId, path)
  const event = events.get(eventId)
  if (!event) return eventNotFound(eventId, path)
  const closed = checkMovable(effectiveStatus(event, now))
  if (!before) return closed ?? decideListing(input, event.parameters, path)
  const edit = decideListingEdit(before, input, event.parameters, path)
  if (isRefusal(edit)) return edit
  return (edit.moved && closed) || { ticker: edit.texts.ticker, price: edit.moved?.price ?? before.price }
}

/** A ticker belongs to whoever has it now, unless that project is among the rows (`seen`), where it may change. */
function checkTicker(
  { input, path, eventId }: ListingRow,
  ticker: string,
  claims: Map<string, string>,
  { tickers }: ListingState,
  seen: ReadonlySet<string>,
): Refusal | null {
  const place = `${eventId} ${ticker}`
  const present = tickers.get(place)
  const owner = claims.get(place) ?? (present !== undefined && !seen.has(present) ? present : undefined)
  if (owner !== undefined && owner !== input.projectId) return tickerTaken(ticker, owner, path)
  claims.set(place, input.projectId)
  return null
}
