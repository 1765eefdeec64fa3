import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { defineLoader } from '../graphql/loader.ts'
import { encodeNodeId, NodeInterface, registerNode, UUID } from '../graphql/node.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { numberedName } from './display-name.ts'
import { setDisplayName } from './identity.commands.ts'
import { findTraderNames, type TraderKey, type TraderName } from './identity.sql.ts'
import type { Viewer } from './viewer.ts'

const textOfKey = ({ eventId, userId }: TraderKey): string => `${eventId ?? ''}:${userId}`

/** Names of traders as the readers of an event see them; null for an unknown user. */
const traderNameLoader = defineLoader<TraderKey, TraderName>(
  (context, keys) => findTraderNames(context.deps.db, keys),
  textOfKey,
  textOfKey,
)

/** A user as others see them. The parent names the event whose readers ask, so that equal names are told apart there. */
export const TraderRef = builder.objectRef<TraderKey>('Trader').implement({
  description: 'Someone who trades, as others see them. The id is random and says nothing of the person.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque global id; the same in every event, and as Viewer.id.',
      resolve: ({ userId }) => encodeNodeId('Trader', userId),
    }),
    displayName: t.string({
      description: 'The name to show, as text. The second "alice" of an event is "alice (2)".',
      resolve: async (key, _args, context) => {
        const found = await traderNameLoader(context).load(key)
        return found ? numberedName(found.displayName, found.nth) : 'Unknown'
      },
    }),
  }),
})

registerNode(
  'Trader',
  async (context, userId): Promise<TraderKey | null> => {
    const found = await traderNameLoader(context).load({ eventId: null, userId })
    return found && { eventId: null, userId }
  },
  UUID,
)

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who is calling.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque global id, the same as the Trader of this person.',
      resolve: ({ userId }) => encodeNodeId('Trader', userId),
    }),
    displayName: t.string({
      description: 'The name that others see; where an event has several of one name, they see a number behind it.',
      resolve: async ({ userId }, _args, context) => {
        const found = await traderNameLoader(context).load({ eventId: null, userId })
        if (!found) throw new Error('the caller has no user')
        return found.displayName
      },
    }),
    roles: t.stringList({ description: 'The groups that the token names.', resolve: ({ groups }) => [...groups] }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the token ends, and private streams with it.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    nullable: true,
    description: 'Who is calling; null without a token.',
    resolve: (_root, _args, context) => context.viewer,
  }),
)

const SetDisplayNameInput = builder.inputType('SetDisplayNameInput', {
  description: 'The name that others see.',
  fields: (t) => ({
    displayName: t.string({
      required: true,
      description: '1 to 32 characters after NFC and trimming; no control, invisible or text-direction characters, no "@".',
    }),
  }),
})

interface ViewerOutcome {
  readonly viewer: Viewer | null
  readonly refusal: Refusal | null
}

const ViewerPayloadRef = builder.objectRef<ViewerOutcome>('ViewerPayload').implement({
  description: 'The caller after the change, or why there was none.',
  fields: (t) => ({
    viewer: t.field({
      type: ViewerRef,
      nullable: true,
      description: 'The caller; null when refused.',
      resolve: ({ viewer }) => viewer,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'At most one: why it was refused.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

builder.mutationField('setDisplayName', (t) =>
  t.field({
    type: ViewerPayloadRef,
    description:
      "The name others see. Until it is set: the token's name or nickname claim, else one that is made up; never the e-mail.",
    args: { input: t.arg({ type: SetDisplayNameInput, required: true, description: 'The new name.' }) },
    resolve: async (_root, { input }, context): Promise<ViewerOutcome> => {
      const viewer = requireViewer(context)
      const outcome = await setDisplayName(context.deps, viewer.userId, input.displayName)
      return isRefusal(outcome) ? { viewer: null, refusal: outcome } : { viewer, refusal: null }
    },
  }),
)
