import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { SideEnum } from '../trading/trades.graphql.ts'
import { parseHash } from '../wallets/typed-data.ts'
import { readAddress, readSalt } from '../wallets/wallets.graphql.ts'
import { setDeadMansSwitch } from './dead-mans-switch.commands.ts'
import type { OrderRecord } from './order-record.ts'
import { OrderRef } from './orders.graphql.ts'
import { OrderResultRef, resultOf } from './placing.graphql.ts'
import { type Prepared, prepareCancel, prepareCancelAll, submitPrepared } from './placing.commands.ts'

const signatureField = (struct: string) =>
  ({ required: true, description: `Of the ${struct} struct, by the wallet or one of its session keys: 0x-hex.` }) as const

export const CancelOrderInput = builder.inputType('CancelOrderInput', {
  description: 'A signed cancel of one order: by orderId or by clientOrderId, exactly one of them.',
  fields: (t) => ({
    symbol: t.id({ required: true, description: 'Its market.' }),
    orderId: t.id({ description: '0x and 64 hex digits; absent: signed as 32 zero bytes.' }),
    clientOrderId: t.string({ description: "Of an open order; absent: signed as ''." }),
    trader: t.string({ required: true, description: 'The wallet that trades: an address.' }),
    signature: t.string(signatureField('CancelOrder')),
  }),
})

export type CancelOrderChoice = typeof CancelOrderInput.$inferInput

/** Reads a cancel and who signed it. */
export function prepareCancelChoice(
  context: Context,
  { orderId, clientOrderId, trader, ...input }: CancelOrderChoice,
  path: readonly string[],
): Promise<Prepared | Refusal> {
  if ((orderId == null) === (clientOrderId == null)) throw badUserInput('Give orderId or clientOrderId, exactly one of them.')
  const id = orderId == null ? null : parseHash(orderId)
  if (orderId != null && id === null) throw badUserInput('orderId must be the id of an order: 0x and 64 hex digits.')
  return prepareCancel(context, {
    ...input,
    orderId: id,
    clientOrderId: clientOrderId ?? null,
    trader: readAddress(trader, 'trader'),
    path,
  })
}

const CancelOrdersInput = builder.inputType('CancelOrdersInput', {
  description: 'A signed cancel of all open orders that the filter takes.',
  fields: (t) => ({
    trader: t.string({ required: true, description: 'The wallet that trades: an address.' }),
    symbol: t.id({ description: "Only of this market; absent: of all, signed as ''." }),
    side: t.field({ type: SideEnum, description: "Only of this side; absent: of both, signed as ''." }),
    expiresAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The message takes no effect after it: a whole second.',
    }),
    salt: t.string({ required: true, description: 'Makes the message unlike others: decimal digits or 0x-hex, below 2^256.' }),
    signature: t.string(signatureField('CancelOrders')),
  }),
})

interface Cancelled {
  readonly orders: readonly OrderRecord[]
  readonly refusal: Refusal | null
}

const CancelOrdersPayload = builder.objectRef<Cancelled>('CancelOrdersPayload').implement({
  description: 'The orders that the filter took, as they are after their cancels or newer; or why nothing was done.',
  fields: (t) => ({
    cancelled: t.int({
      description: 'How many of them the cancel ended; others were filled before it came to them.',
      resolve: ({ orders }) => orders.filter(({ reason, openLots }) => reason === 'REQUESTED' && openLots === 0).length,
    }),
    orders: t.field({
      type: [OrderRef],
      extensions: { listSize: 50 },
      description: 'All that were open.',
      resolve: ({ orders }) => orders as OrderRecord[],
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

/** As much as a batch of the same size: a trader may have hundreds of open orders. */
const CANCEL_ALL_COST = 200

builder.mutationFields((t) => ({
  cancelOrder: t.field({
    type: OrderResultRef,
    description:
      'Cancels an open order, also one that is still PENDING. Idempotent by nature: an order that its trader cancelled is answered again. ' +
      'Refusals: MARKET_NOT_FOUND, WALLET_NOT_LINKED, SIGNATURE_INVALID, SESSION_KEY_INVALID, ORDER_NOT_FOUND, ORDER_NOT_OPEN.',
    args: { input: t.arg({ type: CancelOrderInput, required: true, description: 'The signed cancel.' }) },
    resolve: async (_root, { input }, context) => {
      const { userId } = requireViewer(context)
      const [answer] = await submitPrepared(context, userId, [await prepareCancelChoice(context, input, ['input'])], true)
      return resultOf(answer!)
    },
  }),
  cancelOrders: t.field({
    type: CancelOrdersPayload,
    extensions: { cost: CANCEL_ALL_COST },
    description:
      'Cancels all open orders of the caller, or those of a market or a side. The signed message takes effect once. ' +
      'Refusals: MARKET_NOT_FOUND, WALLET_NOT_LINKED, SIGNATURE_INVALID, SIGNATURE_EXPIRED, SIGNATURE_REUSED, SESSION_KEY_INVALID.',
    args: { input: t.arg({ type: CancelOrdersInput, required: true, description: 'The signed filter.' }) },
    resolve: async (_root, { input }, context): Promise<Cancelled> => {
      const { userId } = requireViewer(context)
      const prepared = await prepareCancelAll(context, {
        ...input,
        symbol: input.symbol ?? null,
        side: input.side ?? null,
        trader: readAddress(input.trader, 'trader'),
        salt: readSalt(input.salt),
        path: ['input'],
      })
      const [answer] = await submitPrepared(context, userId, [prepared], true)
      return isRefusal(answer!) ? { orders: [], refusal: answer } : { orders: answer!.orders, refusal: null }
    },
  }),
}))

const SECONDS_MAX = 3_600
const SECONDS_MIN = 5

const DeadMansSwitchPayload = builder.objectRef<{ readonly cancelsAt: Date | null }>('DeadMansSwitchPayload').implement({
  description: "The caller's dead man's switch.",
  fields: (t) => ({
    cancelsAt: t.expose('cancelsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When all open orders of the caller are cancelled unless it is set again; null where it is off.',
    }),
    userErrors: t.field({ type: [UserErrorRef], description: 'Always empty.', resolve: () => [] }),
  }),
})

const DeadMansSwitchInput = builder.inputType('DeadMansSwitchInput', {
  description: 'How long the caller may be silent.',
  fields: (t) => ({
    seconds: t.int({ required: true, description: `${SECONDS_MIN}..${SECONDS_MAX}; 0 ends it.` }),
  }),
})

builder.mutationField('setDeadMansSwitch', (t) =>
  t.field({
    type: DeadMansSwitchPayload,
    description:
      'Cancels all open orders of the caller unless it is called again within so many seconds. Idempotent by nature: each call sets the moment anew.',
    args: { input: t.arg({ type: DeadMansSwitchInput, required: true, description: 'When.' }) },
    resolve: async (_root, { input: { seconds } }, context) => {
      const { userId } = requireViewer(context)
      if (seconds !== 0 && (seconds < SECONDS_MIN || seconds > SECONDS_MAX))
        throw badUserInput(`seconds must be 0 or ${SECONDS_MIN}..${SECONDS_MAX}, and was ${seconds}.`)
      return { cancelsAt: await setDeadMansSwitch(context.deps, userId, seconds) }
    },
  }),
)
