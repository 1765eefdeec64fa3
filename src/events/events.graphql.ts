import { DEFAULT_EVENT_ID, eventIdOf, plainId } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { notFound } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import { encodeNodeId, NodeInterface, PLAIN_ID, registerNode } from '../graphql/node.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, RATIO_DECIMALS } from '../money/units.ts'
import { type EventStatus, effectiveStatus, type MarketParameters } from './event.ts'
import { type EventNow, findEvents, listEvents } from './events.sql.ts'
import { described } from '../graphql/described.ts'

/** Events by id, as of the database's clock. */
export const eventLoader = defineLoader<string, EventNow>(
  (context, eventIds) => findEvents(context.deps.db, eventIds),
  (row) => row.event.eventId,
)

/** The event of an `eventId` argument; NOT_FOUND where there is none. */
export async function requireEvent(context: Context, argument: string | null | undefined): Promise<EventNow> {
  const eventId = eventIdOf(argument)
  const found = plainId(eventId) === null ? null : await eventLoader(context).load(eventId)
  if (!found) throw notFound(`There is no event "${eventId.slice(0, 64)}".`)
  return found
}

/** Options of the `eventId` argument that most root fields take. */
export const eventIdArgument = { defaultValue: DEFAULT_EVENT_ID, description: 'Plain id of the event.' } as const

export const EventStatusEnum = builder.enumType('EventStatus', {
  description: 'SCHEDULED: not open yet. OPEN: trading. HALTED: no trading for now. CLOSED: prices and standings are final.',
  values: described<EventStatus>({
    SCHEDULED: 'Not open yet; organisers may list projects and move prices.',
    OPEN: 'Trades are executed.',
    HALTED: 'No trades and no drift for now.',
    CLOSED: 'Prices and standings are final.',
  }),
})

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const factor = (value: bigint) => formatScaled(value, RATIO_DECIMALS)

const ParametersRef = builder.objectRef<MarketParameters>('MarketParameters').implement({
  description: 'Every tunable of the market, so that no client carries a constant of its own.',
  fields: (t) => ({
    initialCash: t.field({
      type: 'Decimal',
      description: 'Cash an account starts with.',
      resolve: (p) => money(p.initialCashMicros),
    }),
    minPrice: t.field({
      type: 'Decimal',
      description: 'The floor: no price is below it.',
      resolve: (p) => money(p.minPriceMicros),
    }),
    defaultBasePrice: t.field({
      type: 'Decimal',
      description: 'Base price of a project with seed 0.',
      resolve: (p) => money(p.defaultBasePriceMicros),
    }),
    pricePerShare: t.field({
      type: 'Decimal',
      description: 'Slope k: how far one share moves the price.',
      resolve: (p) => money(p.slopeMicrosPerShare),
    }),
    transactionFeeBps: t.int({
      description: 'Fee of a trade in hundredths of a percent of its gross.',
      resolve: (p) => p.transactionFeeBps,
    }),
    seedToPriceFactor: t.field({
      type: 'Decimal',
      description: 'Base price per unit of seed.',
      resolve: (p) => factor(p.seedToPriceRatio),
    }),
    investmentToSeedFactor: t.field({
      type: 'Decimal',
      description: 'Seed per unit of investment.',
      resolve: (p) => factor(p.investmentToSeedRatio),
    }),
    driftEnabled: t.boolean({
      description: 'Whether prices drift. Without a fee they never do.',
      resolve: (p) => p.driftEnabled,
    }),
    driftIntervalMs: t.int({
      description: 'Least time between two drift ticks of a project, in milliseconds.',
      resolve: (p) => p.driftIntervalMs,
    }),
    driftMaxPctPerTick: t.field({
      type: 'Decimal',
      description: 'Largest noise of a tick as a ratio, per square root of a second.',
      resolve: (p) => factor(p.driftMaxPctPerTickRatio),
    }),
    driftMeanReversion: t.field({
      type: 'Decimal',
      description: 'Pull towards the equilibrium, per second.',
      resolve: (p) => factor(p.driftMeanReversionRatio),
    }),
    closingWindowSeconds: t.int({
      description: 'Final scores are means over this last stretch, in seconds.',
      resolve: (p) => p.closingWindowSeconds,
    }),
  }),
})

export const EventRef = builder.objectRef<EventNow>('Event').implement({
  description: 'The market of an event.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: ({ event }) => encodeNodeId('Event', event.eventId) }),
    eventId: t.id({ description: 'Plain id.', resolve: ({ event }) => event.eventId }),
    name: t.string({ description: 'Name for people.', resolve: ({ event }) => event.name }),
    status: t.field({
      type: EventStatusEnum,
      description: 'What holds now, by the clock of the database.',
      resolve: ({ event, now }) => effectiveStatus(event, now),
    }),
    opensAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When trading starts by itself.',
      resolve: ({ event }) => event.opensAt,
    }),
    closesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the market closes by itself.',
      resolve: ({ event }) => event.closesAt,
    }),
    parameters: t.field({ type: ParametersRef, description: 'The tunables in force.', resolve: ({ event }) => event.parameters }),
  }),
})

registerNode('Event', (context, eventId) => eventLoader(context).load(eventId))

export const eventById = async (context: Context, eventId: string): Promise<EventNow> => {
  const found = await eventLoader(context).load(eventId)
  if (!found) throw new Error(`event ${eventId} is missing`)
  return found
}

const EventConnection = defineConnection('Event', EventRef)
const eventCursor = pageCursor('events', PLAIN_ID)

builder.queryFields((t) => ({
  event: t.field({
    type: EventRef,
    nullable: true,
    description: 'One event; NOT_FOUND where there is none.',
    args: { eventId: t.arg.id(eventIdArgument) },
    resolve: (_root, { eventId }, context) => requireEvent(context, eventId),
  }),
  events: t.field({
    type: EventConnection,
    nullable: true,
    description: 'All events by id.',
    args: pageArguments(t),
    resolve: async (_root, args, context) => {
      const page = pageOf(args)
      const rows = await listEvents(context.reader, {
        after: eventCursor.decode(page.after)?.[0] ?? null,
        before: eventCursor.decode(page.before)?.[0] ?? null,
        descending: page.direction === 'backward',
        limit: page.limit + 1,
      })
      return connectionOf(rows, page, ({ event }) => eventCursor.encode(event.eventId))
    },
  }),
}))
