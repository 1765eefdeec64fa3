import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { formatScaled } from '../money/decimal.ts'
import { countWatchers } from '../streams/watchers.sql.ts'
import { type EventHealth, readEventHealth, WINDOW_SECONDS } from './health.sql.ts'
import { type Presence, readPresence } from './presence.sql.ts'
import { described } from '../graphql/described.ts'

interface Health extends EventHealth, Presence {
  readonly eventId: string
  readonly watchers: number
  /** What the statement took, in microseconds. */
  readonly databaseMicroseconds: number
}

const BUS_STATES = { local: 'LOCAL', up: 'UP', degraded: 'DEGRADED' } as const

const BusStateEnum = builder.enumType('BusState', {
  description:
    'LOCAL: one server, no bus between servers. UP: Redis is there. DEGRADED: it is not, and streams follow the database instead.',
  values: described<(typeof BUS_STATES)[keyof typeof BUS_STATES]>({
    LOCAL: 'One process: no bus is needed.',
    UP: 'Redis is connected.',
    DEGRADED: 'Redis is away; streams catch up from Postgres within a second.',
  }),
})

const BYTES_PER_MEGABYTE = 1_048_576

const ServerHealthRef = builder.objectRef<Health>('ServerHealth').implement({
  description: 'The server that answers; counts are since it started.',
  fields: (t) => ({
    serverId: t.id({ description: 'Another one after each start.', resolve: (_health, _args, { deps }) => deps.serverId }),
    uptimeSeconds: t.int({ description: 'Whole seconds since it started.', resolve: () => Math.floor(process.uptime()) }),
    memoryMegabytes: t.int({
      description: 'Resident memory, in 2^20 bytes.',
      resolve: () => Math.round(process.memoryUsage.rss() / BYTES_PER_MEGABYTE),
    }),
    bus: t.field({
      type: BusStateEnum,
      description: 'The bus between servers.',
      resolve: (_health, _args, { deps }) => BUS_STATES[deps.bus.state],
    }),
    databaseMs: t.field({
      type: 'Decimal',
      description: 'What the database took for this answer, in milliseconds.',
      resolve: ({ databaseMicroseconds }) => formatScaled(BigInt(databaseMicroseconds), 3),
    }),
    batches: t.int({
      description: 'Batches of trades that it committed.',
      resolve: (_health, _args, { services }) => services.trades.stats.batches,
    }),
    trades: t.int({
      description: 'Trades that it executed.',
      resolve: (_health, _args, { services }) => services.trades.stats.trades,
    }),
    queued: t.int({
      description: 'Trades that wait or are in flight.',
      resolve: (_health, _args, { services }) => services.trades.stats.queued,
    }),
  }),
})

const HealthRef = builder.objectRef<Health>('Health').implement({
  description: 'How an event and the server that answers are doing.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When, by the clock of the database.' }),
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    tradesPerSecond: t.field({
      type: 'Decimal',
      description: `Mean over the last ${WINDOW_SECONDS} seconds, over all servers.`,
      resolve: ({ recentTrades }) => formatScaled(BigInt(recentTrades), 1),
    }),
    watchers: t.exposeInt('watchers', { description: 'Connections with a live subscription on the event, over all servers.' }),
    accounts: t.exposeInt('accounts', { description: 'Traders with an account in the event.' }),
    trades: t.exposeInt('trades', { description: 'Trades in the event so far.' }),
    stagedBumps: t.exposeInt('stagedBumps', { description: 'Bumps that wait on stage.' }),
    servers: t.exposeInt('doors', {
      description: 'Processes that answer requests, over all machines; one that was killed counts for 15 s.',
    }),
    workers: t.exposeInt('workers', {
      description:
        'Processes that tick and run jobs. Without any, prices do not drift, and what the clock should open or close waits.',
    }),
    matchers: t.exposeInt('matchers', {
      description: 'Processes that match orders. Without any, orders wait in the inboxes of their markets.',
    }),
    server: t.field({ type: ServerHealthRef, description: 'The server that answers.', resolve: (health) => health }),
  }),
})

builder.queryField('health', (t) =>
  t.field({
    type: HealthRef,
    nullable: true,
    description: 'Administrators only. To be asked every few seconds.',
    args: { eventId: t.arg.id(eventIdArgument) },
    resolve: async (_root, { eventId }, context) => {
      requireAdmin(context)
      const { event } = await requireEvent(context, eventId)
      const { db } = context.deps
      const start = performance.now()
      const found = await readEventHealth(db, event.eventId)
      const databaseMicroseconds = Math.round((performance.now() - start) * 1_000)
      const [watched] = await countWatchers(db, [event.eventId])
      const presence = await readPresence(db)
      return { ...found, ...presence, eventId: event.eventId, watchers: watched?.watchers ?? 0, databaseMicroseconds }
    },
  }),
)
