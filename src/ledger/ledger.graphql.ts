import { requireAdmin, requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { decodeNodeId } from '../graphql/node.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { formatScaled } from '../money/decimal.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { creditBalance } from './credits.commands.ts'
import { type Balance, decimalsOf } from './ledger.ts'
import { findBalances } from './ledger.sql.ts'

export const BalanceRef = builder.objectRef<Balance>('Balance').implement({
  description: 'What a trader has of one asset in the order book.',
  fields: (t) => ({
    asset: t.exposeString('asset', { description: 'USDC, or the base asset of a market.' }),
    total: t.field({
      type: 'Decimal',
      description: 'Whole units, held ones included. USDC has 6 decimals, other assets 8.',
      resolve: ({ asset, total }) => formatScaled(total, decimalsOf(asset)),
    }),
    held: t.field({
      type: 'Decimal',
      description: 'What open orders can still take.',
      resolve: ({ asset, held }) => formatScaled(held, decimalsOf(asset)),
    }),
    available: t.field({
      type: 'Decimal',
      description: 'total less held: what a new order may hold.',
      resolve: ({ asset, total, held }) => formatScaled(total - held, decimalsOf(asset)),
    }),
  }),
})

builder.queryField('balances', (t) =>
  t.field({
    type: [BalanceRef],
    extensions: { listSize: 10 },
    description: "The caller's balances in the order book, by asset. UNAUTHENTICATED for guests.",
    resolve: (_root, _args, context) => findBalances(context.deps.db, [requireViewer(context).userId]),
  }),
)

const CreditBalanceInput = builder.inputType('CreditBalanceInput', {
  description: 'What to give to whom.',
  fields: (t) => ({
    traderId: t.id({ required: true, description: 'Trader.id.' }),
    asset: t.string({ required: true, description: 'USDC, or the base asset of a market.' }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'Whole units, above 0; no balance beyond 1,000,000,000. USDC has 6 decimals, other assets 8.',
    }),
    note: t.string({ description: 'Why, for the ledger: at most 200 characters.' }),
    idempotencyKey: t.string({ description: 'Makes repeats safe: 1..255 characters, kept for 24 hours at least.' }),
  }),
})

const BalancePayload = builder
  .objectRef<{ readonly balance: Balance | null; readonly refusal: Refusal | null }>('BalancePayload')
  .implement({
    description: 'The balance after the command, or newer; or why nothing was done.',
    fields: (t) => ({
      balance: t.field({
        type: BalanceRef,
        nullable: true,
        description: 'Null when refused.',
        resolve: ({ balance }) => balance,
      }),
      userErrors: t.field({
        type: [UserErrorRef],
        description: 'Empty, or the one reason for the refusal.',
        resolve: ({ refusal }) => userErrorsOf(refusal),
      }),
    }),
  })

builder.mutationField('creditBalance', (t) =>
  t.field({
    type: BalancePayload,
    description:
      "Administrators only. Gives a trader cash or a base asset from the exchange's own account; the ledger keeps who, why and when. " +
      'Refusals: INVALID_PARAMETER.',
    args: { input: t.arg({ type: CreditBalanceInput, required: true, description: 'The credit.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, traderId, note, ...order } = input
      const actor = requireAdmin(context).userId
      const compared = { ...order, traderId, note: note ?? null }
      const keyed = keyedRequest(actor, 'creditBalance', compared, idempotencyKey, context.idempotencyKey)
      const trader = decodeNodeId(traderId)
      if (trader.typename !== 'Trader') throw badUserInput('traderId must be the id of a Trader.')
      const outcome = await creditBalance(context.deps, { ...order, userId: trader.id, note: note ?? null, keyed })
      if (outcome === null) throw notFound('There is no such trader.')
      if (isRefusal(outcome)) return { balance: null, refusal: outcome }
      const [balance] = await findBalances(context.deps.db, [outcome.userId], [outcome.asset])
      return { balance: balance ?? null, refusal: null }
    },
  }),
)
