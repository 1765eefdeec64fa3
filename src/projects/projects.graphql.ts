import { EventRef, eventById, eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { plainId } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, type PageArguments, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import { encodeNodeId, NodeInterface, PLAIN_ID, registerNode } from '../graphql/node.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import { line, marketCap, type Project } from './project.ts'
import { type ProjectOrder, pageProjects } from './projects.pages.sql.ts'
import { countProjects, findProjects } from './projects.sql.ts'
import { described } from '../graphql/described.ts'

export const projectLoader = defineLoader<string, Project>(
  (context, projectIds) => findProjects(context.deps.db, projectIds),
  (project) => project.projectId,
)

const countLoader = defineLoader<string, { eventId: string; projects: number }>(
  (context, eventIds) => countProjects(context.reader, eventIds),
  (row) => row.eventId,
)

/** The project of a `projectId` argument; NOT_FOUND where there is none. */
export async function requireProject(context: Context, projectId: string): Promise<Project> {
  const project = plainId(projectId) === null ? null : await projectLoader(context).load(projectId)
  if (!project) throw notFound(`There is no project "${projectId.slice(0, 64)}".`)
  return project
}

/** A project that a row of another table names: it exists. */
export async function projectById(context: Context, projectId: string): Promise<Project> {
  const project = await projectLoader(context).load(projectId)
  if (!project) throw new Error(`project ${projectId} is missing`)
  return project
}

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const shares = (value: bigint) => formatScaled(value, SHARE_DECIMALS)

export const ProjectRef = builder.objectRef<Project>('Project').implement({
  description: 'A listed project: its share, price and market.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: (p) => encodeNodeId('Project', p.projectId) }),
    projectId: t.exposeID('projectId', { description: 'Plain id, unique over all events.' }),
    eventId: t.exposeID('eventId', { description: 'Plain id of its event.' }),
    event: t.field({ type: EventRef, description: 'Its event.', resolve: (p, _args, context) => eventById(context, p.eventId) }),
    ticker: t.exposeString('ticker', { description: 'Short name, unique in its event.' }),
    name: t.exposeString('name', { description: 'Name for people.' }),
    description: t.exposeString('description', { description: 'What the team builds; plain text.' }),
    basePrice: t.field({
      type: 'Decimal',
      description: 'Price from the seed alone, per share.',
      resolve: (p) => money(p.basePrice),
    }),
    currentPrice: t.field({
      type: 'Decimal',
      description: 'The market price of a share: what a trade starts from.',
      resolve: (p) => money(p.price),
    }),
    netShares: t.field({
      type: 'Decimal',
      description: 'Shares bought less shares sold: the sum of all holdings.',
      resolve: (p) => shares(p.netShares),
    }),
    seedAmount: t.field({ type: 'Decimal', description: 'Seed funding; may be negative.', resolve: (p) => money(p.seed) }),
    marketCap: t.field({
      type: 'Decimal',
      description: 'Price × max(net shares, 1), rounded down.',
      resolve: (p) => money(marketCap(p.price, p.netShares)),
    }),
    totalVolume: t.field({
      type: 'Decimal',
      description: 'Shares traded so far, bought and sold.',
      resolve: (p) => shares(p.totalVolume),
    }),
    totalTrades: t.exposeInt('totalTrades', { description: 'Trades so far.' }),
    isActive: t.exposeBoolean('isActive', { description: 'Whether it can be traded while the event is open.' }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'Time of the last change of price or text.',
      resolve: (p) => p.updatedAt,
    }),
    sequence: t.exposeInt('sequence', { description: 'Number of price moves so far: the sequence of the newest price point.' }),
    equilibrium: t.field({
      type: 'Decimal',
      description: 'The line: the fair price that drift pulls towards.',
      resolve: async (p, _args, context) => money(line(p, (await eventById(context, p.eventId)).event.parameters)),
    }),
    holdersCount: t.exposeInt('holdersCount', { description: 'Accounts that hold some of it.' }),
  }),
})

registerNode('Project', (context, projectId) => projectLoader(context).load(projectId))

const ProjectOrderEnum = builder.enumType('ProjectOrder', {
  description: 'Order of a list of projects; equals by id. CHANGE_DESC is over the last 60 minutes.',
  values: described<ProjectOrder>({
    MARKET_CAP_DESC: 'Largest market cap first.',
    TICKER_ASC: 'By ticker, A to Z.',
    PRICE_DESC: 'Highest price first.',
    CHANGE_DESC: 'Largest rise over the last 60 minutes first.',
    VOLUME_DESC: 'Most shares traded first.',
  }),
})

const ProjectConnection = defineConnection('Project', ProjectRef, { totalCount: true })
const orderArgument = { type: ProjectOrderEnum, defaultValue: 'MARKET_CAP_DESC', description: 'Order of the list.' } as const
const cursor = pageCursor('projects', /^[A-Z_]+$/, /^[A-Z0-9.-]{1,80}$/, PLAIN_ID)

async function projectPage(context: Context, eventId: string, args: PageArguments & { orderBy?: ProjectOrder | null }) {
  const page = pageOf(args)
  const order = args.orderBy ?? 'MARKET_CAP_DESC'
  const decode = (text: string | null) => {
    const parts = cursor.decode(text)
    if (parts && parts[0] !== order) throw badUserInput('after and before must be cursors of a list in the same order.')
    return parts && { value: parts[1]!, projectId: parts[2]! }
  }
  const rows = await pageProjects(context.reader, eventId, order, {
    after: decode(page.after),
    before: decode(page.before),
    backward: page.direction === 'backward',
    limit: page.limit + 1,
  })
  for (const { project } of rows) projectLoader(context).prime(project.projectId, project)
  const connection = connectionOf(rows, page, ({ value, project }) => cursor.encode(order, value, project.projectId))
  return {
    ...connection,
    edges: connection.edges.map((edge) => ({ cursor: edge.cursor, node: edge.node.project })),
    totalCount: async () => (await countLoader(context).load(eventId))?.projects ?? 0,
  }
}

builder.objectField(EventRef, 'projects', (t) =>
  t.field({
    type: ProjectConnection,
    description: 'Its projects, inactive ones too.',
    args: { ...pageArguments(t), orderBy: t.arg(orderArgument) },
    resolve: ({ event }, args, context) => projectPage(context, event.eventId, args),
  }),
)

builder.queryFields((t) => ({
  project: t.field({
    type: ProjectRef,
    nullable: true,
    description: 'One project; NOT_FOUND where there is none.',
    args: { projectId: t.arg.id({ required: true, description: 'Plain id.' }) },
    resolve: (_root, { projectId }, context) => requireProject(context, projectId),
  }),
  projects: t.field({
    type: ProjectConnection,
    nullable: true,
    description:
      'The projects of an event, inactive ones too. Each page is read as prices are then; marketSnapshot is the consistent view.',
    args: { eventId: t.arg.id(eventIdArgument), ...pageArguments(t), orderBy: t.arg(orderArgument) },
    resolve: async (_root, { eventId, ...args }, context) => {
      const { event } = await requireEvent(context, eventId)
      context.services.ticker.touch(event.eventId)
      return await projectPage(context, event.eventId, args)
    },
  }),
}))
