import fc from 'fast-check'
import {
  type BookCommand,
  CANCEL_REASONS,
  type Order,
  ORDER_TYPES,
  SELF_TRADE_MODES,
  TIMES_IN_FORCE,
} from '../../src/matching/order.ts'

/** Orders and commands of a crowded book: few ids, owners and prices, so that they meet. */
export const order = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }).map(String),
    owner: fc.constantFrom('alice', 'bob', 'carol', 'mallory'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    type: fc.constantFrom(...ORDER_TYPES),
    quantity: fc.integer({ min: 1, max: 20 }),
    price: fc.integer({ min: 90, max: 110 }),
    stop: fc.integer({ min: 90, max: 110 }),
    timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, ...TIMES_IN_FORCE),
    postOnly: fc.boolean(),
    reduceOnly: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    selfTrade: fc.constantFrom(...SELF_TRADE_MODES),
  })
  .map(
    ({ stop, postOnly, ...rest }): Order => ({
      ...rest,
      stop: rest.type.startsWith('STOP') ? stop : null,
      postOnly: postOnly && rest.type === 'LIMIT' && rest.timeInForce === 'GTC',
    }),
  )

export const command: fc.Arbitrary<BookCommand> = fc.oneof(
  { weight: 6, arbitrary: order.map((each) => ({ kind: 'PLACE' as const, order: each })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('CANCEL' as const),
      id: fc.integer({ min: 1, max: 40 }).map(String),
      reason: fc.constantFrom(...CANCEL_REASONS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('REPLACE' as const),
      id: fc.integer({ min: 1, max: 40 }).map(String),
      open: fc.constantFrom(null, null, null, 5),
      order,
    }),
  },
)
