import { AuditEntryRef } from '../audit/audit.graphql.ts'
import { type AuditRow, findAudit } from '../audit/audit-log.sql.ts'
import { eventById } from '../events/events.graphql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput, CodedError, notFound } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import { decodeNodeId } from '../graphql/node.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { decideCompensation, isReversible } from '../projects/compensation.ts'
import { keyField, PriceMoveRef, ProjectPayload, projectsResult } from '../projects/projects.admin.graphql.ts'
import { projectById } from '../projects/projects.graphql.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { compensateMove } from './compensation.commands.ts'
import { type Compensation, findCompensations } from './compensation.sql.ts'

interface Part {
  readonly auditId: string
  readonly compensation: Compensation
}

/** The compensation that an entry is a part of, as the original or as the opposite. */
const partLoader = defineLoader<string, Part>(
  async (context, auditIds) => {
    const found = await findCompensations(context.deps.db, auditIds)
    return found.flatMap((compensation) => [
      { auditId: compensation.originalAuditId, compensation },
      { auditId: compensation.auditId, compensation },
    ])
  },
  (row) => row.auditId,
)

const entryLoader = defineLoader<string, AuditRow>(
  (context, auditIds) => findAudit(context.deps.db, auditIds),
  (row) => row.auditId,
)

const partOf = async (context: Context, { auditId }: AuditRow) => (await partLoader(context).load(auditId))?.compensation ?? null

builder.objectFields(AuditEntryRef, (t) => ({
  compensable: t.boolean({
    description: 'Whether compensateMove would take it: a bump, seed change or investment that is not taken back yet.',
    resolve: async (entry, _args, context) => isReversible(entry) && (await partOf(context, entry)) === null,
  }),
  compensates: t.field({
    type: AuditEntryRef,
    nullable: true,
    description: 'The move that this one takes back; null for others.',
    resolve: async (entry, _args, context) => {
      const part = await partOf(context, entry)
      return part?.auditId === entry.auditId ? await entryLoader(context).load(part.originalAuditId) : null
    },
  }),
  compensatedBy: t.field({
    type: AuditEntryRef,
    nullable: true,
    description: 'The move that takes this one back; null while none does.',
    resolve: async (entry, _args, context) => {
      const part = await partOf(context, entry)
      return part?.originalAuditId === entry.auditId ? await entryLoader(context).load(part.auditId) : null
    },
  }),
}))

const CompensateMoveInput = builder.inputType('CompensateMoveInput', {
  description: 'A mistaken move to take back.',
  fields: (t) => ({
    auditId: t.id({ required: true, description: 'AuditEntry.id of the move.' }),
    headline: t.string({
      description: 'What the public reads: one line, at most 200 characters. Absent: the server writes one.',
    }),
    idempotencyKey: t.string(keyField),
  }),
})

/** The inner id of an audit entry; BAD_USER_INPUT for the id of something else. */
function auditIdOf(text: string): string {
  const { typename, id } = decodeNodeId(text)
  if (typename !== 'AuditEntry') throw badUserInput('auditId must be the id of an AuditEntry.')
  return id
}

const unknownEntry = () => notFound('There is no such audit entry.')

builder.mutationField('compensateMove', (t) =>
  t.field({
    type: ProjectPayload,
    description:
      'Administrators only. Takes a bump, seed change or investment back, once: price and seed go back by what it moved them, from where they are now, ' +
      'the price not below the floor; trades made meanwhile stay. Audited. Refusals: PROJECT_NOT_FOUND, EVENT_NOT_OPEN (closed), INVALID_PARAMETER.',
    args: { input: t.arg({ type: CompensateMoveInput, required: true, description: 'The move.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...order } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'compensateMove', order, idempotencyKey, context.idempotencyKey)
      const outcome = await compensateMove(context.deps, {
        originalAuditId: auditIdOf(order.auditId),
        headline: order.headline,
        keyed,
      })
      if (outcome === null) throw unknownEntry()
      return await projectsResult(context, outcome)
    },
  }),
)

builder.queryField('previewCompensation', (t) =>
  t.field({
    type: PriceMoveRef,
    nullable: true,
    description: 'Administrators only: what compensateMove would do now. Changes nothing.',
    args: { auditId: t.arg.id({ required: true, description: 'AuditEntry.id of the move.' }) },
    resolve: async (_root, { auditId }, context) => {
      requireAdmin(context)
      const entry = await entryLoader(context).load(auditIdOf(auditId))
      if (!entry) throw unknownEntry()
      if (entry.projectId === null || !isReversible(entry))
        throw badUserInput(`${entry.action} is no move that can be taken back.`)
      if (await partOf(context, entry)) throw badUserInput('This move was taken back already.')
      const project = await projectById(context, entry.projectId)
      const moved = decideCompensation(project, (await eventById(context, project.eventId)).event.parameters, entry)
      if (isRefusal(moved)) throw new CodedError('BAD_USER_INPUT', moved.message)
      return { before: project.price, after: moved.price }
    },
  }),
)
