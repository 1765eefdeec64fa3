import type { Account } from '../accounts/account.ts'
import { findAccount } from '../accounts/accounts.sql.ts'
import type { Side } from '../events/feed.ts'
import { plainId, requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { forbidden } from '../graphql/errors.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { canonical, type Decimal, toScale } from '../money/decimal.ts'
import { MICROS_DECIMALS, type Micros, micros } from '../money/units.ts'
import { projectNotFound } from '../projects/move.commands.ts'
import type { Project } from '../projects/project.ts'
import { ProjectRef } from '../projects/projects.graphql.ts'
import { findProjects } from '../projects/projects.sql.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { AccountRef } from '../accounts/accounts.graphql.ts'
import { readShares } from './decide-trade.ts'
import { tradeFigures } from './price-line.ts'
import { QuoteRef, type QuoteRow } from './quote.graphql.ts'
import { TradeRef } from './trades.graphql.ts'
import { findTrades, type TradeId, type TradeRow } from './trades.sql.ts'

interface PriceMoved extends Refusal {
  readonly quote: QuoteRow
}

builder.objectRef<PriceMoved>('PriceMovedError').implement({
  description: 'maxCost or minProceeds would have been broken: nothing was traded.',
  interfaces: [UserErrorRef],
  fields: (t) => ({
    quote: t.field({ type: QuoteRef, description: 'What the trade would do now.', resolve: (refusal) => refusal.quote }),
  }),
})

/** What came of a buy or sell: all of trade, project and account, or one refusal. */
interface TradeResult {
  readonly trade: TradeRow | null
  readonly project: Project | null
  readonly account: Account | null
  readonly refusal: Refusal | null
}

const refused = (refusal: Refusal): TradeResult => ({ trade: null, project: null, account: null, refusal })

const TradePayload = builder.objectRef<TradeResult>('TradePayload').implement({
  description: 'The trade with project and account, never older than the trade; or why there was none.',
  fields: (t) => ({
    trade: t.field({
      type: TradeRef,
      nullable: true,
      description: 'The executed trade; null when refused.',
      resolve: (result) => result.trade,
    }),
    project: t.field({
      type: ProjectRef,
      nullable: true,
      description: 'The project after the trade, or newer.',
      resolve: (result) => result.project,
    }),
    account: t.field({
      type: AccountRef,
      nullable: true,
      description: "The caller's account after the trade, or newer.",
      resolve: (result) => result.account,
    }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: (result) => userErrorsOf(result.refusal),
    }),
  }),
})

interface TradeInput {
  readonly projectId: string
  readonly shares: Decimal
  readonly limit: Decimal | null | undefined
  readonly idempotencyKey?: string | null
}

async function trade(context: Context, side: Side, input: TradeInput): Promise<TradeResult> {
  const viewer = requireViewer(context)
  const { projectId, idempotencyKey } = input
  // A limit that is null is one that is absent.
  const compared = { projectId, shares: canonical(input.shares), limit: input.limit ? canonical(input.limit) : null }
  const keyed = keyedRequest(viewer.userId, side === 'BUY' ? 'buy' : 'sell', compared, idempotencyKey, context.idempotencyKey)
  const shares = readShares(input.shares)
  if (typeof shares === 'object') return refused(shares)
  const limit = readLimit(side, input.limit)
  if (limit !== null && typeof limit === 'object') return refused(limit)
  if (plainId(input.projectId) === null) return refused(projectNotFound(input.projectId))
  const answer = await context.services.trades.execute({
    owner: viewer,
    command: { side, projectId: input.projectId, shares, limit },
    keyed,
  })
  if (answer === null) return refused(projectNotFound(input.projectId))
  switch (answer.kind) {
    case 'FILLED':
      return { trade: answer.trade, project: answer.project, account: answer.account, refusal: null }
    case 'REPEATED':
      return await repeated(context, viewer.userId, answer)
    case 'REFUSED': {
      const { refusal, project, parameters } = answer
      if (refusal.refused !== 'PRICE_MOVED' || !project) return refused(refusal)
      return refused({
        ...refusal,
        quote: { figures: tradeFigures(side, project.price, shares, parameters), project, parameters },
      } as PriceMoved)
    }
    case 'FROZEN':
      throw forbidden('Your account is frozen by the organisers.')
    case 'FAILED':
      throw answer.error
  }
}

/** maxCost or minProceeds: at most 6 decimals, not below zero. */
function readLimit(side: Side, value: Decimal | null | undefined): Micros | null | Refusal {
  if (value == null) return null
  const limit = toScale(value, MICROS_DECIMALS)
  if (limit !== null && limit >= 0n) return micros(limit)
  const field = side === 'BUY' ? 'maxCost' : 'minProceeds'
  return refuse(
    'INVALID_PARAMETER',
    `${field} is ${canonical(value)}; it must be 0 or more, with at most ${MICROS_DECIMALS} decimals.`,
    ['input', field],
  )
}

/** A repeat answers the first trade; project and account are read now. */
async function repeated(
  context: Context,
  userId: string,
  { eventId, projectId, sequence }: TradeId & { readonly eventId: string },
): Promise<TradeResult> {
  const [[row], [project]] = await Promise.all([
    findTrades(context.deps.db, [{ projectId, sequence }], eventId),
    findProjects(context.deps.db, [projectId]),
  ])
  if (!row || !project) throw new Error(`trade ${projectId}:${sequence} of a stored key is missing`)
  return { trade: row, project, account: await findAccount(context.deps.db, row.eventId, userId), refusal: null }
}

const keyField = { description: 'Makes repeats safe: 1..255 characters, kept for 24 hours at least. One per intent.' } as const

const BuyInput = builder.inputType('BuyInput', {
  description: 'A purchase.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    shares: t.field({ type: 'Decimal', required: true, description: '0.0001 to 100,000, at most 4 decimals.' }),
    maxCost: t.field({ type: 'Decimal', description: 'Refuse with PRICE_MOVED above this cost, fee included.' }),
    idempotencyKey: t.string(keyField),
  }),
})

const SellInput = builder.inputType('SellInput', {
  description: 'A sale.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    shares: t.field({ type: 'Decimal', required: true, description: '0.0001 to 100,000, at most 4 decimals.' }),
    minProceeds: t.field({ type: 'Decimal', description: 'Refuse with PRICE_MOVED below these proceeds, after the fee.' }),
    idempotencyKey: t.string(keyField),
  }),
})

builder.mutationFields((t) => ({
  buy: t.field({
    type: TradePayload,
    description:
      'Buys shares at the line. Refusals: INVALID_SHARES, PROJECT_NOT_FOUND, EVENT_NOT_OPEN, PROJECT_INACTIVE, INSUFFICIENT_CASH, PRICE_MOVED.',
    args: { input: t.arg({ type: BuyInput, required: true, description: 'What to buy.' }) },
    resolve: (_root, { input: { maxCost, ...input } }, context) => trade(context, 'BUY', { ...input, limit: maxCost }),
  }),
  sell: t.field({
    type: TradePayload,
    description:
      'Sells shares down the line. Refusals: INVALID_SHARES, PROJECT_NOT_FOUND, EVENT_NOT_OPEN, PROJECT_INACTIVE, INSUFFICIENT_SHARES, PRICE_MOVED.',
    args: { input: t.arg({ type: SellInput, required: true, description: 'What to sell.' }) },
    resolve: (_root, { input: { minProceeds, ...input } }, context) => trade(context, 'SELL', { ...input, limit: minProceeds }),
  }),
}))
