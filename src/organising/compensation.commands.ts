import { findAudit } from '../audit/audit-log.sql.ts'
import { effectiveStatus } from '../events/event.ts'
import { lockEventShared } from '../events/events.sql.ts'
import { readHeadline } from '../events/texts.ts'
import { encodeNodeId } from '../graphql/node.ts'
import { type KeyedRequest, once } from '../idempotency/idempotency.commands.ts'
import type { Deps } from '../platform/deps.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import { checkMovable } from '../projects/admin-moves.ts'
import { checkReversible, decideCompensation, oppositeKind } from '../projects/compensation.ts'
import { describeMove } from '../projects/move-record.ts'
import { correctionHeadline } from '../projects/move-texts.ts'
import { type MoveOutcome, projectNotFound, writeMoves } from '../projects/move.commands.ts'
import { lockProjects } from '../projects/projects.sql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { insertCompensation } from './compensation.sql.ts'

export interface CompensationOrder {
  /** The audit entry of the mistaken move. */
  readonly originalAuditId: string
  readonly headline?: string | null
  readonly keyed: KeyedRequest
}

/** Takes an organiser's move back, once. null where there is no such audit entry. Idempotent by key, audited. */
export function compensateMove(
  deps: Deps,
  { originalAuditId, headline: line, keyed }: CompensationOrder,
): Promise<MoveOutcome | Refusal | null> {
  return inTransaction(deps, async (tx) => {
    const [original] = await findAudit(tx.sql, [originalAuditId])
    if (!original) return null
    return await once(tx, keyed, async () => {
      const headline = readHeadline(line)
      if (headline !== null && isRefusal(headline)) return headline
      const irreversible = checkReversible(original)
      if (irreversible) return irreversible
      const { eventId, projectId } = original
      const found = await lockEventShared(tx, eventId)
      const [project] = found && projectId ? await lockProjects(tx, eventId, [projectId]) : []
      if (!found || !project) return projectNotFound(projectId ?? '', ['input', 'auditId'])
      const refused = checkMovable(effectiveStatus(found.event, found.now))
      if (refused) return refused
      const moved = decideCompensation(project, found.event.parameters, original)
      if (isRefusal(moved)) return moved
      const auditId = uuidv7()
      if (!(await insertCompensation(tx, eventId, { originalAuditId, auditId }))) {
        return refuse('INVALID_PARAMETER', 'This move was taken back already.', ['input', 'auditId'])
      }
      const told = headline?.text ?? correctionHeadline(project, moved)
      const record = describeMove(project, moved, oppositeKind(original), told, keyed.userId, found.now, uuidv7())
      const reference = { field: 'compensates', before: null, after: encodeNodeId('AuditEntry', originalAuditId) }
      await writeMoves(tx, eventId, [
        { ...record, audit: { ...record.audit, auditId, changes: [reference, ...(record.audit.changes ?? [])] } },
      ])
      return { projectIds: [project.projectId] }
    })
  })
}
