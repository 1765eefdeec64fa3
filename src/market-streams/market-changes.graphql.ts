import { AuditChangeRef } from '../audit/audit.graphql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { notFound } from '../graphql/errors.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { marketOf } from '../market-data/order-book.graphql.ts'
import { MarketStatusEnum } from '../markets/markets.graphql.ts'
import type { MarketChange } from './changes.sql.ts'

const MarketStateChangeRef = builder.objectRef<MarketChange>('MarketStateChange').implement({
  description: "A change of a market's status or rules: who decided what, and why.",
  fields: (t) => ({
    symbol: t.exposeID('symbol', { description: 'Of the market.' }),
    sequence: t.string({
      description: 'Number of the command that made it; Market.sequence has reached it.',
      resolve: ({ number }) => String(number),
    }),
    action: t.exposeString('action', { description: 'The mutation, or "breaker".' }),
    before: t.field({
      type: MarketStatusEnum,
      nullable: true,
      description: 'Status before; null where the market was listed.',
      resolve: ({ statusBefore }) => statusBefore,
    }),
    status: t.expose('status', { type: MarketStatusEnum, description: 'Status from then on.' }),
    changes: t.field({ type: [AuditChangeRef], description: 'Rules that changed.', resolve: ({ changes }) => [...changes] }),
    actor: t.field({
      type: TraderRef,
      nullable: true,
      description: 'Who; null: the breaker, or the exchange itself.',
      resolve: ({ actorUserId }) => (actorUserId === null ? null : { userId: actorUserId, eventId: null }),
    }),
    reason: t.string({ nullable: true, description: 'What was said about it; plain text.', resolve: ({ note }) => note }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
})

builder.subscriptionField('marketStateChanged', (t) =>
  t.field({
    type: MarketStateChangeRef,
    description:
      'Administrators only. Every change of status or rules that comes into force from now on, each once; those of a market in the order of its commands. NOT_FOUND where there is no such market.',
    args: { symbol: t.arg.id({ description: 'Of this market only; absent: of all, those listed later too.' }) },
    subscribe: async (_root, { symbol }, context, info) => {
      requireAdmin(context)
      if (symbol != null && !(await marketOf(context, symbol))) throw notFound(`There is no market "${symbol.slice(0, 64)}".`)
      const stream = await context.services.marketStreams.openChanges({ context, info }, symbol ?? null)
      return stream as AsyncIterableIterator<MarketChange>
    },
    resolve: (change) => change,
  }),
)
