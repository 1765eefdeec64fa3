import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { described } from '../graphql/described.ts'
import { badUserInput } from '../graphql/errors.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { CancelOrderInput, prepareCancelChoice } from './cancelling.graphql.ts'
import type { ItemAnswer } from './order-intake.ts'
import type { OrderRecord } from './order-record.ts'
import { OrderRef } from './orders.graphql.ts'
import { PlaceOrderInput } from './placing-inputs.graphql.ts'
import { type OrderResult, OrderResultRef, prepareChoice, readOrderId, resultOf } from './placing.graphql.ts'
import { submitPrepared } from './placing.commands.ts'

/** Orders and cancels of one batch. */
const BATCH_MAX = 50
/** An order of a batch costs what one alone does. */
const ITEM_COST = 10

type BatchMode = 'ALL_OR_NONE' | 'EACH'

const BatchModeEnum = builder.enumType('BatchMode', {
  description: 'What a refused item of a batch does to the others.',
  values: described<BatchMode>({
    ALL_OR_NONE: 'If one is refused, nothing is done.',
    EACH: 'Each stands alone.',
  }),
})

const PlaceOrdersInput = builder.inputType('PlaceOrdersInput', {
  description: `Up to ${BATCH_MAX} signed orders and cancels, taken in together: the cancels first.`,
  fields: (t) => ({
    orders: t.field({ type: [PlaceOrderInput], required: true, description: 'The orders.' }),
    cancel: t.field({ type: [CancelOrderInput], description: 'The cancels.' }),
    mode: t.field({ type: BatchModeEnum, description: 'Default ALL_OR_NONE.' }),
  }),
})

interface BatchResult {
  readonly placed: readonly OrderResult[] | null
  readonly cancelled: readonly OrderResult[] | null
  readonly refusals: readonly Refusal[]
}

const PlaceOrdersPayload = builder.objectRef<BatchResult>('PlaceOrdersPayload').implement({
  description: 'What came of each item, in the order of the input; or, where all or none was asked, why nothing was done.',
  fields: (t) => ({
    results: t.field({
      type: [OrderResultRef],
      nullable: true,
      extensions: { listSize: BATCH_MAX },
      description: 'Of the orders. Null when the batch was refused as a whole.',
      resolve: ({ placed }) => placed as OrderResult[] | null,
    }),
    cancelled: t.field({
      type: [OrderResultRef],
      nullable: true,
      extensions: { listSize: BATCH_MAX },
      description: 'Of the cancels. Null when the batch was refused as a whole.',
      resolve: ({ cancelled }) => cancelled as OrderResult[] | null,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Of ALL_OR_NONE: every item that was refused, with its place in the path. Empty with EACH.',
      resolve: ({ refusals }) => refusals as Refusal[],
    }),
  }),
})

type Batch = { input: { orders: readonly unknown[]; cancel?: readonly unknown[] | null } }
const batchCost = (args: unknown): number => {
  const { orders, cancel } = (args as Batch).input
  return ITEM_COST * (orders.length + (cancel?.length ?? 0))
}

builder.mutationField('placeOrders', (t) =>
  t.field({
    type: PlaceOrdersPayload,
    extensions: { cost: batchCost },
    description:
      'Places and cancels signed orders in one transaction. Sent again, it answers what it placed. What a cancel of the batch frees is not yet ' +
      'there for its orders: replaceOrder hands it over. Refusals as placeOrder and cancelOrder.',
    args: { input: t.arg({ type: PlaceOrdersInput, required: true, description: 'The batch.' }) },
    resolve: async (_root, { input }, context): Promise<BatchResult> => {
      const { userId } = requireViewer(context)
      const cancels = input.cancel ?? []
      const size = input.orders.length + cancels.length
      if (size < 1 || size > BATCH_MAX)
        throw badUserInput(`A batch must hold 1..${BATCH_MAX} orders and cancels, and held ${size}.`)
      const prepared = await Promise.all([
        ...cancels.map((cancel, index) => prepareCancelChoice(context, cancel, ['input', 'cancel', String(index)])),
        ...input.orders.map((order, index) => prepareChoice(context, order, ['input', 'orders', String(index)])),
      ])
      const allOrNone = input.mode !== 'EACH'
      const answers = await submitPrepared(context, userId, prepared, allOrNone)
      const refusals = allOrNone ? answers.filter(isRefusal) : []
      if (refusals.length > 0) return { placed: null, cancelled: null, refusals }
      const results = answers.map(resultOf)
      return { placed: results.slice(cancels.length), cancelled: results.slice(0, cancels.length), refusals }
    },
  }),
)

const ReplaceOrderInput = builder.inputType('ReplaceOrderInput', {
  description: 'A signed order that takes the place of another.',
  fields: (t) => ({
    orderId: t.id({
      required: true,
      description: 'The order that is replaced, of the same market and side; signed as replaces.',
    }),
    order: t.field({ type: PlaceOrderInput, required: true, description: 'The new order; its quantity is what is open then.' }),
  }),
})

interface Replaced {
  readonly order: OrderRecord | null
  readonly replaced: OrderRecord | null
  readonly refusal: Refusal | null
}

const ReplaceOrderPayload = builder.objectRef<Replaced>('ReplaceOrderPayload').implement({
  description: 'Both orders after the command, or newer; or why nothing was done.',
  fields: (t) => ({
    order: t.field({
      type: OrderRef,
      nullable: true,
      description: 'The new one. Null when refused.',
      resolve: ({ order }) => order,
    }),
    replaced: t.field({
      type: OrderRef,
      nullable: true,
      description:
        'The old one: CANCELLED with the reason REPLACED, or as it was where the new one is REJECTED. Null when refused.',
      resolve: ({ replaced }) => replaced,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

builder.mutationField('replaceOrder', (t) =>
  t.field({
    type: ReplaceOrderPayload,
    description:
      'Replaces an open order by a signed one, in one step of the matcher; it keeps its place in the queue if only the quantity shrinks. ' +
      'The new order holds only what it needs beyond the old one. If the old one was filled further before the matcher came to it, the new one is ' +
      'REJECTED with ORDER_CHANGED (or UNKNOWN_ORDER if it had ended). Refusals as placeOrder, and ORDER_NOT_FOUND, ORDER_NOT_OPEN.',
    args: { input: t.arg({ type: ReplaceOrderInput, required: true, description: 'What replaces what.' }) },
    resolve: async (_root, { input }, context): Promise<Replaced> => {
      const { userId } = requireViewer(context)
      const replaces = readOrderId(input.orderId, 'orderId')
      const prepared = await prepareChoice(context, input.order, ['input', 'order'], replaces)
      const answer: ItemAnswer = (await submitPrepared(context, userId, [prepared], true))[0]!
      if (isRefusal(answer)) return { order: null, replaced: null, refusal: answer }
      const [order, replaced] = answer.orders
      return { order: order ?? null, replaced: replaced ?? null, refusal: null }
    },
  }),
)
