import { plainId, requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { decodeNodeId } from '../graphql/node.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { keyField } from '../projects/projects.admin.graphql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { type Granted, grantCash } from './grants.commands.ts'

const CashGrantRef = builder.objectRef<Granted>('CashGrant').implement({
  description: 'Cash that was granted.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', description: 'USDC for each trader.', resolve: ({ amount }) => amount }),
    traders: t.exposeInt('traders', { description: 'How many received it.' }),
    total: t.field({ type: 'Decimal', description: 'USDC for all together.', resolve: ({ total }) => total }),
  }),
})

const GrantPayload = builder.objectRef<{ grant: Granted | null; refusal: Refusal | null }>('GrantPayload').implement({
  description: 'What was granted; or why nothing was.',
  fields: (t) => ({
    grant: t.field({ type: CashGrantRef, nullable: true, description: 'Null when refused.', resolve: ({ grant }) => grant }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const GrantCashInput = builder.inputType('GrantCashInput', {
  description: 'Cash for one trader or for all of an event.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'Plain id of the event.' }),
    traderId: t.id({
      description: 'Trader.id. Absent: everyone who has an account in the event now; who joins later receives nothing.',
    }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'USDC for each: above 0, 6 decimals; no initial balance beyond 1,000,000,000.',
    }),
    headline: t.string({
      description: 'What the public reads of it. Absent: the server writes one where everyone receives, none for one trader.',
    }),
    idempotencyKey: t.string(keyField),
  }),
})

builder.mutationField('grantCash', (t) =>
  t.field({
    type: GrantPayload,
    description:
      "Administrators only. Raises cash and initial balance alike, so that nobody's profit, rank or score moves; audited. " +
      'Refusals: INVALID_PARAMETER, EVENT_NOT_FOUND, EVENT_NOT_OPEN (closed).',
    args: { input: t.arg({ type: GrantCashInput, required: true, description: 'The grant.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, traderId, ...order } = input
      const keyed = keyedRequest(
        requireAdmin(context).userId,
        'grantCash',
        { ...order, traderId },
        idempotencyKey,
        context.idempotencyKey,
      )
      const trader = traderId == null ? null : decodeNodeId(traderId)
      if (trader && trader.typename !== 'Trader') throw badUserInput('traderId must be the id of a Trader.')
      if (plainId(input.eventId) === null) {
        return {
          grant: null,
          refusal: refuse('EVENT_NOT_FOUND', `There is no event "${input.eventId.slice(0, 64)}".`, ['input', 'eventId']),
        }
      }
      const outcome = await grantCash(context.deps, { ...order, userId: trader?.id ?? null, keyed })
      if (outcome === null) throw notFound('There is no such trader.')
      return isRefusal(outcome) ? { grant: null, refusal: outcome } : { grant: outcome, refusal: null }
    },
  }),
)
