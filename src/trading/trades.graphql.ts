import type { Account } from '../accounts/account.ts'
import { cursorOfPosition } from '../events/cursor.ts'
import { eventsOf } from '../events/events-of.ts'
import type { Side } from '../events/feed.ts'
import { builder } from '../graphql/builder.ts'
import {
  type Connection,
  connectionOf,
  defineConnection,
  type Page,
  type PageArguments,
  pageArguments,
  pageCursor,
  pageOf,
} from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { defineLoader } from '../graphql/loader.ts'
import { encodeNodeId, NodeInterface, registerNode } from '../graphql/node.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import type { Project } from '../projects/project.ts'
import { ProjectRef, projectById, requireProject } from '../projects/projects.graphql.ts'
import { findTrades, listAccountTrades, listProjectTrades, type TradeId, type TradeRow } from './trades.sql.ts'
import { described } from '../graphql/described.ts'

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const shares = (value: bigint) => formatScaled(value, SHARE_DECIMALS)

/** "<projectId>:<sequence>"; a projectId has no colon. */
const tradeIdOf = ({ projectId, sequence }: TradeId): string => `${projectId}:${sequence}`

/** Trades by id; null for one that does not exist. */
const tradeLoader = defineLoader<TradeId, TradeRow>((context, ids) => findTrades(context.deps.db, ids), tradeIdOf, tradeIdOf)

export const SideEnum = builder.enumType('Side', {
  description: 'Of a trade, as its trader sees it.',
  values: described<Side>({
    BUY: 'Cash for shares.',
    SELL: 'Shares for cash.',
  }),
})

export const TradeRef = builder.objectRef<TradeRow>('Trade').implement({
  description: 'An executed trade, as everyone sees it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({ description: 'Opaque global id.', resolve: (trade) => encodeNodeId('Trade', tradeIdOf(trade)) }),
    tradeId: t.id({ description: 'Plain id: "<projectId>:<sequence>".', resolve: tradeIdOf }),
    cursor: t.field({
      type: 'Cursor',
      description: 'Continues tradeExecuted behind this trade.',
      resolve: (trade) => cursorOfPosition(trade.epoch, trade.eventId, trade.position),
    }),
    project: t.field({
      type: ProjectRef,
      description: 'What was traded, as it is now.',
      resolve: (trade, _args, context) => projectById(context, trade.projectId),
    }),
    trader: t.field({ type: TraderRef, description: 'Who traded.', resolve: ({ eventId, userId }) => ({ eventId, userId }) }),
    side: t.expose('side', { type: SideEnum, description: 'BUY or SELL.' }),
    shares: t.field({ type: 'Decimal', description: 'Shares, above zero.', resolve: (trade) => shares(trade.shares) }),
    price: t.field({
      type: 'Decimal',
      description: 'Execution price in USDC per share, fee excluded.',
      resolve: (trade) => money(trade.executionPrice),
    }),
    fee: t.field({ type: 'Decimal', description: 'Fee in USDC, included in cashDelta.', resolve: (trade) => money(trade.fee) }),
    cashDelta: t.field({
      type: 'Decimal',
      description: "What the trade did to the trader's cash, in USDC: below zero for BUY.",
      resolve: (trade) => money(trade.cashDelta),
    }),
    priceBefore: t.field({
      type: 'Decimal',
      description: 'Price right before, in USDC.',
      resolve: (trade) => money(trade.priceBefore),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      description: 'Price right after, in USDC.',
      resolve: (trade) => money(trade.priceAfter),
    }),
    sequence: t.exposeInt('sequence', { description: 'Number of the price move that the trade made.' }),
    executedAt: t.expose('executedAt', { type: 'DateTime', description: 'When it was executed.' }),
  }),
})

const TRADE_ID = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}:[1-9][0-9]{0,8}$/

registerNode(
  'Trade',
  (context, id) => {
    const [projectId, sequence] = id.split(':') as [string, string]
    return tradeLoader(context).load({ projectId, sequence: Number(sequence) })
  },
  TRADE_ID,
)

export const TradeConnectionRef = defineConnection('Trade', TradeRef)

interface ListKey {
  readonly eventId: string
  readonly id: string
  readonly page: Page
}

const pageText = ({ page }: ListKey): string => JSON.stringify(page)
const listText = (key: ListKey): string => `${key.id} ${pageText(key)}`

/** Lists of trades per id, one statement for all ids that are asked for the same page. */
function defineTradeLists(
  read: (context: Context, eventIds: string[], ids: string[], page: Page) => Promise<TradeRow[]>,
  idOf: (trade: TradeRow) => string,
) {
  return defineLoader<ListKey, { text: string; trades: TradeRow[] }>(
    async (context, keys) => {
      const lists = [...Map.groupBy(keys, pageText).values()].map(async (group) => {
        const trades = Map.groupBy(
          await read(
            context,
            eventsOf(group),
            group.map((key) => key.id),
            group[0]!.page,
          ),
          idOf,
        )
        return group.map((key) => ({ text: listText(key), trades: trades.get(key.id) ?? [] }))
      })
      return (await Promise.all(lists)).flat()
    },
    (row) => row.text,
    listText,
  )
}

const projectCursor = pageCursor('trades', /^[1-9][0-9]{0,8}$/)
const sequenceOf = (text: string | null): number | null => {
  const parts = projectCursor.decode(text)
  return parts && Number(parts[0])
}

const projectTrades = defineTradeLists(
  (context, eventIds, projectIds, page) =>
    listProjectTrades(context.reader, eventIds, projectIds, {
      after: sequenceOf(page.after),
      before: sequenceOf(page.before),
      limit: page.limit + 1,
      backward: page.direction === 'backward',
    }),
  (trade) => trade.projectId,
)

async function projectTradePage(
  context: Context,
  { eventId, projectId }: Project,
  args: PageArguments,
): Promise<Connection<TradeRow>> {
  const page = pageOf(args)
  sequenceOf(page.after)
  sequenceOf(page.before)
  const found = await projectTrades(context).load({ eventId, id: projectId, page })
  return connectionOf(found?.trades ?? [], page, (trade) => projectCursor.encode(String(trade.sequence)))
}

const accountCursor = pageCursor('account trades', /^[1-9][0-9]{0,17}$/)
const positionOf = (text: string | null): bigint | null => {
  const parts = accountCursor.decode(text)
  return parts && BigInt(parts[0]!)
}

const accountTrades = defineTradeLists(
  (context, eventIds, accountIds, page) =>
    listAccountTrades(context.reader, eventIds, accountIds, {
      after: positionOf(page.after),
      before: positionOf(page.before),
      limit: page.limit + 1,
      backward: page.direction === 'backward',
    }),
  (trade) => trade.accountId,
)

/** An account's own trades, newest first. */
export async function accountTradePage(
  context: Context,
  { eventId, accountId }: Account,
  args: PageArguments,
): Promise<Connection<TradeRow>> {
  const page = pageOf(args)
  positionOf(page.after)
  positionOf(page.before)
  const found = await accountTrades(context).load({ eventId, id: accountId, page })
  return connectionOf(found?.trades ?? [], page, (trade) => accountCursor.encode(String(trade.position)))
}

builder.objectField(ProjectRef, 'trades', (t) =>
  t.field({
    type: TradeConnectionRef,
    description: 'Its trades, newest first.',
    args: pageArguments(t),
    resolve: (project, args, context) => projectTradePage(context, project, args),
  }),
)

builder.queryField('trades', (t) =>
  t.field({
    type: TradeConnectionRef,
    nullable: true,
    description: 'Trades of a project, newest first.',
    args: { projectId: t.arg.id({ required: true, description: 'Plain id of the project.' }), ...pageArguments(t) },
    resolve: async (_root, { projectId, ...args }, context) =>
      projectTradePage(context, await requireProject(context, projectId), args),
  }),
)
