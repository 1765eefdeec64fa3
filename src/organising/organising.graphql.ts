import { EventRef, EventStatusEnum } from '../events/events.graphql.ts'
import { type EventNow, findEvent } from '../events/events.sql.ts'
import { plainId, requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { badUserInput, notFound } from '../graphql/errors.ts'
import { decodeNodeId } from '../graphql/node.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { TraderRef } from '../identity/identity.graphql.ts'
import { projectNotFound } from '../projects/move.commands.ts'
import { BumpTypeEnum, keyField, ProjectPayload, projectsResult } from '../projects/projects.admin.graphql.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import { saveEvent } from './event.commands.ts'
import { moderateTrader } from './moderation.commands.ts'
import { STAGE_SECONDS_DEFAULT, STAGE_SECONDS_MAX, stagePhaseBump } from './staging.commands.ts'

export interface EventResult {
  readonly event: EventNow | null
  readonly refusal: Refusal | null
}

export const EventPayload = builder.objectRef<EventResult>('EventPayload').implement({
  description: 'The event after the command, or newer; or why nothing was done.',
  fields: (t) => ({
    event: t.field({ type: EventRef, nullable: true, description: 'Null when refused.', resolve: ({ event }) => event }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'Empty, or the one reason for the refusal.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const MarketParametersInput = builder.inputType('MarketParametersInput', {
  description: 'Tunables to change; what is absent stays. Ranges, and until when each may change, are in the refusals.',
  fields: (t) => ({
    initialCash: t.field({ type: 'Decimal', description: '1 to 1,000,000,000; until the first account.' }),
    minPrice: t.field({ type: 'Decimal', description: '0.01 to defaultBasePrice; until the first project.' }),
    defaultBasePrice: t.field({ type: 'Decimal', description: 'At most 1,000; until the first project.' }),
    pricePerShare: t.field({ type: 'Decimal', description: '0.02 to 100 in steps of 0.02; until the first project.' }),
    transactionFeeBps: t.int({ description: '0 to 5,000; from the next command.' }),
    seedToPriceFactor: t.field({ type: 'Decimal', description: '0.000001 to 100; until the first project.' }),
    investmentToSeedFactor: t.field({ type: 'Decimal', description: '0 to 1, 4 decimals.' }),
    driftEnabled: t.boolean({ description: 'Whether prices drift.' }),
    driftIntervalMs: t.int({ description: '250 to 3,600,000 milliseconds.' }),
    driftMaxPctPerTick: t.field({ type: 'Decimal', description: '0 to 0.2.' }),
    driftMeanReversion: t.field({ type: 'Decimal', description: '0 to 10 per second.' }),
    closingWindowSeconds: t.int({ description: '0 to 3,600 seconds; until the close.' }),
  }),
})

const SaveEventInput = builder.inputType('SaveEventInput', {
  description: 'An event to create or to change; what is absent stays.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: '1..64 of A-Z a-z 0-9 . _ ~ -, no leading dot.' }),
    name: t.string({ description: '1..80 characters.' }),
    headline: t.string({ description: 'What the public reads of it: one line, at most 200 characters.' }),
    status: t.field({
      type: EventStatusEnum,
      description: 'OPEN before opensAt sets opensAt to now; CLOSED sets closesAt to now; reopening needs closesAt.',
    }),
    opensAt: t.field({ type: 'DateTime', description: 'Null takes it away.' }),
    closesAt: t.field({ type: 'DateTime', description: 'After opensAt, and to come. Null takes it away.' }),
    parameters: t.field({ type: MarketParametersInput, description: 'Tunables to change.' }),
    idempotencyKey: t.string(keyField),
  }),
})

const StageBumpInput = builder.inputType('StageBumpInput', {
  description: 'A bump on stage: the project is halted, waits, is bumped with its headline and reopened.',
  fields: (t) => ({
    projectId: t.id({ required: true, description: 'Plain id.' }),
    bumpType: t.field({ type: BumpTypeEnum, required: true, description: 'Which bump.' }),
    multiplier: t.field({ type: 'Decimal', description: 'With MULTIPLY: 0.01 to 10.' }),
    delta: t.field({ type: 'Decimal', description: 'With ADD: ±1,000,000.' }),
    headline: t.string({ description: 'What the public reads when the price moves.' }),
    waitSeconds: t.int({ defaultValue: STAGE_SECONDS_DEFAULT, description: `0 to ${STAGE_SECONDS_MAX} seconds.` }),
    idempotencyKey: t.string(keyField),
  }),
})

const ModerateTraderInput = builder.inputType('ModerateTraderInput', {
  description: 'What an administrator decides of a trader in an event; what is absent stays.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'Plain id of the event.' }),
    traderId: t.id({ required: true, description: 'Trader.id.' }),
    displayName: t.string({
      description: 'The name others see, in every event: 1..32 characters. The trader cannot change it back.',
    }),
    nameLocked: t.boolean({ description: 'Whether the trader is kept from changing the name. Absent: true with a displayName.' }),
    frozen: t.boolean({ description: 'A frozen trader cannot trade in the event: FORBIDDEN.' }),
    ranked: t.boolean({ description: 'An unranked trader stands on no board of the event.' }),
    idempotencyKey: t.string(keyField),
  }),
})

const TraderPayload = builder
  .objectRef<{ trader: { userId: string; eventId: string } | null; refusal: Refusal | null }>('TraderPayload')
  .implement({
    description: 'The trader after the command; or why nothing was done.',
    fields: (t) => ({
      trader: t.field({ type: TraderRef, nullable: true, description: 'Null when refused.', resolve: ({ trader }) => trader }),
      userErrors: t.field({
        type: [UserErrorRef],
        description: 'Empty, or the one reason for the refusal.',
        resolve: ({ refusal }) => userErrorsOf(refusal),
      }),
    }),
  })

builder.mutationFields((t) => ({
  saveEvent: t.field({
    type: EventPayload,
    description: 'Administrators only. Creates or changes an event. Refusals: INVALID_PARAMETER.',
    args: { input: t.arg({ type: SaveEventInput, required: true, description: 'The event.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...change } = input
      // A moment of null takes the moment away, an absent one leaves it.
      const compared = {
        ...change,
        opensAt: change.opensAt === null ? 'NONE' : change.opensAt,
        closesAt: change.closesAt === null ? 'NONE' : change.closesAt,
      }
      const keyed = keyedRequest(requireAdmin(context).userId, 'saveEvent', compared, idempotencyKey, context.idempotencyKey)
      const outcome = await saveEvent(context.deps, keyed, change)
      if (isRefusal(outcome)) return { event: null, refusal: outcome }
      return { event: await findEvent(context.deps.db, outcome.eventId), refusal: null }
    },
  }),
  stagePhaseBump: t.field({
    type: ProjectPayload,
    description: 'Administrators only. Halt, wait, bump with its headline, reopen, in one command. Refusals as applyPhaseBump.',
    args: { input: t.arg({ type: StageBumpInput, required: true, description: 'The bump.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...order } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'stagePhaseBump', order, idempotencyKey, context.idempotencyKey)
      if (plainId(input.projectId) === null) return { projects: null, refusal: projectNotFound(input.projectId) }
      const waitSeconds = order.waitSeconds ?? STAGE_SECONDS_DEFAULT
      return await projectsResult(context, await stagePhaseBump(context.deps, { ...order, waitSeconds, keyed }))
    },
  }),
  moderateTrader: t.field({
    type: TraderPayload,
    description:
      'Administrators only. Renames, freezes or unranks a trader; audited. Refusals: INVALID_PARAMETER, EVENT_NOT_FOUND.',
    args: { input: t.arg({ type: ModerateTraderInput, required: true, description: 'The decision.' }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...order } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'moderateTrader', order, idempotencyKey, context.idempotencyKey)
      const { typename, id: userId } = decodeNodeId(input.traderId)
      if (typename !== 'Trader') throw badUserInput('traderId must be the id of a Trader.')
      if (plainId(input.eventId) === null) {
        return {
          trader: null,
          refusal: refuse('EVENT_NOT_FOUND', `There is no event "${input.eventId.slice(0, 64)}".`, ['input', 'eventId']),
        }
      }
      const outcome = await moderateTrader(context.deps, { ...order, userId, keyed })
      if (outcome === null) throw notFound('There is no such trader.')
      if (isRefusal(outcome)) return { trader: null, refusal: outcome }
      return { trader: { userId, eventId: input.eventId }, refusal: null }
    },
  }),
}))
