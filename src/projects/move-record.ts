import type { AuditChange, AuditDraft } from '../audit/audit.ts'
import type { MarketEvent } from '../events/event.ts'
import type { NewsKind, NewsPrint, PriceMove, PriceSource } from '../events/feed.ts'
import { canonical } from '../money/decimal.ts'
import type { Refusal } from '../refusals/refusal.ts'
import { type Bump, decideBump, type Moved } from './admin-moves.ts'
import { changesOf, headlineOf } from './move-texts.ts'
import type { Project } from './project.ts'

/** What a decided move leaves behind: the project after it, its price point, its news item, its audit entry. Pure. */

/** How a kind of move decides, and what it is called in history, news and audit. */
export interface MoveKind {
  readonly action: string
  readonly source: PriceSource
  readonly news: NewsKind
  readonly bumpType: string | null
  /** What the audit keeps of the order itself, where the prices do not tell it: rounding hides a factor. */
  readonly ordered?: readonly AuditChange[]
  decide(project: Project, event: MarketEvent): Moved | Refusal
}

export const bumpKind = (bump: Bump): MoveKind => ({
  action: 'applyPhaseBump',
  source: 'PHASE_BUMP',
  news: 'PHASE_BUMP',
  bumpType: bump.bumpType,
  ordered: bump.multiplier ? [{ field: 'multiplier', before: null, after: canonical(bump.multiplier) }] : [],
  decide: (project, event) => decideBump(project, event.parameters, bump),
})

/** A decided move with all that it leaves behind. */
export interface MoveRecord {
  readonly project: Project
  readonly move: Omit<PriceMove, 'position'>
  readonly news: Omit<NewsPrint, 'position'>
  readonly audit: AuditDraft
}

/** The project after the move, its price point, its news item and its audit entry. Time never runs backwards. */
export function describeMove(
  before: Project,
  moved: Moved,
  kind: Omit<MoveKind, 'decide'>,
  headline: string | null,
  actorUserId: string | null,
  now: Date,
  newsId: string,
): MoveRecord {
  const at = now > before.movedAt ? now : before.movedAt
  const project: Project = { ...before, ...moved, sequence: before.sequence + 1, movedAt: at, updatedAt: at }
  const told = headline ?? headlineOf(kind.news, kind.bumpType, before, project)
  return {
    project,
    move: moveOf(project, before.price, kind.source, told),
    news: {
      newsId,
      at,
      kind: kind.news,
      headline: told,
      projectId: project.projectId,
      bumpType: kind.bumpType,
      priceBefore: before.price,
      priceAfter: project.price,
      sequence: project.sequence,
    },
    audit: {
      eventId: project.eventId,
      at,
      actorUserId,
      action: kind.action,
      projectId: project.projectId,
      headline: told,
      priceBefore: before.price,
      priceAfter: project.price,
      changes: [...(kind.ordered ?? []), ...changesOf(before, project)],
    },
  }
}

/** The price point of a project as it stands after a move without a trade. */
export const moveOf = (
  project: Project,
  priceBefore: Project['price'],
  source: PriceSource,
  headline: string | null,
): Omit<PriceMove, 'position'> => ({
  projectId: project.projectId,
  projectNumber: project.projectNumber,
  ticker: project.ticker,
  name: project.name,
  sequence: project.sequence,
  at: project.movedAt,
  priceBefore,
  price: project.price,
  source,
  headline,
  basePrice: project.basePrice,
  offset: project.offset,
  netShares: project.netShares,
  totalVolume: project.totalVolume,
  totalTrades: project.totalTrades,
  folded: 0,
  trade: null,
})
