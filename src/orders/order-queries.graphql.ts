import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, pageArguments, pageCursor, pageOf } from '../graphql/connection.ts'
import { badUserInput } from '../graphql/errors.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import { findOrders } from './orders.sql.ts'
import { findByClientId, type OrderPlace, type OrdersFilter, pageOrders } from './orders.pages.sql.ts'
import { OrderRef, OrderStatusEnum } from './orders.graphql.ts'
import { isClientOrderId } from './order-intent.ts'
import { readOrderId } from './placing.graphql.ts'
import { gridOf } from './placing.commands.ts'
import type { Hex } from '../wallets/typed-data.ts'

const OrdersFilterInput = builder.inputType('OrdersFilter', {
  description: 'Which orders; absent members do not narrow.',
  fields: (t) => ({
    symbol: t.id({ description: 'Of this market.' }),
    side: t.field({ type: SideEnum, description: 'Of this side.' }),
    statuses: t.field({ type: [OrderStatusEnum], description: 'In one of these.' }),
    open: t.boolean({ description: 'true: PENDING, OPEN or PARTIALLY_FILLED; false: ended.' }),
    clientOrderId: t.string({ description: 'With this id of your own.' }),
    from: t.field({ type: 'DateTime', description: 'Accepted then or later.' }),
    to: t.field({ type: 'DateTime', description: 'Accepted before.' }),
  }),
})

const OrderConnection = defineConnection('Order', OrderRef)
const cursor = pageCursor('orders', /^[0-9]{1,14}$/, /^0x[0-9a-f]{64}$/)

const placeOf = (text: string | null): OrderPlace | null => {
  const parts = cursor.decode(text)
  return parts && { acceptedAt: new Date(Number(parts[0])), orderId: parts[1] as Hex }
}

builder.queryFields((t) => ({
  order: t.field({
    type: OrderRef,
    nullable: true,
    description:
      'An order of the caller; null where there is none. By id, or by symbol and clientOrderId: the open one, else the newest.',
    args: {
      id: t.arg.id({ description: '0x and 64 hex digits.' }),
      symbol: t.arg.id({ description: 'With clientOrderId: the market.' }),
      clientOrderId: t.arg.string({ description: 'Your own id.' }),
    },
    resolve: async (_root, { id, symbol, clientOrderId }, context) => {
      const { userId } = requireViewer(context)
      if (id != null && symbol == null && clientOrderId == null) {
        const [order] = await findOrders(context.deps.db, [readOrderId(id, 'id')])
        return order?.userId === userId ? order : null
      }
      if (id != null || symbol == null || clientOrderId == null) throw badUserInput('Give id, or symbol and clientOrderId.')
      const market = isClientOrderId(clientOrderId) ? await gridOf(context, symbol) : null
      return market && (await findByClientId(context.deps.db, userId, market.marketId, clientOrderId))
    },
  }),
  orders: t.field({
    type: OrderConnection,
    description: "The caller's orders, the newest first. UNAUTHENTICATED for guests.",
    args: { filter: t.arg({ type: OrdersFilterInput, description: 'Absent: all.' }), ...pageArguments(t) },
    resolve: async (_root, { filter, ...args }, context) => {
      const { userId } = requireViewer(context)
      const page = pageOf(args)
      const { symbol, open, clientOrderId, ...rest } = filter ?? {}
      const market = symbol == null ? null : await gridOf(context, symbol)
      const isNothing = (symbol != null && !market) || (clientOrderId != null && !isClientOrderId(clientOrderId))
      const narrowed: OrdersFilter = {
        ...(market ? { marketId: market.marketId } : {}),
        ...(rest.side ? { side: rest.side } : {}),
        ...(rest.statuses ? { statuses: rest.statuses } : {}),
        ...(open == null ? {} : { isOpen: open }),
        ...(clientOrderId == null ? {} : { clientOrderId }),
        ...(rest.from ? { from: rest.from } : {}),
        ...(rest.to ? { to: rest.to } : {}),
      }
      const rows = isNothing
        ? []
        : await pageOrders(context.deps.db, userId, narrowed, {
            after: placeOf(page.after),
            before: placeOf(page.before),
            backward: page.direction === 'backward',
            limit: page.limit + 1,
          })
      return connectionOf(rows, page, ({ acceptedAt, orderId }) => cursor.encode(String(acceptedAt.getTime()), orderId))
    },
  }),
}))
