/**
 * The table of the REST door. A route is one typed GraphQL document: which fields become its variables, and how its
 * answer is written. What it may do, costs and refuses is decided where every other operation is. Pure.
 */
import { badUserInput } from '../graphql/errors.ts'
import { BUMP_TYPES } from '../projects/admin-moves.ts'
import {
  type BumpType,
  type RestBuyMutation,
  RestBuyDocument,
  RestInvestmentDocument,
  RestLeaderboardDocument,
  RestMarketDocument,
  RestPhaseBumpDocument,
  RestPortfolioDocument,
  type RestPortfolioQuery,
  RestPriceHistoryDocument,
  type RestProjectFragment,
  type RestRefusalFragment,
  RestSaveProjectDocument,
  RestSellDocument,
  RestTradesDocument,
  RestUpdateSeedDocument,
} from './generated/graphql.ts'
import { countField, decimalField, momentField, required, textField, wordField } from './fields.ts'
import { type Answer, type Route, route } from './route.ts'
import {
  ACCOUNT,
  decimal,
  HOLDING,
  many,
  one,
  PRICE_POINT,
  PROJECT,
  type Schema,
  shape,
  type Shape,
  STANDING,
  TRADE,
  whole,
} from './shapes.ts'

const refer = ({ name }: Shape<never>): Schema => ({ $ref: `#/components/schemas/${name}` })
const listOf = (of: Shape<never>): Schema => ({ type: 'array', items: refer(of) })
const returns = <Source>(of: Shape<Source>) => ({ schema: refer(of), parts: [of] })

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}.`

const eventId = textField('Plain id of the event; kickstart where absent.')
const projectId = required(textField('Plain id of the project.'))

const MARKET = shape<{ projects: readonly RestProjectFragment[] }>('Market', 'A market at one moment.', {
  projects: many(PROJECT, 'All projects of the event, by market cap.', (m) => m.projects),
})

type Board = {
  traders: number
  top: readonly Parameters<typeof STANDING.write>[0][]
  bottom: readonly Parameters<typeof STANDING.write>[0][]
}
const BOARD = shape<Board>('Leaderboard', 'Who stands where.', {
  traders: whole('How many are ranked.', (b) => b.traders),
  top: many(STANDING, 'The best, best first.', (b) => b.top),
  bottom: many(STANDING, 'The worst who are not in top, worst first.', (b) => b.bottom),
})

type Bought = RestBuyMutation['buy']
type Filled = { readonly [Part in 'trade' | 'project' | 'account']: NonNullable<Bought[Part]> }
const FILL = shape<Filled>('Fill', 'An executed trade, with project and account after it.', {
  trade: one(TRADE, (f) => f.trade),
  project: one(PROJECT, (f) => f.project),
  account: one(ACCOUNT, (f) => ({ ...f.account, userId: f.trade.trader.id })),
})

type Owned = { portfolio: NonNullable<RestPortfolioQuery['portfolio']>; userId: string }
const PORTFOLIO = shape<Owned>('Portfolio', 'What the caller owns in an event, all of one moment.', {
  account: one(ACCOUNT, ({ portfolio, userId }) => ({ ...portfolio.account, userId })),
  holdings: many(HOLDING, 'What is held.', ({ portfolio }) => portfolio.holdings),
  totalEquityValue: decimal('Sum of market values.', ({ portfolio }) => portfolio.totalEquityValue),
  totalPortfolioValue: decimal('Cash and market values.', ({ portfolio }) => portfolio.totalPortfolioValue),
})

function answerOfTrade({ trade, project, account, userErrors }: Bought): Answer | RestRefusalFragment {
  const [refusal] = userErrors
  if (refusal) return refusal
  const data = FILL.write({ trade: trade!, project: project!, account: account! })
  return {
    message: `${trade!.side === 'BUY' ? 'Bought' : 'Sold'} ${trade!.shares} of ${project!.ticker} at ${trade!.price}.`,
    data,
  }
}

interface Moved {
  readonly project: RestProjectFragment | null
  readonly userErrors: readonly RestRefusalFragment[]
}
const answerOfMove = ({ project, userErrors: [refusal] }: Moved, message?: string): Answer | RestRefusalFragment =>
  refusal ?? { message: message ?? `${project!.ticker} stands at ${project!.currentPrice}.`, data: PROJECT.write(project!) }

const TRADE_FIELDS = { projectId, shares: required(decimalField('Shares, 0.0001 to 100,000, at most 4 decimals.')) }

export const ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/btx/projects',
    summary: 'The projects of an event.',
    access: 'public',
    fields: { eventId },
    document: RestMarketDocument,
    variables: (values) => values,
    answer({ marketSnapshot }) {
      const { projects } = marketSnapshot!
      return { message: counted(projects.length, 'project'), data: projects.map(PROJECT.write) }
    },
    schema: listOf(PROJECT),
    parts: [PROJECT],
  }),
  route({
    method: 'GET',
    path: '/btx/market/snapshot',
    summary: 'The market of an event at one moment, by market cap, due drift applied.',
    access: 'public',
    fields: { eventId },
    document: RestMarketDocument,
    variables: (values) => values,
    answer: ({ marketSnapshot }) => ({
      message: counted(marketSnapshot!.projects.length, 'project'),
      data: MARKET.write(marketSnapshot!),
    }),
    ...returns(MARKET),
  }),
  route({
    method: 'GET',
    path: '/btx/trades',
    summary: 'Trades of a project, newest first.',
    access: 'public',
    fields: { projectId, limit: countField('How many.', 20, 1, 100) },
    document: RestTradesDocument,
    variables: ({ projectId, limit = 20 }) => ({ projectId: projectId!, limit }),
    answer: ({ trades }) => ({ message: counted(trades!.nodes.length, 'trade'), data: trades!.nodes.map(TRADE.write) }),
    schema: listOf(TRADE),
    parts: [TRADE],
  }),
  route({
    method: 'GET',
    path: '/btx/price-history',
    summary: 'The newest price moves of a project, oldest first.',
    access: 'public',
    fields: {
      projectId,
      limit: countField('How many.', 500, 1, 1_000),
      since: momentField('Only moves at or after this moment.'),
    },
    document: RestPriceHistoryDocument,
    variables: ({ projectId, limit = 500, since }) => ({ projectId: projectId!, limit, since }),
    answer: ({ priceHistory }) => ({
      message: counted(priceHistory!.nodes.length, 'price move'),
      data: priceHistory!.nodes.map(PRICE_POINT.write),
    }),
    schema: listOf(PRICE_POINT),
    parts: [PRICE_POINT],
  }),
  route({
    method: 'GET',
    path: '/btx/leaderboard',
    summary: 'Who stands where in an event.',
    access: 'public',
    fields: {
      eventId,
      limitTop: countField('How many of the best.', 5, 0, 100),
      limitBottom: countField('How many of the worst.', 5, 0, 100),
    },
    document: RestLeaderboardDocument,
    variables: ({ eventId, limitTop = 5, limitBottom = 5 }) => ({ eventId, top: limitTop, bottom: limitBottom }),
    answer: ({ leaderboard }) => ({ message: counted(leaderboard!.traders, 'trader'), data: BOARD.write(leaderboard!) }),
    ...returns(BOARD),
  }),
  route({
    method: 'POST',
    path: '/btx/market/buy',
    summary: 'Buys shares.',
    access: 'trader',
    fields: TRADE_FIELDS,
    document: RestBuyDocument,
    variables: ({ projectId, shares }) => ({ input: { projectId: projectId!, shares: shares! } }),
    answer: ({ buy }) => answerOfTrade(buy),
    ...returns(FILL),
  }),
  route({
    method: 'POST',
    path: '/btx/market/sell',
    summary: 'Sells shares.',
    access: 'trader',
    fields: TRADE_FIELDS,
    document: RestSellDocument,
    variables: ({ projectId, shares }) => ({ input: { projectId: projectId!, shares: shares! } }),
    answer: ({ sell }) => answerOfTrade(sell),
    ...returns(FILL),
  }),
  route({
    method: 'GET',
    path: '/btx/portfolio',
    summary: 'What the caller owns in an event.',
    access: 'trader',
    fields: { eventId },
    document: RestPortfolioDocument,
    variables: (values) => values,
    answer({ viewer, portfolio }) {
      return {
        message: counted(portfolio!.holdings.length, 'holding'),
        data: PORTFOLIO.write({ portfolio: portfolio!, userId: viewer!.id }),
      }
    },
    ...returns(PORTFOLIO),
  }),
  route({
    method: 'POST',
    path: '/btx/admin/project',
    summary: 'Lists a project, or edits its texts: seedAmount counts for a new one only.',
    access: 'admin',
    fields: {
      projectId,
      eventId,
      ticker: textField('1 to 12 letters or digits, unique in the event; a new project needs one.'),
      name: textField('1 to 80 characters.'),
      description: textField('At most 2,000 characters.'),
      seedAmount: decimalField('Seed of a new project; ignored for one that exists.'),
    },
    document: RestSaveProjectDocument,
    variables: ({ seedAmount, projectId, ...texts }) => ({ input: { ...texts, projectId: projectId!, seedIfNew: seedAmount } }),
    answer({ saveProject: { isNew, ...saved } }, { seedAmount }) {
      const ignored =
        isNew || seedAmount === undefined ? '' : ' It was listed before: seedAmount is ignored, POST /btx/admin/seed changes it.'
      return answerOfMove(saved, `${saved.project?.ticker} is ${isNew ? 'listed' : 'saved'}.${ignored}`)
    },
    ...returns(PROJECT),
  }),
  route({
    method: 'POST',
    path: '/btx/admin/seed',
    summary: 'Changes the seed of a project: exactly one of seedDelta and seedAbsolute.',
    access: 'admin',
    fields: {
      projectId,
      seedDelta: decimalField('By how much it changes.'),
      seedAbsolute: decimalField('The new seed, ±1,000,000.'),
    },
    document: RestUpdateSeedDocument,
    variables({ projectId, seedDelta, seedAbsolute }) {
      if ((seedDelta === undefined) === (seedAbsolute === undefined))
        throw badUserInput('Give exactly one of seedDelta and seedAbsolute.')
      return { input: { projectId: projectId!, seedDelta, seedAmount: seedAbsolute } }
    },
    answer: ({ updateSeed }) => answerOfMove(updateSeed),
    ...returns(PROJECT),
  }),
  route({
    method: 'POST',
    path: '/btx/admin/phase-bump',
    summary: 'Moves the price of a project by a phase bump.',
    access: 'admin',
    fields: {
      projectId,
      bumpType: required(wordField('Which bump.', BUMP_TYPES)),
      multiplier: decimalField('With MULTIPLY: 0.01 to 10.'),
      delta: decimalField('With ADD: ±1,000,000.'),
    },
    document: RestPhaseBumpDocument,
    variables: ({ projectId, bumpType, multiplier, delta }) => ({
      input: { projectId: projectId!, bumpType: bumpType as BumpType, multiplier, delta },
    }),
    answer: ({ applyPhaseBump }) => answerOfMove(applyPhaseBump),
    ...returns(PROJECT),
  }),
  route({
    method: 'POST',
    path: '/btx/admin/investment-impact',
    summary: 'A real investment, which raises the seed of a project.',
    access: 'service',
    fields: {
      teamId: required(textField('Plain id of the project.')),
      amountDelta: required(decimalField('Above 0, at most 1,000,000,000, 2 decimals.')),
    },
    document: RestInvestmentDocument,
    variables: ({ teamId, amountDelta }) => ({ input: { projectId: teamId!, amount: amountDelta! } }),
    answer: ({ applyInvestment }) => answerOfMove(applyInvestment),
    ...returns(PROJECT),
  }),
]
