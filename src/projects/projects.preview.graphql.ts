import type { MarketEvent, MarketParameters } from '../events/event.ts'
import { eventById, eventLoader } from '../events/events.graphql.ts'
import { DEFAULT_EVENT_ID, plainId, requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { range } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { CodedError } from '../graphql/errors.ts'
import { readClock } from '../events/events.sql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { decideInvestment, decideSeed, type Moved } from './admin-moves.ts'
import type { SaveProject } from './listing.commands.ts'
import { type ListingPreview, previewListings } from './listing-rows.ts'
import { readTicker } from './listing.ts'
import type { Project } from './project.ts'
import { InvestmentInput, PriceMoveRef, PROJECTS_MAX, SaveProjectInput, UpdateSeedInput } from './projects.admin.graphql.ts'
import { requireProject } from './projects.graphql.ts'
import { findProjects, listTickers } from './projects.sql.ts'

/** What organisers' commands would do now. Nothing here changes anything. */
async function previewMove(
  context: Context,
  projectId: string,
  decide: (project: Project, parameters: MarketParameters) => Moved | Refusal,
) {
  requireAdmin(context)
  const project = await requireProject(context, projectId)
  const moved = decide(project, (await eventById(context, project.eventId)).event.parameters)
  if (isRefusal(moved)) throw new CodedError('BAD_USER_INPUT', moved.message)
  return { before: project.price, after: moved.price }
}

const money = (value: bigint | null) => (value === null ? null : formatScaled(value, MICROS_DECIMALS))

const ProjectPreviewRef = builder.objectRef<ListingPreview>('ProjectPreview').implement({
  description: 'What saving a row would do.',
  fields: (t) => ({
    projectId: t.exposeID('projectId', { description: 'Plain id, as the row has it.' }),
    isNew: t.exposeBoolean('isNew', { description: 'Whether it would be listed; otherwise it is listed already.' }),
    priceBefore: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share now; null for a new one.',
      resolve: (row) => money(row.priceBefore),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Price of a share then; null for a row that is refused.',
      resolve: (row) => money(row.priceAfter),
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: "Empty, or the row's reason; its path names row and field.",
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

/** Reads what the rows are about: three statements, however many rows. */
async function previewRows(context: Context, inputs: readonly SaveProject[]): Promise<ListingPreview[]> {
  const { db } = context.deps
  const ids = inputs.map(({ projectId }) => projectId).filter((id) => plainId(id) !== null)
  const projects = new Map((await findProjects(db, ids)).map((project) => [project.projectId, project]))
  const rows = inputs.map((input, index) => ({
    input,
    path: ['inputs', String(index)],
    eventId: projects.get(input.projectId)?.eventId ?? input.eventId ?? DEFAULT_EVENT_ID,
  }))
  const eventIds = [...new Set(rows.map(({ eventId }) => eventId))].filter((id) => plainId(id) !== null)
  const events = new Map<string, MarketEvent>()
  for (const found of await eventLoader(context).loadMany(eventIds)) {
    if (found && 'event' in found) events.set(found.event.eventId, found.event)
  }
  const tickers = inputs.flatMap(({ ticker }) => {
    const read = typeof ticker === 'string' ? readTicker(ticker, []) : null
    return read === null || isRefusal(read) ? [] : [read]
  })
  return previewListings(rows, {
    now: await readClock(db),
    events,
    projects,
    tickers: await listTickers(db, [...events.keys()], tickers),
  })
}

builder.queryFields((t) => ({
  previewSeed: t.field({
    type: PriceMoveRef,
    nullable: true,
    description: 'Administrators only: what a seed change would do now. Changes nothing.',
    args: { input: t.arg({ type: UpdateSeedInput, required: true, description: 'The seed change.' }) },
    resolve: (_root, { input }, context) => previewMove(context, input.projectId, (project, p) => decideSeed(project, p, input)),
  }),
  previewInvestment: t.field({
    type: PriceMoveRef,
    nullable: true,
    description: 'Administrators only: what an investment would do now. Changes nothing.',
    args: { input: t.arg({ type: InvestmentInput, required: true, description: 'The investment.' }) },
    resolve: (_root, { input }, context) =>
      previewMove(context, input.projectId, (project, p) => decideInvestment(project, p, input.amount)),
  }),
  previewProjects: t.field({
    type: [ProjectPreviewRef],
    nullable: true,
    description:
      'Administrators only: what saveProjects would do with each row, in their order. Changes nothing, and tells every row that would be refused.',
    args: {
      inputs: t.arg({
        type: [SaveProjectInput],
        required: true,
        description: `The projects, at most ${PROJECTS_MAX}.`,
        extensions: range(0, PROJECTS_MAX),
      }),
    },
    resolve: (_root, { inputs }, context) => {
      requireAdmin(context)
      return previewRows(context, inputs)
    },
  }),
}))
