import { insertAudit } from '../audit/audit.sql.ts'
import { effectiveStatus } from '../events/event.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { readHeadline } from '../events/texts.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import { canonical, parseDecimal } from '../money/decimal.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { appendToFeed } from '../price-history/price-history.commands.ts'
import { type Bump, checkMovable, decideBump } from '../projects/admin-moves.ts'
import { bumpKind, describeMove } from '../projects/move-record.ts'
import { type MoveOutcome, projectNotFound, writeMoves } from '../projects/move.commands.ts'
import type { Project } from '../projects/project.ts'
import { findEventIds, lockProjects, updateListings } from '../projects/projects.sql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { deleteStagedBump, insertStagedBump, listDueBumps, takeDueBump } from './staging.sql.ts'

export const STAGE_SECONDS_DEFAULT = 30
export const STAGE_SECONDS_MAX = 600

export interface StageOrder extends Bump {
  readonly projectId: string
  readonly headline?: string | null
  readonly waitSeconds: number
  readonly keyed: KeyedRequest
}

/**
 * Halts the project now and leaves its bump to `runDueBumps`: halt, wait, bump with its headline, reopen, in one command
 * that outlives this server.
 */
export function stagePhaseBump(deps: Deps, order: StageOrder): Promise<MoveOutcome | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, order.keyed, async () => {
      const headline = readHeadline(order.headline)
      if (headline !== null && isRefusal(headline)) return headline
      if (order.waitSeconds < 0 || order.waitSeconds > STAGE_SECONDS_MAX) {
        return refuse('INVALID_PARAMETER', `waitSeconds is ${order.waitSeconds}; it must be 0 to ${STAGE_SECONDS_MAX}.`, [
          'input',
          'waitSeconds',
        ])
      }
      const eventId = (await findEventIds(tx.sql, [order.projectId])).get(order.projectId)
      const found = eventId === undefined ? null : await lockEventShared(tx, eventId)
      const [project] = found ? await lockProjects(tx, found.event.eventId, [order.projectId]) : []
      if (!found || !project) return projectNotFound(order.projectId)
      const closed = checkMovable(effectiveStatus(found.event, found.now))
      if (closed) return closed
      const moved = decideBump(project, found.event.parameters, order)
      if (isRefusal(moved)) return moved
      const staged = {
        project_id: project.projectId,
        event_id: project.eventId,
        actor_user_id: order.keyed.userId,
        bump_type: order.bumpType,
        multiplier: order.multiplier ? canonical(order.multiplier) : null,
        delta: order.delta ? canonical(order.delta) : null,
        headline: headline?.text ?? null,
      }
      if (!(await insertStagedBump(tx, staged, order.waitSeconds))) {
        return refuse('INVALID_PARAMETER', `${project.ticker} is on stage already.`, ['input', 'projectId'])
      }
      await setActive(tx, project, false, order.keyed.userId, 'stagePhaseBump', found.now)
      await appendToFeed(tx, project.eventId, { revise: true })
      return { projectIds: [project.projectId] }
    }),
  )
}

export interface CancelOrder {
  readonly projectId: string
  /** Whether the project may be traded again. */
  readonly reopen: boolean
  readonly keyed: KeyedRequest
}

/** Takes a bump off the stage before it happens. Idempotent by key, audited. */
export function cancelStagedBump(deps: Deps, { projectId, reopen, keyed }: CancelOrder): Promise<MoveOutcome | Refusal> {
  return inTransaction(deps, (tx) =>
    once(tx, keyed, async () => {
      const eventId = (await findEventIds(tx.sql, [projectId])).get(projectId)
      const found = eventId === undefined ? null : await lockEventShared(tx, eventId)
      const [project] = found ? await lockProjects(tx, found.event.eventId, [projectId]) : []
      if (!found || !project) return projectNotFound(projectId)
      const staged = await deleteStagedBump(tx, project)
      if (!staged) return refuse('INVALID_PARAMETER', `${project.ticker} is not on stage.`, ['input', 'projectId'])
      const entry = { eventId: project.eventId, at: found.now, actorUserId: keyed.userId, action: 'cancelStagedBump', projectId }
      const changes = [{ field: 'stagedBump', before: staged.bump_type, after: null }]
      await insertAudit(tx, [{ ...entry, headline: staged.headline, changes }])
      if (reopen) await setActive(tx, project, true, keyed.userId, 'cancelStagedBump', found.now)
      await appendToFeed(tx, project.eventId, { revise: true })
      return { projectIds: [projectId] }
    }),
  )
}

async function setActive(
  tx: Tx,
  project: Project,
  isActive: boolean,
  actorUserId: string,
  action: string,
  now: Date,
): Promise<Project> {
  if (project.isActive === isActive) return project
  const after = { ...project, isActive, updatedAt: now > project.updatedAt ? now : project.updatedAt }
  await updateListings(tx, project.eventId, [after])
  const changes = [{ field: 'isActive', before: String(project.isActive), after: String(isActive) }]
  await insertAudit(tx, [{ eventId: project.eventId, at: now, actorUserId, action, projectId: project.projectId, changes }])
  return after
}

/** Bumps and reopens the projects whose wait is over; run by every server, done by one. */
export async function runDueBumps(deps: Deps): Promise<void> {
  for (const { projectId, eventId } of await listDueBumps(deps.db)) {
    // One that fails stays on stage and is tried again; it must not hold back the others.
    await inTransaction(deps, (tx) => bumpAndReopen(tx, projectId, eventId)).catch((error: unknown) =>
      deps.log.error({ err: error, projectId }, 'a staged bump failed; it is tried again'),
    )
  }
}

/** A bump that has become impossible meanwhile (event closed, price beyond its largest) is audited; the project reopens anyway. */
async function bumpAndReopen(tx: Tx, projectId: string, eventId: string): Promise<void> {
  const found = await lockEventShared(tx, eventId)
  const [project] = await lockProjects(tx, eventId, [projectId])
  const staged = await takeDueBump(tx, { eventId, projectId })
  if (!found || !project || !staged) return
  const bump: Bump = {
    bumpType: staged.bump_type,
    multiplier: staged.multiplier === null ? null : parseDecimal(staged.multiplier),
    delta: staged.delta === null ? null : parseDecimal(staged.delta),
  }
  const open = await setActive(tx, project, true, staged.actor_user_id, 'stagePhaseBump', found.now)
  const moved = checkMovable(effectiveStatus(found.event, found.now)) ?? decideBump(open, found.event.parameters, bump)
  if (isRefusal(moved)) {
    const changes = [{ field: 'refused', before: null, after: `${moved.refused}: ${moved.message}` }]
    await insertAudit(tx, [
      { eventId, at: found.now, actorUserId: staged.actor_user_id, action: 'stagePhaseBump', projectId, changes },
    ])
    await appendToFeed(tx, eventId, { revise: true })
    return
  }
  await writeMoves(
    tx,
    eventId,
    [describeMove(open, moved, bumpKind(bump), staged.headline, staged.actor_user_id, found.now, uuidv7())],
    true,
  )
}
