import { builder } from '../graphql/builder.ts'
import { decimalsOf } from '../ledger/ledger.ts'
import { formatScaled } from '../money/decimal.ts'
import { UserErrorRef } from '../refusals/user-errors.graphql.ts'
import type { Insufficient, OutOfBand, TooSmall } from './decide-order.ts'
import type { OffGrid } from './order-intent.ts'
import type { OrderRecord } from './order-record.ts'
import { OrderRef } from './orders.graphql.ts'
import { listHolders } from './orders.pages.sql.ts'

/** Refusals of orders that have figures. */
builder.objectRef<OffGrid>('OffGridError').implement({
  description: 'A price or quantity between two steps of the market.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    step: t.field({ type: 'Decimal', description: 'The tick size or lot size.', resolve: ({ step }) => step }),
    nearestBelow: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The nearest valid value below; null where it would not be above zero.',
      resolve: ({ nearestBelow }) => nearestBelow,
    }),
    nearestAbove: t.field({
      type: 'Decimal',
      description: 'The nearest valid value above.',
      resolve: ({ nearestAbove }) => nearestAbove,
    }),
  }),
})

builder.objectRef<TooSmall>('NotionalTooSmallError').implement({
  description: 'An order that is worth less than the market takes.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    minNotional: t.field({
      type: 'Decimal',
      description: 'What it must be worth, in USDC.',
      resolve: ({ minNotional }) => minNotional,
    }),
    notional: t.field({ type: 'Decimal', description: 'What it is worth, in USDC.', resolve: ({ notional }) => notional }),
    nearestQuantity: t.field({
      type: 'Decimal',
      description: 'The least quantity at this price.',
      resolve: ({ nearestQuantity }) => nearestQuantity,
    }),
  }),
})

builder.objectRef<OutOfBand>('PriceOutOfBandError').implement({
  description: 'A price too far from the mark price; of a stop, from its stop price.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    lowest: t.field({ type: 'Decimal', description: 'The lowest valid price now, in USDC.', resolve: ({ lowest }) => lowest }),
    highest: t.field({
      type: 'Decimal',
      description: 'The highest valid price now, in USDC.',
      resolve: ({ highest }) => highest,
    }),
  }),
})

const HOLDERS_SHOWN = 10

builder.objectRef<Insufficient>('InsufficientBalanceError').implement({
  description: 'An order that needs more than is available.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    asset: t.exposeString('asset', { description: 'Of what.' }),
    required: t.field({
      type: 'Decimal',
      description: 'What the order would hold.',
      resolve: ({ asset, required }) => formatScaled(required ?? 0n, decimalsOf(asset)),
    }),
    available: t.field({
      type: 'Decimal',
      description: 'What there is beside what open orders hold.',
      resolve: ({ asset, available }) => formatScaled(available ?? 0n, decimalsOf(asset)),
    }),
    heldBy: t.field({
      type: [OrderRef],
      extensions: { listSize: HOLDERS_SHOWN },
      description: `The open orders that hold the asset now, the most first, at most ${HOLDERS_SHOWN}.`,
      resolve: ({ asset, userId }, _args, { deps }): Promise<OrderRecord[]> => listHolders(deps.db, userId, asset, HOLDERS_SHOWN),
    }),
  }),
})
