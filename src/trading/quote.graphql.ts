import { findAccount } from '../accounts/accounts.sql.ts'
import type { MarketParameters } from '../events/event.ts'
import { eventById } from '../events/events.graphql.ts'
import type { Side } from '../events/feed.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { findHoldings } from '../holdings/holdings.sql.ts'
import { type Decimal, formatScaled, toScale } from '../money/decimal.ts'
import { min } from '../money/rounding.ts'
import { type Micros, MICROS_DECIMALS, micros, SHARE_DECIMALS, type ShareUnits, shareUnits } from '../money/units.ts'
import type { Project } from '../projects/project.ts'
import { ProjectRef, requireProject } from '../projects/projects.graphql.ts'
import { readShares } from './decide-trade.ts'
import { buyRoom, ORDER_SHARES_MAX, sharesAffordable, sharesToRaise, type TradeFigures, tradeFigures } from './price-line.ts'
import { SideEnum } from './trades.graphql.ts'

/** What a trade would do to a project as it stands. */
export interface QuoteRow {
  readonly figures: TradeFigures
  readonly project: Project
  readonly parameters: MarketParameters
}

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)
const shares = (value: bigint) => formatScaled(value, SHARE_DECIMALS)

export const QuoteRef = builder.objectRef<QuoteRow>('Quote').implement({
  description: 'What a trade would do now. It promises nothing: send maxCost or minProceeds with the trade.',
  fields: (t) => ({
    side: t.field({ type: SideEnum, description: 'BUY or SELL.', resolve: ({ figures }) => figures.side }),
    shares: t.field({ type: 'Decimal', description: 'Shares of the trade.', resolve: ({ figures }) => shares(figures.shares) }),
    priceBefore: t.field({
      type: 'Decimal',
      description: 'Price of a share before.',
      resolve: ({ figures }) => money(figures.priceBefore),
    }),
    priceAfter: t.field({
      type: 'Decimal',
      description: 'Price of a share after.',
      resolve: ({ figures }) => money(figures.priceAfter),
    }),
    executionPrice: t.field({
      type: 'Decimal',
      description: 'Gross per share, fee excluded, rounded half up.',
      resolve: ({ figures }) => money(figures.executionPrice),
    }),
    gross: t.field({
      type: 'Decimal',
      description: 'Value before the fee; up for a BUY, down for a SELL.',
      resolve: ({ figures }) => money(figures.gross),
    }),
    fee: t.field({ type: 'Decimal', description: 'The fee in cash.', resolve: ({ figures }) => money(figures.fee) }),
    cashDelta: t.field({
      type: 'Decimal',
      description: "Change of the trader's cash: below zero for a BUY.",
      resolve: ({ figures }) => money(figures.cashDelta),
    }),
    sequence: t.int({
      description: "The project's sequence that the quote starts from.",
      resolve: ({ project }) => project.sequence,
    }),
    maxAffordable: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The most shares the caller could buy, or holds and could sell, now; null when not signed in.',
      resolve: async (quote, _args, context) => {
        const most = await maxAffordable(context, quote)
        return most === null ? null : shares(most)
      },
    }),
  }),
})

async function maxAffordable(context: Context, { figures, project, parameters }: QuoteRow): Promise<ShareUnits | null> {
  if (!context.viewer) return null
  const account = await findAccount(context.deps.db, project.eventId, context.viewer.userId)
  if (figures.side === 'SELL') {
    const [held] = account
      ? await findHoldings(context.deps.db, [{ accountId: account.accountId, projectId: project.projectId }])
      : []
    return min(held?.shares ?? shareUnits(0n), ORDER_SHARES_MAX)
  }
  return buyable(account?.cash ?? parameters.initialCashMicros, project, parameters)
}

/** The most shares that `cash` buys, within the caps of order, project and price. */
const buyable = (cash: Micros, project: Project, parameters: MarketParameters): ShareUnits =>
  min(sharesAffordable(cash, project.price, parameters), buyRoom(project.price, project.netShares, parameters))

export interface QuoteArguments {
  readonly side: Side
  readonly shares?: Decimal | null
  readonly cash?: Decimal | null
}

/** Answers in every status of the event, whatever the caller holds; exactly one of shares and cash. */
async function quoteOf(context: Context, project: Project, args: QuoteArguments): Promise<QuoteRow> {
  const { parameters } = (await eventById(context, project.eventId)).event
  const size = sizeOf(project, parameters, args)
  return { figures: tradeFigures(args.side, project.price, size, parameters), project, parameters }
}

function sizeOf(project: Project, parameters: MarketParameters, { side, shares: asked, cash }: QuoteArguments): ShareUnits {
  if ((asked == null) === (cash == null)) throw badUserInput('Give exactly one of shares and cash.')
  if (asked != null) {
    const size = readShares(asked)
    if (typeof size === 'object') throw badUserInput(size.message)
    return size
  }
  const amount = toScale(cash!, MICROS_DECIMALS)
  if (amount === null || amount <= 0n) throw badUserInput(`cash must be above 0, with at most ${MICROS_DECIMALS} decimals.`)
  const size =
    side === 'BUY' ? buyable(micros(amount), project, parameters) : sharesToRaise(micros(amount), project.price, parameters)
  if (size === null || size === 0n)
    throw badUserInput(`No order of ${project.ticker} is worth that much cash now: it is too little or too much.`)
  return size
}

const quoteArguments = {
  side: { type: SideEnum, required: true, description: 'BUY or SELL.' },
  shares: { type: 'Decimal', description: 'How many shares, to 0.0001.' },
  cash: { type: 'Decimal', description: 'BUY: spend at most this, fee included. SELL: raise at least this.' },
} as const

builder.objectField(ProjectRef, 'quote', (t) =>
  t.field({
    type: QuoteRef,
    nullable: true,
    description: 'What a trade would do now. Exactly one of shares and cash.',
    args: { side: t.arg(quoteArguments.side), shares: t.arg(quoteArguments.shares), cash: t.arg(quoteArguments.cash) },
    resolve: (project, args, context) => quoteOf(context, project, args),
  }),
)

builder.queryField('quote', (t) =>
  t.field({
    type: QuoteRef,
    nullable: true,
    description: 'What a trade would do now. Exactly one of shares and cash.',
    args: {
      projectId: t.arg.id({ required: true, description: 'Plain id.' }),
      side: t.arg(quoteArguments.side),
      shares: t.arg(quoteArguments.shares),
      cash: t.arg(quoteArguments.cash),
    },
    resolve: async (_root, { projectId, ...args }, context) => quoteOf(context, await requireProject(context, projectId), args),
  }),
)
