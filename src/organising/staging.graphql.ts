import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { plainId, requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { projectNotFound } from '../projects/move.commands.ts'
import { BumpTypeEnum, keyField, ProjectPayload, projectsResult } from '../projects/projects.admin.graphql.ts'
import { projectById, ProjectRef } from '../projects/projects.graphql.ts'
import { cancelStagedBump } from './staging.commands.ts'
import { listStagedBumps, type StagedBump } from './staging.sql.ts'

const StagedBumpRef = builder.objectRef<StagedBump>('StagedBump').implement({
  description: 'A bump that waits on stage, its project halted.',
  fields: (t) => ({
    project: t.field({
      type: ProjectRef,
      description: 'The project.',
      resolve: (bump, _args, context) => projectById(context, bump.project_id),
    }),
    bumpType: t.field({ type: BumpTypeEnum, description: 'Which bump.', resolve: (bump) => bump.bump_type }),
    multiplier: t.field({ type: 'Decimal', nullable: true, description: 'With MULTIPLY.', resolve: (bump) => bump.multiplier }),
    delta: t.field({ type: 'Decimal', nullable: true, description: 'With ADD, in USDC.', resolve: (bump) => bump.delta }),
    headline: t.exposeString('headline', {
      nullable: true,
      description: 'What the public will read; null: the server writes it.',
    }),
    dueAt: t.field({ type: 'DateTime', description: 'When it happens and the project reopens.', resolve: (bump) => bump.due_at }),
    actor: t.field({
      type: TraderRef,
      description: 'Who put it on stage.',
      resolve: (bump) => ({ userId: bump.actor_user_id, eventId: bump.event_id }),
    }),
  }),
})

const CancelStagedBumpInput = builder.inputType('CancelStagedBumpInput', {
  description: 'A bump to take off the stage before it happens.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id of the project on stage.' }),
    reopen: t.boolean({ defaultValue: true, description: 'Whether the project may be traded again.' }),
    idempotencyKey: t.string(keyField),
  }),
})

builder.queryField('stagedBumps', (t) =>
  t.field({
    type: [StagedBumpRef],
    nullable: true,
    description: 'Administrators only. What is on stage now, the soonest first.',
    args: { eventId: t.arg.id(eventIdArgument) },
    resolve: async (_root, { eventId }, context) => {
      requireAdmin(context)
      const { event } = await requireEvent(context, eventId)
      return await listStagedBumps(context.deps.db, event.eventId)
    },
  }),
)

builder.mutationField('cancelStagedBump', (t) =>
  t.field({
    type: ProjectPayload,
    description:
      'Administrators only. Takes a bump off the stage before it happens; audited. Refusals: PROJECT_NOT_FOUND, INVALID_PARAMETER (nothing on stage).',
    args: { input: t.arg({ type: CancelStagedBumpInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...order } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'cancelStagedBump', order, idempotencyKey, context.idempotencyKey)
      if (plainId(input.projectId) === null) return { projects: null, refusal: projectNotFound(input.projectId) }
      return await projectsResult(
        context,
        await cancelStagedBump(context.deps, { projectId: order.projectId, reopen: order.reopen ?? true, keyed }),
      )
    },
  }),
)
