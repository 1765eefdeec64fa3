import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { type Hex, parseHash } from '../wallets/typed-data.ts'
import { readAddress, readSalt } from '../wallets/wallets.graphql.ts'
import type { ItemAnswer } from './order-intake.ts'
import type { OrderRecord } from './order-record.ts'
import { OrderRef } from './orders.graphql.ts'
import { type PlaceOrderChoice, PlaceOrderInput, termsOf } from './placing-inputs.graphql.ts'
import { prepareOrder, type Prepared, submitPrepared } from './placing.commands.ts'

export interface OrderResult {
  readonly order: OrderRecord | null
  readonly refusal: Refusal | null
}

export const resultOf = (answer: ItemAnswer): OrderResult =>
  isRefusal(answer) ? { order: null, refusal: answer } : { order: answer.orders[0] ?? null, refusal: null }

export const OrderResultRef = builder.objectRef<OrderResult>('OrderResult').implement({
  description:
    'An order after its command, or newer; or why nothing was done. Within 3 seconds what the matcher made of it, else PENDING.',
  fields: (t) => ({
    order: t.field({ type: OrderRef, nullable: true, description: 'Null when refused.', resolve: ({ order }) => order }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

export const readOrderId = (text: string, field: string): Hex => {
  const id = parseHash(text)
  if (id === null) throw badUserInput(`${field} must be the id of an order: 0x and 64 hex digits.`)
  return id
}

/** Reads one of the four kinds of order, and what was signed of it. */
export function prepareChoice(
  context: Context,
  choice: PlaceOrderChoice,
  path: readonly string[],
  replaces: Hex | null = null,
): Promise<Prepared | Refusal> {
  const { name, terms, signed } = termsOf(choice)
  return prepareOrder(context, {
    ...terms,
    trader: readAddress(signed.trader, 'trader'),
    salt: readSalt(signed.salt),
    signature: signed.signature,
    replaces,
    path: [...path, name],
  })
}

builder.mutationField('placeOrder', (t) =>
  t.field({
    type: OrderResultRef,
    description:
      'Places a signed order. The signed message is the key of idempotency: sent again, it answers the order that it placed. ' +
      'Refusals: MARKET_NOT_FOUND, PRICE_OFF_GRID, QUANTITY_OFF_GRID, INVALID_PARAMETER, ORDER_ID_TAKEN, WALLET_NOT_LINKED, ' +
      'SIGNATURE_INVALID, SESSION_KEY_INVALID, MARKET_NOT_ACTIVE, ORDER_EXPIRED, NOTIONAL_TOO_SMALL, PRICE_OUT_OF_BAND, ' +
      'CLIENT_ORDER_ID_TAKEN, TOO_MANY_OPEN_ORDERS, REDUCE_ONLY_NOTHING_TO_REDUCE, INSUFFICIENT_BALANCE.',
    args: { input: t.arg({ type: PlaceOrderInput, required: true, description: 'The order, by its type.' }) },
    resolve: async (_root, { input }, context) => {
      const { userId } = requireViewer(context)
      const [answer] = await submitPrepared(context, userId, [await prepareChoice(context, input, ['input'])], true)
      return resultOf(answer!)
    },
  }),
)
