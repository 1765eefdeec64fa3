import type { AuditDraft } from '../audit/audit.sql.ts'
import { insertAudit } from '../audit/audit.sql.ts'
import type { MarketEvent } from '../events/event.ts'
import { effectiveStatus } from '../events/event.ts'
import { lockEventShared } from '../events/events.sql.ts'
import type { NewsKind, NewsPrint, PriceMove, PriceSource } from '../events/feed.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Decimal } from '../money/decimal.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type Bump, checkMovable, decideBump, decideInvestment, decideSeed, type Moved, type SeedChange } from './admin-moves.ts'
import { readHeadline } from './listing.ts'
import { changesOf, headlineOf } from './move-texts.ts'
import type { Project } from './project.ts'
import { findEventIds, lockProjects, updateMarkets } from './projects.sql.ts'

/** An organiser's order to move one project's price. */
export interface MoveOrder {
  readonly projectId: string
  readonly headline?: string | null
  readonly keyed: KeyedRequest
}

/** How a kind of move decides, and what it is called in history, news and audit. */
interface MoveKind {
  readonly action: string
  readonly source: PriceSource
  readonly news: NewsKind
  readonly bumpType: string | null
  decide(project: Project, event: MarketEvent): Moved | Refusal
}

export const applyPhaseBump = (deps: Deps, order: MoveOrder & Bump): Promise<Refusal | MoveOutcome> =>
  move(deps, order, bumpKind(order))

export const bumpKind = (bump: Bump): MoveKind => ({
  action: 'applyPhaseBump', source: 'PHASE_BUMP', news: 'PHASE_BUMP', bumpType: bump.bumpType,
  decide: (project, event) => decideBump(project, event.parameters, bump),
})

export const updateSeed = (deps: Deps, order: MoveOrder & SeedChange): Promise<Refusal | MoveOutcome> =>
  move(deps, order, {
    action: 'updateSeed', source: 'SEED_UPDATE', news: 'SEED_UPDATE', bumpType: null,
    decide: (project, event) => decideSeed(project, event.parameters, order),
  })

export const applyInvestment = (deps: Deps, order: MoveOrder & { amount: Decimal }): Promise<Refusal | MoveOutcome> =>
  move(deps, order, {
    action: 'applyInvestment', source: 'SEED_UPDATE', news: 'INVESTMENT', bumpType: null,
    decide: (project, event) => decideInvestment(project, event.parameters, order.amount),
  })

/** What an accepted write of projects stands for: the answer reads them as they are now. */
export type MoveOutcome = { readonly projectIds: readonly string[] }

/** One transaction: lock, decide, write price, history, news and audit. Idempotent by key. */
function move(deps: Deps, order: MoveOrder, kind: MoveKind): Promise<Refusal | MoveOutcome> {
  return inTransaction(deps, (tx) =>
    once(tx, order.keyed, async () => {
      const headline = readHeadline(order.headline)
      if (headline !== null && isRefusal(headline)) return headline
      const eventId = (await findEventIds(tx.sql, [order.projectId])).get(order.projectId)
      const found = eventId === undefined ? null : await lockEventShared(tx, eventId)
      const [project] = found ? await lockProjects(tx, [order.projectId]) : []
      if (!found || !project) return projectNotFound(order.projectId)
      const closed = checkMovable(effectiveStatus(found.event, found.now))
      if (closed) return closed
      const moved = kind.decide(project, found.event)
      if (isRefusal(moved)) return moved
      const change = describeMove(project, moved, kind, headline?.text ?? null, order.keyed.userId, found.now)
      await writeMoves(tx, project.eventId, [change])
      return { projectIds: [project.projectId] }
    }),
  )
}

export const projectNotFound = (projectId: string, path: readonly string[] = ['input', 'projectId']): Refusal =>
  refuse('PROJECT_NOT_FOUND', `There is no project "${projectId.slice(0, 64)}".`, path)

/** A decided move with all that it leaves behind. */
export interface MoveRecord {
  readonly project: Project
  readonly move: Omit<PriceMove, 'position'>
  readonly news: Omit<NewsPrint, 'position'>
  readonly audit: AuditDraft
}

/** The project after the move, its price point, its news item and its audit entry. Time never runs backwards. */
export function describeMove(
  before: Project, moved: Moved, kind: Omit<MoveKind, 'decide'>, headline: string | null, actorUserId: string | null, now: Date,
): MoveRecord {
  const at = now > before.movedAt ? now : before.movedAt
  const project: Project = { ...before, ...moved, sequence: before.sequence + 1, movedAt: at, updatedAt: at }
  const told = headline ?? headlineOf(kind.news, kind.bumpType, before, project)
  return {
    project,
    move: moveOf(project, before.price, kind.source, told),
    news: {
      newsId: uuidv7(), at, kind: kind.news, headline: told, projectId: project.projectId, bumpType: kind.bumpType,
      priceBefore: before.price, priceAfter: project.price, sequence: project.sequence,
    },
    audit: {
      eventId: project.eventId, at, actorUserId, action: kind.action, projectId: project.projectId, headline: told,
      priceBefore: before.price, priceAfter: project.price, changes: changesOf(before, project),
    },
  }
}

/** The price point of a project as it stands after a move without a trade. */
export const moveOf = (
  project: Project, priceBefore: Project['price'], source: PriceSource, headline: string | null,
): Omit<PriceMove, 'position'> => ({
  projectId: project.projectId, projectNumber: project.projectNumber, ticker: project.ticker, name: project.name,
  sequence: project.sequence, at: project.movedAt, priceBefore, price: project.price, source, headline,
  basePrice: project.basePrice, offset: project.offset, netShares: project.netShares, totalVolume: project.totalVolume,
  totalTrades: project.totalTrades, folded: 0, trade: null,
})

/** Writes decided moves of one event; the caller holds the locks of their projects. Ends with the feed. */
export async function writeMoves(tx: Tx, eventId: string, records: readonly MoveRecord[], revise = false): Promise<void> {
  await updateMarkets(tx, records.map((record) => record.project))
  await insertAudit(tx, records.map((record) => record.audit))
  await appendToFeed(tx, eventId, { moves: records.map((record) => record.move), news: records.map((record) => record.news), revise })
}
