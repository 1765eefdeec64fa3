/** What is left of the caller's budget of points. */
import { builder } from './builder.ts'
import type { RateLimit } from './rate-limits.ts'

const RateLimitRef = builder.objectRef<RateLimit>('RateLimit').implement({
  description: 'A bucket of points that every operation takes its cost from.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Points of a full bucket.' }),
    remaining: t.exposeInt('remaining', { description: 'Points left.' }),
    restorePerSecond: t.exposeInt('restorePerSecond', { description: 'Points that come back in a second.' }),
    resetAt: t.expose('resetAt', { type: 'DateTime', description: 'When the bucket is full again, if nothing more is taken.' }),
  }),
})

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimitRef,
    nullable: true,
    description: 'What is left of the budget after this operation: one per signed-in user, one per address for guests.',
    resolve: (_root, _args, context) => context.rateLimit(),
  }),
)
