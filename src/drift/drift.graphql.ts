import { cursorOfPosition } from '../events/cursor.ts'
import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { builder } from '../graphql/builder.ts'
import type { Project } from '../projects/project.ts'
import { projectLoader, ProjectRef } from '../projects/projects.graphql.ts'
import { readMarket } from '../projects/projects.sql.ts'

interface Snapshot {
  readonly eventId: string
  readonly asOf: Date
  readonly cursor: string
  readonly projects: Project[]
}

const MarketSnapshotRef = builder.objectRef<Snapshot>('MarketSnapshot').implement({
  description: 'All projects of an event with their prices at one moment.',
  fields: (t) => ({
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    asOf: t.field({
      type: 'DateTime',
      description: 'The moment.',
      resolve: (snapshot, _args, context) => context.moment ?? snapshot.asOf,
    }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Pass to priceUpdated, tradeExecuted or newsPublished as after: continues behind the snapshot.',
      resolve: (snapshot) => snapshot.cursor,
    }),
    projects: t.field({
      type: [ProjectRef],
      description: 'By market cap, inactive ones too.',
      resolve: (snapshot) => snapshot.projects,
    }),
  }),
})

builder.queryField('marketSnapshot', (t) =>
  t.field({
    type: MarketSnapshotRef,
    nullable: true,
    description:
      'All projects of an event with their prices at one moment. Asks for a drift tick that is due, waits at most 200 ms for it; a burst of readers causes one.',
    args: { eventId: t.arg.id(eventIdArgument) },
    resolve: async (_root, { eventId: argument }, context) => {
      const { eventId } = (await requireEvent(context, argument)).event
      await context.services.ticker.settle(eventId)
      const market = await readMarket(context.deps.db, eventId)
      if (!market) throw new Error(`the feed of event ${eventId} is missing`)
      for (const project of market.projects) projectLoader(context).prime(project.projectId, project)
      return {
        eventId,
        asOf: market.asOf,
        cursor: cursorOfPosition(market.epoch, eventId, market.position),
        projects: market.projects,
      }
    },
  }),
)
