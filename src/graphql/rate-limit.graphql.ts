/** What is left of the caller's budget of points. */
import { builder } from './builder.ts'

export interface RateLimit {
  readonly limit: number
  readonly remaining: number
  readonly restorePerSecond: number
  readonly resetAt: Date
}

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
    description: 'What is left of the caller’s budget; null where no budget applies to the caller.',
    resolve: () => null,
  }),
)
