import { eventById } from '../events/events.graphql.ts'
import { plainId, requireAdmin, requireInvestor } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput, CodedError } from '../graphql/errors.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, type Micros } from '../money/units.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { type BumpType, decideBump } from './admin-moves.ts'
import { saveProjects } from './listing.commands.ts'
import { applyInvestment, applyPhaseBump, type MoveOutcome, projectNotFound, updateSeed } from './move.commands.ts'
import type { Project } from './project.ts'
import { ProjectRef, requireProject } from './projects.graphql.ts'
import { findProjects } from './projects.sql.ts'
import { described } from '../graphql/described.ts'

/** What came of an organiser's command: the projects as they are now, or one refusal. */
export interface ProjectsResult {
  readonly projects: readonly Project[] | null
  readonly newIds?: readonly string[]
  readonly refusal: Refusal | null
}

export const ProjectPayload = builder.objectRef<ProjectsResult>('ProjectPayload').implement({
  description: 'The project after the command, or newer; or why nothing was done.',
  fields: (t) => ({
    project: t.field({
      type: ProjectRef,
      nullable: true,
      description: 'Null when refused.',
      resolve: ({ projects }) => projects?.[0] ?? null,
    }),
    isNew: t.boolean({
      description: 'Whether the command listed the project.',
      resolve: ({ projects, newIds }) => newIds?.includes(projects?.[0]?.projectId ?? '') ?? false,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const ProjectsPayload = builder.objectRef<ProjectsResult>('ProjectsPayload').implement({
  description: 'The projects in the order of the inputs; or why nothing was done.',
  fields: (t) => ({
    projects: t.field({
      type: [ProjectRef],
      nullable: true,
      description: 'Null when refused.',
      resolve: ({ projects }) => projects as Project[] | null,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason; its path names the row and field.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

/** Reads the projects that an accepted command names, in its order. */
export async function projectsResult(context: Context, outcome: MoveOutcome | Refusal): Promise<ProjectsResult> {
  if (isRefusal(outcome)) return { projects: null, refusal: outcome }
  const rows = new Map((await findProjects(context.deps.db, outcome.projectIds)).map((project) => [project.projectId, project]))
  return { projects: outcome.projectIds.map((id) => rows.get(id)!), newIds: outcome.newIds, refusal: null }
}

export const keyField = { description: 'Makes repeats safe: 1..255 characters, kept for 24 hours at least.' } as const
const headlineField = {
  description: 'What the public reads: one line, at most 200 characters. Absent: the server writes one.',
} as const
export const BumpTypeEnum = builder.enumType('BumpType', {
  description:
    'Percent bumps: KICKOFF_HYPE +15, VALIDATION_GOOD +10, VALIDATION_BAD -5, MVP_SHIPPED +30, USER_FEEDBACK_GOOD +10, ' +
    'USER_FEEDBACK_BAD -10, DEMO_QUALIFIER +50, DEMO_WINNER +100. MULTIPLY takes multiplier, ADD takes delta.',
  values: described<BumpType>({
    KICKOFF_HYPE: '+15 %.',
    VALIDATION_GOOD: '+10 %.',
    VALIDATION_BAD: '-5 %.',
    MVP_SHIPPED: '+30 %.',
    USER_FEEDBACK_GOOD: '+10 %.',
    USER_FEEDBACK_BAD: '-10 %.',
    DEMO_QUALIFIER: '+50 %.',
    DEMO_WINNER: '+100 %.',
    MULTIPLY: 'Times multiplier, 0.01 to 10.',
    ADD: 'Plus delta, ±1,000,000.',
  }),
})

export const SaveProjectInput = builder.inputType('SaveProjectInput', {
  description: 'A project to list or to edit. What is absent stays; a new one needs a ticker.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: '1..64 of A-Z a-z 0-9 . _ ~ -, no leading dot; unique over all events.' }),
    eventId: t.id({ description: 'Absent: kickstart for a new project, unchanged for an existing one.' }),
    ticker: t.string({ description: '1..12 letters or digits, stored upper-case, unique in the event.' }),
    name: t.string({ description: '1..80 characters.' }),
    description: t.string({ description: 'At most 2,000 characters.' }),
    seedAmount: t.field({ type: 'Decimal', description: '±1,000,000, 6 decimals. One that differs is exactly updateSeed.' }),
    seedIfNew: t.field({
      type: 'Decimal',
      description: 'Instead of seedAmount: the seed of a new project, ignored for an existing one.',
    }),
    isActive: t.boolean({ description: 'Whether it can be traded.' }),
    idempotencyKey: t.string(keyField),
  }),
})

export const UpdateSeedInput = builder.inputType('UpdateSeedInput', {
  description: 'A seed change: exactly one of seedAmount and seedDelta.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    seedAmount: t.field({ type: 'Decimal', description: 'The new seed, ±1,000,000.' }),
    seedDelta: t.field({ type: 'Decimal', description: 'By how much it changes.' }),
    headline: t.string(headlineField),
    idempotencyKey: t.string(keyField),
  }),
})

const PhaseBumpInput = builder.inputType('PhaseBumpInput', {
  description: 'A bump. A parameter that the type does not take is refused.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    bumpType: t.field({ type: BumpTypeEnum, required: true, description: 'Which bump.' }),
    multiplier: t.field({ type: 'Decimal', description: 'With MULTIPLY: 0.01 to 10.' }),
    delta: t.field({ type: 'Decimal', description: 'With ADD: ±1,000,000.' }),
    headline: t.string(headlineField),
    idempotencyKey: t.string(keyField),
  }),
})

export const InvestmentInput = builder.inputType('InvestmentInput', {
  description: 'A real investment, which raises the seed.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'Above 0, at most 1,000,000,000, 2 decimals.' }),
    headline: t.string(headlineField),
    idempotencyKey: t.string(keyField),
  }),
})

export const PROJECTS_MAX = 1_000

/** Signs the organiser's command with key and actor, and refuses ids that no project has before the database sees them. */
async function command<I extends { projectId: string; idempotencyKey?: string | null }>(
  context: Context,
  mutation: string,
  input: I,
  run: (order: Omit<I, 'idempotencyKey'> & { keyed: ReturnType<typeof keyedRequest> }) => Promise<MoveOutcome | Refusal>,
  requireCaller = requireAdmin,
): Promise<ProjectsResult> {
  const { idempotencyKey, ...rest } = input
  const keyed = keyedRequest(requireCaller(context).userId, mutation, rest, idempotencyKey, context.idempotencyKey)
  if (plainId(input.projectId) === null) return { projects: null, refusal: projectNotFound(input.projectId) }
  return await projectsResult(context, await run({ ...rest, keyed }))
}

builder.mutationFields((t) => ({
  saveProject: t.field({
    type: ProjectPayload,
    description:
      'Administrators only. Lists or edits a project; texts never touch its market. Refusals: INVALID_PARAMETER, EVENT_NOT_FOUND, EVENT_NOT_OPEN, TICKER_TAKEN.',
    args: { input: t.arg({ type: SaveProjectInput, required: true, description: 'The project.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...rest } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'saveProject', rest, idempotencyKey, context.idempotencyKey)
      return await projectsResult(context, await saveProjects(context.deps, keyed, [{ input: rest, path: ['input'] }]))
    },
  }),
  saveProjects: t.field({
    type: ProjectsPayload,
    description: `Administrators only. All or nothing, at most ${PROJECTS_MAX}. Refusals as saveProject; the path names row and field.`,
    args: {
      inputs: t.arg({ type: [SaveProjectInput], required: true, description: 'The projects; keys of their own are not taken.' }),
      idempotencyKey: t.arg.string(keyField),
    },
    resolve: async (_root, { inputs, idempotencyKey }, context) => {
      const viewer = requireAdmin(context)
      if (inputs.length > PROJECTS_MAX) throw badUserInput(`inputs must hold at most ${PROJECTS_MAX}, and held ${inputs.length}.`)
      if (inputs.some((input) => input.idempotencyKey != null))
        throw badUserInput('inputs take no idempotencyKey of their own: give one beside them.')
      const keyed = keyedRequest(viewer.userId, 'saveProjects', inputs, idempotencyKey, context.idempotencyKey)
      const rows = inputs.map((input, index) => ({ input, path: ['inputs', String(index)] }))
      return await projectsResult(context, await saveProjects(context.deps, keyed, rows))
    },
  }),
  updateSeed: t.field({
    type: ProjectPayload,
    description: 'Administrators only. Refusals: PROJECT_NOT_FOUND, EVENT_NOT_OPEN (closed), INVALID_PARAMETER.',
    args: { input: t.arg({ type: UpdateSeedInput, required: true, description: 'The seed change.' }) },
    resolve: (_root, { input }, context) => command(context, 'updateSeed', input, (order) => updateSeed(context.deps, order)),
  }),
  applyPhaseBump: t.field({
    type: ProjectPayload,
    description: 'Administrators only. Refusals: PROJECT_NOT_FOUND, EVENT_NOT_OPEN (closed), INVALID_PARAMETER.',
    args: { input: t.arg({ type: PhaseBumpInput, required: true, description: 'The bump.' }) },
    resolve: (_root, { input }, context) =>
      command(context, 'applyPhaseBump', input, (order) => applyPhaseBump(context.deps, order)),
  }),
  applyInvestment: t.field({
    type: ProjectPayload,
    description:
      'Administrators only; over REST a service token of investments, too. Refusals: PROJECT_NOT_FOUND, EVENT_NOT_OPEN (closed), INVALID_PARAMETER.',
    args: { input: t.arg({ type: InvestmentInput, required: true, description: 'The investment.' }) },
    resolve: (_root, { input }, context) =>
      command(context, 'applyInvestment', input, (order) => applyInvestment(context.deps, order), requireInvestor),
  }),
}))

export const PriceMoveRef = builder.objectRef<{ before: Micros; after: Micros }>('PriceMove').implement({
  description: 'A price before and after.',
  fields: (t) => ({
    priceBefore: t.field({
      type: 'Decimal',
      description: 'Price of a share before.',
      resolve: (move) => formatScaled(move.before, MICROS_DECIMALS),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      description: 'Price of a share after.',
      resolve: (move) => formatScaled(move.after, MICROS_DECIMALS),
    }),
  }),
})

builder.queryField('previewBump', (t) =>
  t.field({
    type: PriceMoveRef,
    nullable: true,
    description: 'Administrators only: what a bump would do now. Changes nothing.',
    args: { input: t.arg({ type: PhaseBumpInput, required: true, description: 'The bump.' }) },
    resolve: async (_root, { input }, context) => {
      requireAdmin(context)
      const project = await requireProject(context, input.projectId)
      const moved = decideBump(project, (await eventById(context, project.eventId)).event.parameters, input)
      if (isRefusal(moved)) throw new CodedError('BAD_USER_INPUT', moved.message)
      return { before: project.price, after: moved.price }
    },
  }),
)
