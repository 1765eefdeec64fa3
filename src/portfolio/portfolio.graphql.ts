import { ungranted } from '../accounts/account.ts'
import { ensureAccount } from '../accounts/accounts.commands.ts'
import { AccountRef } from '../accounts/accounts.graphql.ts'
import type { EventNow } from '../events/events.sql.ts'
import { eventIdArgument, requireEvent } from '../events/events.graphql.ts'
import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { pageArguments, range } from '../graphql/connection.ts'
import type { Context } from '../graphql/context.ts'
import { badUserInput } from '../graphql/errors.ts'
import { averagePrice } from '../holdings/holding.ts'
import type { Viewer } from '../identity/viewer.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, SHARE_DECIMALS } from '../money/units.ts'
import { findPricesAt } from '../price-history/price-history.sql.ts'
import { ProjectRef } from '../projects/projects.graphql.ts'
import { accountTradePage, TradeConnectionRef } from '../trading/trades.graphql.ts'
import {
  EQUITY_POINTS_DEFAULT,
  EQUITY_POINTS_MAX,
  EQUITY_POINTS_MIN,
  type EquityPoint,
  equityMoments,
  equityPositions,
  equityTotals,
} from './equity-curve.ts'
import { type Portfolio, portfolioOf } from './portfolio.ts'
import { listEquityGrants, listEquitySteps, readAccountState } from './portfolio.sql.ts'

const money = (value: bigint) => formatScaled(value, MICROS_DECIMALS)

const HoldingRef = builder.objectRef<Portfolio['holdings'][number]>('Holding').implement({
  description: 'Shares of one project on an account.',
  fields: (t) => ({
    project: t.field({ type: ProjectRef, description: 'The project.', resolve: (h) => h.project }),
    shares: t.field({
      type: 'Decimal',
      description: 'Shares held, above zero.',
      resolve: (h) => formatScaled(h.holding.shares, SHARE_DECIMALS),
    }),
    avgPrice: t.field({
      type: 'Decimal',
      description: 'Cost basis per share in USDC, fees included.',
      resolve: (h) => money(averagePrice(h.holding)),
    }),
    costBasis: t.field({
      type: 'Decimal',
      description: 'What the shares cost in USDC, fees included.',
      resolve: (h) => money(h.holding.costBasis),
    }),
    currentPrice: t.field({
      type: 'Decimal',
      description: 'Market price in USDC per share.',
      resolve: (h) => money(h.project.price),
    }),
    marketValue: t.field({
      type: 'Decimal',
      description: 'Price × shares in USDC, rounded down.',
      resolve: (h) => money(h.value.marketValue),
    }),
    liquidationValue: t.field({
      type: 'Decimal',
      description: 'What selling all of it now would pay, in USDC.',
      resolve: (h) => money(h.value.liquidationValue),
    }),
    unrealisedPnl: t.field({
      type: 'Decimal',
      description: 'Market value minus cost basis, in USDC; a loss is below zero.',
      resolve: (h) => money(h.value.unrealised),
    }),
    realisedPnl: t.field({
      type: 'Decimal',
      description: 'Profit of its sales so far, in USDC; a loss is below zero.',
      resolve: (h) => money(h.holding.realised),
    }),
  }),
})

const EquityPointRef = builder.objectRef<EquityPoint>('EquityPoint').implement({
  description: 'What a portfolio was worth at a moment.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'The moment.' }),
    totalPortfolioValue: t.field({
      type: 'Decimal',
      description: 'Cash and market values then, in USDC.',
      resolve: (point) => money(point.total),
    }),
  }),
})

export const PortfolioRef = builder.objectRef<Portfolio>('Portfolio').implement({
  description: 'What the caller owns in an event, all of one moment. Private.',
  fields: (t) => ({
    account: t.field({ type: AccountRef, description: 'Cash.', resolve: (p) => p.account }),
    holdings: t.field({
      type: [HoldingRef],
      description: 'What is held, in the order of listing.',
      resolve: (p) => [...p.holdings],
    }),
    totalEquityValue: t.field({
      type: 'Decimal',
      description: 'Sum of market values, in USDC.',
      resolve: (p) => money(p.value.equity),
    }),
    totalPortfolioValue: t.field({
      type: 'Decimal',
      description: 'Cash and market values, in USDC.',
      resolve: (p) => money(p.value.total),
    }),
    liquidationValue: t.field({
      type: 'Decimal',
      description: 'Cash and what selling each holding whole now would pay, in USDC.',
      resolve: (p) => money(p.value.liquidation),
    }),
    totalPnl: t.field({
      type: 'Decimal',
      description: 'Total value minus initial balance, in USDC: realised + unrealised.',
      resolve: (p) => money(p.value.totalPnl),
    }),
    realisedPnl: t.field({
      type: 'Decimal',
      description: 'Profit of all sales, in USDC; a loss is below zero.',
      resolve: (p) => money(p.account.realised),
    }),
    unrealisedPnl: t.field({
      type: 'Decimal',
      description: 'Market values minus cost bases, in USDC; a loss is below zero.',
      resolve: (p) => money(p.value.unrealised),
    }),
    feesPaid: t.field({ type: 'Decimal', description: 'Fees of all trades, in USDC.', resolve: (p) => money(p.account.fees) }),
    returnPct: t.field({
      type: 'Decimal',
      description: 'Liquidation value over initial balance, in percent, to 2 decimals.',
      resolve: (p) => formatScaled(p.value.returnPctHundredths, 2),
    }),
    trades: t.field({
      type: TradeConnectionRef,
      description: 'Its trades, newest first.',
      args: pageArguments(t),
      resolve: (p, args, context) => accountTradePage(context, p.account, args),
    }),
    equityCurve: t.field({
      type: [EquityPointRef],
      description: 'Value over time at evenly spread moments, from the opening of the account to this portfolio.',
      args: {
        points: t.arg.int({
          defaultValue: EQUITY_POINTS_DEFAULT,
          description: `How many moments, ${EQUITY_POINTS_MIN}..${EQUITY_POINTS_MAX}.`,
          extensions: range(EQUITY_POINTS_MIN, EQUITY_POINTS_MAX),
        }),
      },
      resolve: (p, { points }, context) => readEquityCurve(context, p, points ?? EQUITY_POINTS_DEFAULT),
    }),
  }),
})

/** Two statements (three with grants), however many points, trades and holdings there are. The last point is the portfolio as it is. */
async function readEquityCurve(context: Context, { account, now, value }: Portfolio, points: number): Promise<EquityPoint[]> {
  if (points < EQUITY_POINTS_MIN || points > EQUITY_POINTS_MAX) {
    throw badUserInput(`points must be ${EQUITY_POINTS_MIN}..${EQUITY_POINTS_MAX}, and was ${points}.`)
  }
  const moments = equityMoments(account.createdAt, now, points)
  const past = moments.slice(0, -1)
  const { db } = context.deps
  const steps = await listEquitySteps(db, account, past)
  const grants = account.granted > 0n ? await listEquityGrants(db, account, past) : []
  const { cash, positions } = equityPositions(ungranted(account), past.length, steps, grants)
  const prices = await findPricesAt(
    db,
    positions.map(({ projectId, index }) => ({ eventId: account.eventId, projectId, at: past[index]! })),
  )
  const totals = equityTotals(
    cash,
    positions,
    prices.map((price, place) => {
      if (price === null) throw new Error(`project ${positions[place]!.projectId} was held before it was listed`)
      return price
    }),
  )
  return moments.map((at, index) => ({ at, total: totals[index] ?? value.total }))
}

/** The viewer's portfolio; opens the account on first use. */
export async function readPortfolio(context: Context, { event }: EventNow, viewer: Viewer): Promise<Portfolio> {
  const { db } = context.deps
  let state = await readAccountState(db, event.eventId, viewer.userId)
  if (!state) {
    await ensureAccount(context.deps, event.eventId, viewer)
    state = await readAccountState(db, event.eventId, viewer.userId)
  }
  if (!state) throw new Error(`user ${viewer.userId} has no account in event ${event.eventId}`)
  return portfolioOf(state, event.parameters)
}

builder.queryField('portfolio', (t) =>
  t.field({
    type: PortfolioRef,
    nullable: true,
    description: "The caller's own portfolio; UNAUTHENTICATED without a token. Opens the account on first use.",
    args: { eventId: t.arg.id(eventIdArgument) },
    resolve: async (_root, { eventId }, context) => {
      const viewer = requireViewer(context)
      return await readPortfolio(context, await requireEvent(context, eventId), viewer)
    },
  }),
)
