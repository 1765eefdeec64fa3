import { builder } from '../graphql/builder.ts'
import { defineLoader } from '../graphql/loader.ts'
import { encodeNodeId, NodeInterface, registerNode, UUID } from '../graphql/node.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { Account } from './account.ts'
import { findAccountsById } from './accounts.sql.ts'

const accountLoader = defineLoader<string, Account>(
  (context, accountIds) => findAccountsById(context.deps.db, accountIds),
  (account) => account.accountId,
)

export const AccountRef = builder.objectRef<Account>('Account').implement({
  description: 'Cash of a user in an event. Private: nobody else sees it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: (a) => encodeNodeId('Account', a.accountId) }),
    eventId: t.exposeID('eventId', { description: 'Plain id of its event.' }),
    ranked: t.exposeBoolean('ranked', { description: 'Whether it stands on the leaderboard once it has traded.' }),
    cashBalance: t.field({
      type: 'Decimal',
      description: 'Cash in USDC, never negative.',
      resolve: (a) => formatScaled(a.cash, MICROS_DECIMALS),
    }),
    initialBalance: t.field({
      type: 'Decimal',
      description: 'Cash it started with and was granted since, in USDC: what profit is counted from.',
      resolve: (a) => formatScaled(a.initial, MICROS_DECIMALS),
    }),
    grantedCash: t.field({
      type: 'Decimal',
      description: 'The part of initialBalance that organisers granted, in USDC.',
      resolve: (a) => formatScaled(a.granted, MICROS_DECIMALS),
    }),
  }),
})

registerNode(
  'Account',
  async (context, accountId) => {
    if (!context.viewer) return null
    const account = await accountLoader(context).load(accountId)
    return account?.userId === context.viewer.userId ? account : null
  },
  UUID,
)
