import { builder } from '../graphql/builder.ts'
import { range } from '../graphql/connection.ts'
import { notFound } from '../graphql/errors.ts'
import { GROUP, groupTicks, LEVELS_MAX, marketOf, SYMBOL } from '../market-data/order-book.graphql.ts'
import type { MarketUpdate } from './market-source.ts'
import { MarketUpdateRef } from './market-update.graphql.ts'

builder.subscriptionField('marketUpdated', (t) =>
  t.field({
    type: MarketUpdateRef,
    description:
      'A market: first a SNAPSHOT of its book, or, with after, what was missed; then every change, no gap and no duplicate, and a HEARTBEAT where nothing happens for 5 s. NOT_FOUND where there is no such market. Public.',
    args: {
      symbol: t.arg.id(SYMBOL),
      after: t.arg({
        type: 'Cursor',
        description: 'Go on behind this cursor: with what changed since then, or a SNAPSHOT with the trades since then.',
      }),
      levels: t.arg.int({
        description: `Only the best levels of each side, 1..${LEVELS_MAX}; absent: ${LEVELS_MAX}.`,
        extensions: range(1, LEVELS_MAX),
      }),
      group: t.arg(GROUP),
    },
    subscribe: async (_root, { symbol, after, levels, group }, context, info) => {
      const market = await marketOf(context, symbol)
      if (!market) throw notFound(`There is no market "${symbol.slice(0, 64)}".`)
      const view = { limit: levels ?? LEVELS_MAX, group: groupTicks(market, group), after: after ?? null }
      const stream = await context.services.marketStreams.openMarket({ context, info }, market, view)
      return stream as AsyncIterableIterator<MarketUpdate>
    },
    resolve: (update) => update,
  }),
)
