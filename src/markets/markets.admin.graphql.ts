import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { isRefusal, type Refusal } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import type { Market } from './market.ts'
import { MarketKindEnum, MarketRef, MarketStatusEnum } from './markets.graphql.ts'
import { type SavedMarket, saveMarket, setMarketStatus } from './markets.commands.ts'
import { findMarket } from './markets.sql.ts'

const MarketPayload = builder
  .objectRef<{ readonly market: Market | null; readonly refusal: Refusal | null }>('MarketPayload')
  .implement({
    description: 'The market after the command, or newer; or why nothing was done.',
    fields: (t) => ({
      market: t.field({ type: MarketRef, nullable: true, description: 'Null when refused.', resolve: ({ market }) => market }),
      userErrors: t.field({
        type: [UserErrorRef],
        description: 'Empty, or the one reason for the refusal.',
        resolve: ({ refusal }) => userErrorsOf(refusal),
      }),
    }),
  })

const keyField = { description: 'Makes repeats safe: 1..255 characters, kept for 24 hours at least.' } as const

const SaveMarketInput = builder.inputType('SaveMarketInput', {
  description: 'A market to list or to change. What is absent stays, or is the default of a new one.',
  fields: (t) => ({
    symbol: t.id({ required: true, description: 'Words of 1..12 of A-Z 0-9 with hyphens between, as CXPT-USDC.' }),
    kind: t.field({ type: MarketKindEnum, description: 'Default SPOT; stays.' }),
    baseAsset: t.string({ description: "Default: the symbol's first word; stays." }),
    tickSize: t.field({ type: 'Decimal', description: 'Needed for a new market; stays. USDC, at most 6 decimals.' }),
    lotSize: t.field({
      type: 'Decimal',
      description: 'Needed for a new market; stays. At most 8 decimals; times tickSize a whole number of 0.000001 USDC.',
    }),
    minNotional: t.field({ type: 'Decimal', description: 'Default 1 USDC.' }),
    feeBps: t.int({ description: '0..1000, default 50; orders keep what held when they were accepted.' }),
    bandBps: t.int({ description: '1..10000, default 1000.' }),
    breakerBps: t.int({ description: '1..10000, default 2000.' }),
    breakerWindowSeconds: t.int({ description: '1..86400, default 60.' }),
    referencePrice: t.field({
      type: 'Decimal',
      description: 'Needed for a new market: the mark price until its first trade; USDC.',
    }),
    idempotencyKey: t.string(keyField),
  }),
})

const SetMarketStatusInput = builder.inputType('SetMarketStatusInput', {
  description: 'What a market lets in from now on.',
  fields: (t) => ({
    symbol: t.id({ required: true, description: 'The market.' }),
    status: t.field({
      type: MarketStatusEnum,
      required: true,
      description: 'CLOSED is for good; PENDING and SETTLING are not taken.',
    }),
    note: t.string({ description: 'Why, for the record: one line of at most 200 characters.' }),
    idempotencyKey: t.string(keyField),
  }),
})

async function saved(context: Context, outcome: SavedMarket | Refusal) {
  if (isRefusal(outcome)) return { market: null, refusal: outcome }
  return { market: await findMarket(context.deps.db, outcome.symbol), refusal: null }
}

builder.mutationFields((t) => ({
  saveMarket: t.field({
    type: MarketPayload,
    description:
      'Administrators only. Lists a market, which is PENDING, or changes its rules; recorded. Refusals: INVALID_PARAMETER.',
    args: { input: t.arg({ type: SaveMarketInput, required: true, description: 'The market.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...change } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'saveMarket', change, idempotencyKey, context.idempotencyKey)
      return await saved(context, await saveMarket(context.deps, keyed, change))
    },
  }),
  setMarketStatus: t.field({
    type: MarketPayload,
    description:
      'Administrators only. Opens, pauses, resumes or closes a market; recorded, and streamed once the matcher has come to it. ' +
      'Refusals: MARKET_NOT_FOUND, INVALID_PARAMETER.',
    args: { input: t.arg({ type: SetMarketStatusInput, required: true, description: 'The status.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...order } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'setMarketStatus', order, idempotencyKey, context.idempotencyKey)
      return await saved(context, await setMarketStatus(context.deps, { ...order, keyed }))
    },
  }),
}))
