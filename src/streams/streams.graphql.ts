import { NewsItemRef } from '../audit/news.graphql.ts'
import type { NewsRow } from '../audit/news.sql.ts'
import { EventRef, eventById, eventIdArgument } from '../events/events.graphql.ts'
import { eventIdOf, plainId, requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { range } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { defineLoader } from '../graphql/loader.ts'
import type { Viewer } from '../identity/viewer.ts'
import { boardOf, endArgument, LeaderboardRef, viewBoard } from '../leaderboard/leaderboard.graphql.ts'
import { type Portfolio, portfolioOf } from '../portfolio/portfolio.ts'
import { PortfolioRef, readPortfolio } from '../portfolio/portfolio.graphql.ts'
import { TradeRef } from '../trading/trades.graphql.ts'
import type { TradeRow } from '../trading/trades.sql.ts'
import { portfolioReader } from './portfolios.ts'
import type { PriceUpdate } from './price-source.ts'
import { openPriceSource } from './price-start.ts'
import { PriceUpdateRef } from './price-update.graphql.ts'
import { anyChange, eventChange, portfolioSource } from './state-changes.ts'
import { StateSource } from './state-source.ts'
import { TapeSource, tapeStart } from './tape-source.ts'
import { countWatchers } from './watchers.sql.ts'
import { described } from '../graphql/described.ts'

const THROTTLE_MS_MAX = 60_000
const PROJECT_IDS_MAX = 10_000
/** The leaderboard may be read a second late. */
const BOARD_SETTLE_MS = 1_100

const StreamModeEnum = builder.enumType('StreamMode', {
  description: 'EVERY: each move, folded only while the reader is slow. LATEST: per project only the newest that waits.',
  values: described({
    EVERY: 'Each move; folded only when the reader is slow.',
    LATEST: 'Only the newest that waits, per project.',
  }),
})

function requireEventId(argument: string | null | undefined): string {
  const eventId = eventIdOf(argument)
  if (plainId(eventId) === null) throw notFound(`There is no event "${eventId.slice(0, 64)}".`)
  return eventId
}

const afterArgument = (what: string) =>
  ({ type: 'Cursor', required: false, description: `Go on behind this cursor: first ${what} since then.` }) as const

builder.subscriptionField('priceUpdated', (t) =>
  t.field({
    type: PriceUpdateRef,
    description:
      'Starts with a SNAPSHOT of every project, or, with after, with what was missed; then live, no gap and no duplicate. Public.',
    args: {
      eventId: t.arg.id(eventIdArgument),
      projectIds: t.arg.idList({
        description: `Plain ids of projects of the event, at most ${PROJECT_IDS_MAX}; all of them where absent.`,
        extensions: range(0, PROJECT_IDS_MAX),
      }),
      after: t.arg(afterArgument('what was missed')),
      mode: t.arg({
        type: StreamModeEnum,
        defaultValue: 'EVERY',
        description: 'Whether moves may be folded per project while they wait.',
      }),
      throttleMs: t.arg.int({
        description: `At most one update per project in so many milliseconds, 0..${THROTTLE_MS_MAX}; implies LATEST.`,
        extensions: range(0, THROTTLE_MS_MAX),
      }),
    },
    subscribe: async (_root, { eventId, projectIds, after, mode, throttleMs }, context, info) => {
      if (throttleMs != null && (throttleMs < 0 || throttleMs > THROTTLE_MS_MAX)) {
        throw badUserInput(`throttleMs must be 0..${THROTTLE_MS_MAX}, and was ${throttleMs}.`)
      }
      if (projectIds && projectIds.length > PROJECT_IDS_MAX)
        throw badUserInput(`projectIds must hold at most ${PROJECT_IDS_MAX}.`)
      const args = {
        projectIds: projectIds ?? null,
        after: after ?? null,
        latest: mode === 'LATEST',
        throttleMs: throttleMs ?? 0,
      }
      const stream = await context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: (hub) => openPriceSource(context.deps.db, hub, args),
      })
      return stream as AsyncIterableIterator<PriceUpdate>
    },
    resolve: (update) => update,
  }),
)

builder.subscriptionField('tradeExecuted', (t) =>
  t.field({
    type: TradeRef,
    description: 'The live tape: each trade once, none left out. Begins with the next one, or behind after. Public.',
    args: {
      eventId: t.arg.id(eventIdArgument),
      projectId: t.arg.id({ description: 'Trades of this project only.' }),
      after: t.arg(afterArgument('the trades')),
    },
    subscribe: async (_root, { eventId, projectId, after }, context, info) => {
      const stream = await context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: async (hub) => {
          if (projectId != null && hub.numberOf(projectId) === undefined) await hub.catchUp()
          if (projectId != null && hub.numberOf(projectId) === undefined) {
            throw notFound(`The event "${hub.eventId}" has no project "${projectId.slice(0, 64)}".`)
          }
          const start = await tapeStart(hub, after ?? null)
          return new TapeSource(context.deps.db, hub, { kind: 'trades', projectId: projectId ?? null, start })
        },
      })
      return stream as AsyncIterableIterator<TradeRow>
    },
    resolve: (trade) => trade,
  }),
)

builder.subscriptionField('newsPublished', (t) =>
  t.field({
    type: NewsItemRef,
    description: 'News as they are published, each once. Begins with the next item, or behind after. Public.',
    args: { eventId: t.arg.id(eventIdArgument), after: t.arg(afterArgument('the news')) },
    subscribe: async (_root, { eventId, after }, context, info) => {
      const stream = await context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: async (hub) => {
          const start = await tapeStart(hub, after ?? null)
          return new TapeSource(context.deps.db, hub, { kind: 'news', projectId: null, start })
        },
      })
      return stream as AsyncIterableIterator<NewsRow>
    },
    resolve: (item) => item,
  }),
)

builder.subscriptionField('portfolioUpdated', (t) =>
  t.field({
    type: PortfolioRef,
    description:
      "The caller's own portfolio: as it is, then after each change of it, at most once a second. Ends when the token does.",
    args: { eventId: t.arg.id(eventIdArgument) },
    subscribe: async (_root, { eventId }, context, info) => {
      const viewer = requireViewer(context)
      return await context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: (hub) => portfolioSource(context.deps, hub, viewer.userId),
      })
    },
    resolve: (_root, { eventId }, context) => freshPortfolio(context, eventIdOf(eventId), requireViewer(context)),
  }),
)

builder.subscriptionField('leaderboardUpdated', (t) =>
  t.field({
    type: LeaderboardRef,
    description: 'The leaderboard: as it is, then after changes, at most once a second.',
    args: { eventId: t.arg.id(eventIdArgument), top: t.arg.int(endArgument('best')), bottom: t.arg.int(endArgument('worst')) },
    subscribe: (_root, { eventId }, context, info) =>
      context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: (hub) => new StateSource(hub, { isChange: anyChange, settleMs: BOARD_SETTLE_MS }),
      }),
    // Nobody hangs in a stream: the first state comes when it is there.
    resolve: async (_root, { eventId, ...ends }, context) =>
      viewBoard(await boardOf(context, eventIdOf(eventId), Infinity), ends),
  }),
)

builder.subscriptionField('eventUpdated', (t) =>
  t.field({
    type: EventRef,
    description: 'The event: as it is, then after each change of its status, clock, parameters or name, at most once a second.',
    args: { eventId: t.arg.id(eventIdArgument) },
    subscribe: (_root, { eventId }, context, info) =>
      context.services.streams.open({
        eventId: requireEventId(eventId),
        context,
        info,
        openSource: (hub) => new StateSource(hub, { isChange: eventChange, settleMs: 0 }),
      }),
    resolve: (_root, { eventId }, context) => freshEvent(context, eventId),
  }),
)

/** Read together with those of other callers whose streams are due now. */
async function freshPortfolio(context: Context, eventId: string, viewer: Viewer): Promise<Portfolio> {
  const reader = portfolioReader(context.deps.db)
  const [found, state] = await Promise.all([reader.event(eventId), reader.account(eventId, viewer.userId)])
  if (found && state) return portfolioOf(state, found.event.parameters)
  return await readPortfolio(context, found ?? (await eventById(context, eventId)), viewer)
}

const freshEvent = (context: Context, eventId: string | null | undefined) => eventById(context, eventIdOf(eventId))

const watchersLoader = defineLoader<string, { eventId: string; watchers: number }>(
  (context, eventIds) => countWatchers(context.deps.db, eventIds),
  (row) => row.eventId,
)

builder.objectField(EventRef, 'watchers', (t) =>
  t.int({
    description:
      'Connections with a live subscription on this event, over all servers; at most 15 s late where a server was lost.',
    resolve: async ({ event }, _args, context) => (await watchersLoader(context).load(event.eventId))?.watchers ?? 0,
  }),
)
