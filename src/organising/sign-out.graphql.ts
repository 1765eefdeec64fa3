import { DEFAULT_EVENT_ID, plainId, requireAdmin, requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { decodeNodeId } from '../graphql/node.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { keyField } from '../projects/projects.admin.graphql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { signOutEverywhere } from './sign-out.commands.ts'

interface SignOutOutcome {
  readonly done: { readonly userId: string; readonly at: string } | null
  readonly refusal: Refusal | null
}

const SignOutPayload = builder.objectRef<SignOutOutcome>('SignOutPayload').implement({
  description: 'Who was signed out, and when; or why nobody was.',
  fields: (t) => ({
    trader: t.field({
      type: TraderRef,
      nullable: true,
      description: 'Null when refused.',
      resolve: ({ done }) => done && { userId: done.userId, eventId: null },
    }),
    signedOutAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Tokens that were issued before are refused. Null when refused.',
      resolve: ({ done }) => done && new Date(done.at),
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const SignOutInput = builder.inputType('SignOutInput', {
  description: 'Whose tokens are called back.',
  fields: (t) => ({
    traderId: t.id({ description: 'Trader.id; of another, for administrators only. Absent: your own.' }),
    eventId: t.id({
      defaultValue: DEFAULT_EVENT_ID,
      description: 'Plain id of the event whose log says that an administrator did it.',
    }),
    idempotencyKey: t.string(keyField),
  }),
})

builder.mutationField('signOutEverywhere', (t) =>
  t.field({
    type: SignOutPayload,
    description:
      "Calls back every token that was issued to you, or by an administrator to another, until now: requests are UNAUTHENTICATED, streams end and sockets close with 4403 on every server within two seconds. Tokens that are issued afterwards are good; a guest of a hall has no way to another one, and joins anew as somebody else. An administrator's is audited. Refusals: EVENT_NOT_FOUND.",
    args: { input: t.arg({ type: SignOutInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context): Promise<SignOutOutcome> => {
      const { idempotencyKey, ...order } = input
      const { userId: ownId } = requireViewer(context)
      const keyed = keyedRequest(ownId, 'signOutEverywhere', order, idempotencyKey, context.idempotencyKey)
      const trader = input.traderId == null ? null : decodeNodeId(input.traderId)
      if (trader && trader.typename !== 'Trader') throw badUserInput('traderId must be the id of a Trader.')
      const userId = trader?.id ?? ownId
      const eventId = input.eventId ?? DEFAULT_EVENT_ID
      if (userId !== ownId) {
        requireAdmin(context)
        if (plainId(eventId) === null)
          return {
            done: null,
            refusal: refuse('EVENT_NOT_FOUND', `There is no event "${eventId.slice(0, 64)}".`, ['input', 'eventId']),
          }
      }
      const outcome = await signOutEverywhere(context.deps, { userId, eventId: userId === ownId ? null : eventId, keyed })
      if (outcome === null) throw notFound('There is no such trader.')
      return isRefusal(outcome) ? { done: null, refusal: outcome } : { done: outcome, refusal: null }
    },
  }),
)
