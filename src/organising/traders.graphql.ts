import type { Account } from '../accounts/account.ts'
import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { connectionOf, defineConnection, pageArguments, pageCursor, pageOf, range } from '../graphql/connection.ts'
import { badUserInput } from '../graphql/errors.ts'
import { UUID } from '../graphql/node.ts'
import { nameKeyOf } from '../identity/display-name.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { sharePctHundredths, type SuspiciousPair } from './suspicious-pairs.ts'
import { listSuspiciousPairs } from './suspicious-pairs.sql.ts'
import { countAccounts, listAccounts } from './traders.sql.ts'

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)

const TraderAccountRef = builder.objectRef<Account>('TraderAccount').implement({
  description: "A trader's account in an event, as administrators see it.",
  fields: (t) => ({
    trader: t.field({ type: TraderRef, description: 'Whose it is.', resolve: ({ eventId, userId }) => ({ eventId, userId }) }),
    eventId: t.exposeID('eventId', { description: 'Plain id of the event.' }),
    joinedAt: t.field({ type: 'DateTime', description: 'When the account was opened.', resolve: (a) => a.createdAt }),
    cashBalance: t.field({ type: 'Decimal', description: 'Cash in USDC.', resolve: (a) => money(a.cash) }),
    initialBalance: t.field({
      type: 'Decimal',
      description: 'Cash it started with and was granted since, in USDC.',
      resolve: (a) => money(a.initial),
    }),
    grantedCash: t.field({
      type: 'Decimal',
      description: 'The part of initialBalance that organisers granted, in USDC.',
      resolve: (a) => money(a.granted),
    }),
    feesPaid: t.field({ type: 'Decimal', description: 'Fees of all trades, in USDC.', resolve: (a) => money(a.fees) }),
    realisedPnl: t.field({
      type: 'Decimal',
      description: 'Profit of all sales, in USDC; a loss is below zero.',
      resolve: (a) => money(a.realised),
    }),
    tradeCount: t.exposeInt('tradeCount', { description: 'Trades so far.' }),
    ranked: t.exposeBoolean('ranked', { description: 'Whether it stands on the leaderboard once it has traded.' }),
    frozen: t.exposeBoolean('frozen', { description: 'A frozen trader cannot trade in the event.' }),
  }),
})

const TraderAccountConnection = defineConnection('TraderAccount', TraderAccountRef, { totalCount: true })
const cursor = pageCursor('traders', UUID)
const SEARCH_MAX = 100

const percent = (hundredths: bigint) => formatScaled(hundredths, 2)

const SuspiciousPairRef = builder.objectRef<SuspiciousPair & { eventId: string }>('SuspiciousPair').implement({
  description:
    'Two accounts that trade into each other. A contact: two trades of a project that follow each other within 5 minutes, one of each account, ' +
    'one buying, one selling. A hint for a person who then looks, no proof: in a market of two traders everything is a contact.',
  fields: (t) => ({
    trader: t.field({
      type: TraderRef,
      description: 'The one who won.',
      resolve: ({ eventId, trader }) => ({ eventId, userId: trader.userId }),
    }),
    other: t.field({
      type: TraderRef,
      description: 'The one who lost.',
      resolve: ({ eventId, other }) => ({ eventId, userId: other.userId }),
    }),
    contacts: t.exposeInt('contacts', { description: 'How often they met.' }),
    trades: t.int({ description: 'Trades of trader in the event.', resolve: ({ trader }) => trader.trades }),
    otherTrades: t.int({ description: 'Trades of other in the event.', resolve: ({ other }) => other.trades }),
    sharePct: t.field({
      type: 'Decimal',
      description: "Percent of trader's trades that are in contact with other, to 2 decimals.",
      resolve: ({ trader }) => percent(sharePctHundredths(trader)),
    }),
    otherSharePct: t.field({
      type: 'Decimal',
      description: "Percent of other's trades that are in contact with trader, to 2 decimals.",
      resolve: ({ other }) => percent(sharePctHundredths(other)),
    }),
    gain: t.field({
      type: 'Decimal',
      description:
        'Estimate in USDC of what trader won of other: price moves by one that the other then took, × shares; net, never negative.',
      resolve: ({ gain }) => money(gain),
    }),
  }),
})

builder.queryFields((t) => ({
  traders: t.field({
    type: TraderAccountConnection,
    nullable: true,
    description: 'Administrators only. Everyone with an account in the event, the newest first.',
    args: {
      eventId: t.arg.id(eventIdArgument),
      search: t.arg.string({ description: `A part of the name, case and width aside; at most ${SEARCH_MAX} characters.` }),
      ...pageArguments(t),
    },
    resolve: async (_root, { eventId, search, ...args }, context) => {
      requireAdmin(context)
      const { event } = await requireEvent(context, eventId)
      if ((search?.length ?? 0) > SEARCH_MAX) throw badUserInput(`search must have at most ${SEARCH_MAX} characters.`)
      // No name has such characters, and the database cannot be asked for a NUL.
      if (search && /[\p{Cc}\p{Cs}]/u.test(search)) throw badUserInput('search must not have control characters.')
      const nameKey = nameKeyOf(search ?? '')
      const page = pageOf(args)
      const rows = await listAccounts(context.deps.db, event.eventId, nameKey, {
        after: cursor.decode(page.after)?.[0] ?? null,
        before: cursor.decode(page.before)?.[0] ?? null,
        backward: page.direction === 'backward',
        limit: page.limit + 1,
      })
      return connectionOf(
        rows,
        page,
        (account) => cursor.encode(account.accountId),
        () => countAccounts(context.deps.db, event.eventId, nameKey),
      )
    },
  }),
  suspiciousPairs: t.field({
    type: [SuspiciousPairRef],
    nullable: true,
    extensions: { cost: 20 },
    description:
      'Administrators only. Accounts that trade into each other, the closest first: at least 3 contacts, and at least one of them has 80 % of its trades in contact with the other.',
    args: {
      eventId: t.arg.id(eventIdArgument),
      first: t.arg.int({ defaultValue: 20, description: 'How many, 1..100.', extensions: range(1, 100) }),
    },
    resolve: async (_root, { eventId, first }, context) => {
      requireAdmin(context)
      const { event } = await requireEvent(context, eventId)
      const pairs = await listSuspiciousPairs(context.deps.db, event.eventId, first ?? 20)
      return pairs.map((pair) => ({ ...pair, eventId: event.eventId }))
    },
  }),
}))
