import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { described } from '../graphql/described.ts'
import { FillRef } from '../fills/fills.graphql.ts'
import { BalanceRef } from '../ledger/ledger.graphql.ts'
import { marketLoader } from '../markets/markets.graphql.ts'
import { OrderRef } from '../orders/orders.graphql.ts'
import { PositionRef } from '../positions/positions.graphql.ts'
import type { TraderUpdate } from './trader-source.ts'

const TraderUpdateKindEnum = builder.enumType('TraderUpdateKind', {
  description: 'What an update of a trader is to be taken for.',
  values: described({
    SNAPSHOT: 'Everything that is open: forget what was known.',
    DELTA: 'Rows that have changed since the update before, as they are now.',
  }),
})

const TraderUpdateRef = builder.objectRef<TraderUpdate>('TraderUpdate').implement({
  description: "What has become of the caller's orders, fills, positions and balances in the order book.",
  fields: (t) => ({
    kind: t.expose('kind', { type: TraderUpdateKindEnum, description: 'SNAPSHOT or DELTA.' }),
    orders: t.field({
      type: [OrderRef],
      description: 'Of a SNAPSHOT all open ones; of a DELTA those that changed, also those that ended.',
      resolve: ({ page }) => [...page.orders],
    }),
    fills: t.field({
      type: [FillRef],
      description: 'Each once, oldest first in each market; none in a SNAPSHOT.',
      resolve: ({ page }) => [...page.fills],
    }),
    positions: t.field({
      type: [PositionRef],
      description: 'Of a SNAPSHOT all; of a DELTA those that changed.',
      resolve: ({ page }) => [...page.positions],
    }),
    balances: t.field({
      type: [BalanceRef],
      description: 'Of a SNAPSHOT all; of a DELTA those that changed.',
      resolve: ({ page }) => [...page.balances],
    }),
    liquidationAlert: t.string({
      nullable: true,
      description: 'What threatens a position on margin; null while every market is fully paid.',
      resolve: () => null,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When the update was read.' }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Pass as after to go on behind this update on a new connection, on any server.',
      resolve: (update) => update.cursor(),
    }),
  }),
})

builder.subscriptionField('traderUpdated', (t) =>
  t.field({
    type: TraderUpdateRef,
    description:
      "The caller's own orders, fills, positions and balances: first a SNAPSHOT, or, with after, what changed since then; then what changes. Ends when the token does. UNAUTHENTICATED for guests.",
    args: { after: t.arg({ type: 'Cursor', description: 'Go on behind this cursor: with what changed since then.' }) },
    subscribe: async (_root, { after }, context, info) => {
      const viewer = requireViewer(context)
      const stream = context.services.marketStreams.openTrader({ context, info }, viewer.userId, after ?? null)
      return stream as AsyncIterableIterator<TraderUpdate>
    },
    resolve: (update, _args, context) => {
      for (const market of update.markets) marketLoader(context).prime(market.marketId, market)
      return update
    },
  }),
)
