import type { AuditDraft } from '../audit/audit.ts'
import { insertAudit } from '../audit/audit.sql.ts'
import { effectiveStatus } from '../events/event.ts'
import { drawProjectNumbers, type EventNow, lockEvent } from '../events/events.sql.ts'
import type { NewsPrint, PriceMove } from '../events/feed.ts'
import { DEFAULT_EVENT_ID, plainId } from '../graphql/access.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { shareUnits } from '../money/units.ts'
import { checkMovable } from './admin-moves.ts'
import { decideListing, decideListingEdit, type ListingInput } from './listing.ts'
import { eventNotFound, otherHome, repeatedRow, tickerTaken } from './listing-rows.ts'
import { describeMove, moveOf, type MoveRecord } from './move-record.ts'
import type { MoveOutcome } from './move.commands.ts'
import { changesOf, headlineOf } from './move-texts.ts'
import type { Project } from './project.ts'
import {
  analyzeProjects,
  findEventIds,
  findTickers,
  insertProjects,
  lockProjects,
  updateListings,
  updateMarkets,
} from './projects.sql.ts'

/** So many at once change how statements on projects are best planned, a minute before Postgres would see it by itself. */
const MANY_LISTED = 100

export interface SaveProject extends ListingInput {
  readonly eventId?: string | null
}

export interface Row {
  readonly input: SaveProject
  /** Where the row stands in the operation: ["input"] or ["inputs", "3"]. */
  readonly path: readonly string[]
}

/** What saving leaves to write in one event. */
interface Saved {
  readonly listed: { project: Project; move: Omit<PriceMove, 'position'>; news: Omit<NewsPrint, 'position'>; audit: AuditDraft }[]
  readonly edited: { project: Project; audit: AuditDraft }[]
  readonly moved: MoveRecord[]
}

/**
 * Creates or edits projects, all or nothing, in one transaction. Holds the events' rows exclusively, so that ids, tickers
 * and project numbers are decided by one writer; trades of these events wait for the moment that it takes.
 */
export function saveProjects(deps: Deps, keyed: KeyedRequest, rows: readonly Row[]): Promise<MoveOutcome | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const repeated = findRepeated(rows)
      if (repeated) return repeated
      const homes = await findEventIds(tx.sql, askableIds(rows))
      const byEvent = groupByEvent(rows, homes)
      if (isRefusal(byEvent)) return byEvent
      const newIds: string[] = []
      for (const eventId of [...byEvent.keys()].sort()) {
        const event = await lockEvent(tx, eventId)
        // An event before it may be written already.
        if (!event) throw new RefusedLate(eventNotFound(eventId, byEvent.get(eventId)![0]!.path))
        newIds.push(...(await saveInEvent(tx, event, keyed.userId, byEvent.get(eventId)!)))
      }
      return { projectIds: rows.map(({ input }) => input.projectId), newIds }
    }),
  ).catch(undoRefused)
}

/** A refusal found after something was written rolls the transaction back by throwing. */
class RefusedLate extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export function undoRefused(error: unknown): Refusal {
  if (error instanceof RefusedLate) return error.refusal
  throw error
}

/** The ids that a project can have: the others no table knows, and some, like one with a NUL, no table can be asked. */
const askableIds = (rows: readonly Row[]): string[] =>
  rows.map(({ input }) => input.projectId).filter((id) => plainId(id) !== null)

function findRepeated(rows: readonly Row[]): Refusal | null {
  const seen = new Set<string>()
  for (const { input, path } of rows) {
    if (seen.has(input.projectId)) return repeatedRow(input.projectId, path)
    seen.add(input.projectId)
  }
  return null
}

function groupByEvent(rows: readonly Row[], homes: ReadonlyMap<string, string>): Map<string, Row[]> | Refusal {
  const byEvent = new Map<string, Row[]>()
  for (const row of rows) {
    const { projectId, eventId } = row.input
    const home = homes.get(projectId)
    if (home !== undefined && eventId != null && eventId !== home) {
      return otherHome(projectId, home, row.path)
    }
    const target = home ?? eventId ?? DEFAULT_EVENT_ID
    if (plainId(target) === null) return eventNotFound(target, row.path)
    byEvent.set(target, [...(byEvent.get(target) ?? []), row])
  }
  return byEvent
}

/**
 * Creates or edits projects of one event and answers the ids that it listed, all or none: a refusal is thrown for
 * `undoRefused`. The caller holds the event's row. One that another event lists meanwhile is a unique violation of the
 * directory, so that the transaction begins anew.
 */
export async function saveInEvent(tx: Tx, found: EventNow, actorUserId: string, rows: readonly Row[]): Promise<string[]> {
  const existing = new Map((await lockProjects(tx, found.event.eventId, askableIds(rows))).map((p) => [p.projectId, p]))
  const firstNumber = await drawProjectNumbers(
    tx,
    found.event.eventId,
    rows.filter(({ input }) => !existing.has(input.projectId)).length,
  )
  const saved: Saved = { listed: [], edited: [], moved: [] }
  for (const row of rows) {
    const before = existing.get(row.input.projectId)
    const refused = before
      ? edit(saved, found, actorUserId, before, row)
      : list(saved, found, actorUserId, firstNumber + saved.listed.length + 1, row)
    // The feed's counter was drawn already.
    if (refused) throw new RefusedLate(refused)
  }
  await checkTickers(tx, found.event.eventId, saved, rows)
  await write(tx, found.event.eventId, saved)
  return saved.listed.map(({ project }) => project.projectId)
}

/** A new project: price and line are its base price, its first price point is PROJECT_CREATE. */
function list(
  saved: Saved,
  { event, now }: EventNow,
  actorUserId: string,
  projectNumber: number,
  { input, path }: Row,
): Refusal | null {
  const closed = checkMovable(effectiveStatus(event, now))
  if (closed) return closed
  const listing = decideListing(input, event.parameters, path)
  if (isRefusal(listing)) return listing
  const project: Project = {
    ...listing,
    eventId: event.eventId,
    projectNumber,
    netShares: shareUnits(0n),
    totalVolume: shareUnits(0n),
    totalTrades: 0,
    holdersCount: 0,
    sequence: 1,
    createdAt: now,
    updatedAt: now,
    movedAt: now,
    tickedAt: now,
  }
  const headline = headlineOf('LISTED', null, project, project)
  saved.listed.push({
    project,
    move: moveOf(project, project.price, 'PROJECT_CREATE', headline),
    news: {
      newsId: uuidv7(),
      at: now,
      kind: 'LISTED',
      headline,
      projectId: project.projectId,
      bumpType: null,
      priceBefore: null,
      priceAfter: project.price,
      sequence: 1,
    },
    audit: {
      eventId: event.eventId,
      at: now,
      actorUserId,
      action: 'saveProject',
      projectId: project.projectId,
      headline,
      priceBefore: null,
      priceAfter: project.price,
      changes: changesOf(null, project),
    },
  })
  return null
}

/** An edit: texts never touch the market, a seed that differs is exactly a seed change. */
function edit(
  saved: Saved,
  { event, now }: EventNow,
  actorUserId: string,
  before: Project,
  { input, path }: Row,
): Refusal | null {
  const decided = decideListingEdit(before, input, event.parameters, path)
  if (isRefusal(decided)) return decided
  const closed = decided.moved ? checkMovable(effectiveStatus(event, now)) : null
  if (closed) return closed
  const project: Project = { ...before, ...decided.texts, updatedAt: now > before.updatedAt ? now : before.updatedAt }
  const changes = changesOf(before, project)
  if (changes.length > 0) {
    saved.edited.push({
      project,
      audit: { eventId: event.eventId, at: now, actorUserId, action: 'saveProject', projectId: project.projectId, changes },
    })
  }
  if (decided.moved) {
    const kind = { action: 'updateSeed', source: 'SEED_UPDATE', news: 'SEED_UPDATE', bumpType: null } as const
    saved.moved.push(describeMove(project, decided.moved, kind, null, actorUserId, now, uuidv7()))
  }
  return null
}

/** TICKER_TAKEN for a ticker that another project of the event has once the rows are saved. */
async function checkTickers(tx: Tx, eventId: string, saved: Saved, rows: readonly Row[]): Promise<void> {
  const changed = [...saved.listed, ...saved.edited].map(({ project }) => project)
  if (changed.length === 0) return
  const owners = await findTickers(
    tx,
    eventId,
    changed.map((project) => project.ticker),
  )
  const kept = new Set(changed.map((project) => project.projectId))
  const claimed = new Map([...owners].filter(([, projectId]) => !kept.has(projectId)))
  for (const project of changed) {
    const owner = claimed.get(project.ticker)
    if (owner !== undefined && owner !== project.projectId) {
      const path = rows.find(({ input }) => input.projectId === project.projectId)!.path
      throw new RefusedLate(tickerTaken(project.ticker, owner, path))
    }
    claimed.set(project.ticker, project.projectId)
  }
}

async function write(tx: Tx, eventId: string, { listed, edited, moved }: Saved): Promise<void> {
  if (edited.length > 0)
    await updateListings(
      tx,
      eventId,
      edited.map(({ project }) => project),
    )
  if (listed.length > 0)
    await insertProjects(
      tx,
      listed.map(({ project }) => project),
    )
  if (listed.length >= MANY_LISTED) tx.afterCommit(() => void planAnew(tx.deps))
  if (moved.length > 0)
    await updateMarkets(
      tx,
      eventId,
      moved.map(({ project }) => project),
    )
  await insertAudit(
    tx,
    [...listed, ...edited, ...moved].map(({ audit }) => audit),
  )
  if (listed.length + edited.length + moved.length === 0) return
  await appendToFeed(tx, eventId, {
    moves: [...listed, ...moved].map(({ move }) => move),
    news: [...listed, ...moved].map(({ news }) => news),
    revise: edited.length > 0,
  })
}

async function planAnew({ db, log }: Deps): Promise<void> {
  try {
    await analyzeProjects(db)
  } catch (error) {
    log.warn({ err: error }, 'projects were not analyzed; Postgres does so by itself, a little later')
  }
}
