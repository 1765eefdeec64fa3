import { insertAudit } from '../audit/audit.sql.ts'
import { effectiveStatus } from '../events/event.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { readHeadline } from '../events/texts.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Decimal } from '../money/decimal.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { type Bump, checkMovable, decideInvestment, decideSeed, type SeedChange } from './admin-moves.ts'
import { bumpKind, describeMove, type MoveKind, type MoveRecord } from './move-record.ts'
import { findEventIds, lockProjects, updateMarkets } from './projects.sql.ts'

/** An organiser's order to move one project's price. */
export interface MoveOrder {
  readonly projectId: string
  readonly headline?: string | null
  readonly keyed: KeyedRequest
}

export const applyPhaseBump = (deps: Deps, order: MoveOrder & Bump): Promise<Refusal | MoveOutcome> =>
  move(deps, order, bumpKind(order))

export const updateSeed = (deps: Deps, order: MoveOrder & SeedChange): Promise<Refusal | MoveOutcome> =>
  move(deps, order, {
    action: 'updateSeed',
    source: 'SEED_UPDATE',
    news: 'SEED_UPDATE',
    bumpType: null,
    decide: (project, event) => decideSeed(project, event.parameters, order),
  })

export const applyInvestment = (deps: Deps, order: MoveOrder & { amount: Decimal }): Promise<Refusal | MoveOutcome> =>
  move(deps, order, {
    action: 'applyInvestment',
    source: 'SEED_UPDATE',
    news: 'INVESTMENT',
    bumpType: null,
    decide: (project, event) => decideInvestment(project, event.parameters, order.amount),
  })

/** What an accepted write of projects stands for: the answer reads them as they are now. `newIds`: those that it listed. */
export type MoveOutcome = { readonly projectIds: readonly string[]; readonly newIds?: readonly string[] }

/** One transaction: lock, decide, write price, history, news and audit. Idempotent by key. */
function move(deps: Deps, order: MoveOrder, kind: MoveKind): Promise<Refusal | MoveOutcome> {
  return inTransaction(deps, (tx) =>
    once(tx, order.keyed, async () => {
      const headline = readHeadline(order.headline)
      if (headline !== null && isRefusal(headline)) return headline
      const eventId = (await findEventIds(tx.sql, [order.projectId])).get(order.projectId)
      const found = eventId === undefined ? null : await lockEventShared(tx, eventId)
      const [project] = found ? await lockProjects(tx, found.event.eventId, [order.projectId]) : []
      if (!found || !project) return projectNotFound(order.projectId)
      const closed = checkMovable(effectiveStatus(found.event, found.now))
      if (closed) return closed
      const moved = kind.decide(project, found.event)
      if (isRefusal(moved)) return moved
      const change = describeMove(project, moved, kind, headline?.text ?? null, order.keyed.userId, found.now, uuidv7())
      await writeMoves(tx, project.eventId, [change])
      return { projectIds: [project.projectId] }
    }),
  )
}

export const projectNotFound = (projectId: string, path: readonly string[] = ['input', 'projectId']): Refusal =>
  refuse('PROJECT_NOT_FOUND', `There is no project "${projectId.slice(0, 64)}".`, path)

/** Writes decided moves of one event; the caller holds the locks of their projects. Ends with the feed. */
export async function writeMoves(tx: Tx, eventId: string, records: readonly MoveRecord[], revise = false): Promise<void> {
  await updateMarkets(
    tx,
    eventId,
    records.map((record) => record.project),
  )
  await insertAudit(
    tx,
    records.map((record) => record.audit),
  )
  await appendToFeed(tx, eventId, {
    moves: records.map((record) => record.move),
    news: records.map((record) => record.news),
    revise,
  })
}
