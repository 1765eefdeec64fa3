import { findEvent } from '../events/events.sql.ts'
import { requireAdmin } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { keyedRequest } from '../idempotency/idempotency.commands.ts'
import { keyField } from '../projects/projects.admin.graphql.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { cloneEvent } from './cloning.commands.ts'
import { EventPayload } from './organising.graphql.ts'

const CloneEventInput = builder.inputType('CloneEventInput', {
  description: 'A fresh event like another one, for a rehearsal.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'Plain id of the event to be like.' }),
    newEventId: t.id({ required: true, description: 'Plain id of the new event; project ids get it as their ending.' }),
    name: t.string({ description: '1..80 characters. Absent: "<name> (rehearsal)".' }),
    idempotencyKey: t.string(keyField),
  }),
})

builder.mutationField('cloneEvent', (t) =>
  t.field({
    type: EventPayload,
    description:
      'Administrators only. A new event, SCHEDULED and without a clock, with the same parameters and projects (ids "<projectId>-<newEventId>"), ' +
      'each at the base price of its seed; no account, no trade. Refusals: INVALID_PARAMETER, EVENT_NOT_FOUND.',
    args: {
      input: t.arg({ type: CloneEventInput, required: true, description: 'Which event, and what the new one is called.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...change } = input
      const keyed = keyedRequest(requireAdmin(context).userId, 'cloneEvent', change, idempotencyKey, context.idempotencyKey)
      const outcome = await cloneEvent(context.deps, { ...change, keyed })
      if (isRefusal(outcome)) return { event: null, refusal: outcome }
      return { event: await findEvent(context.deps.db, outcome.eventId), refusal: null }
    },
  }),
)
