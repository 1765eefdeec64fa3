/** Makes the context of an operation, the same over every transport. */
import type { Viewer } from '../identity/viewer.ts'
import type { Deps } from '../platform/deps.ts'
import type { StreamRequest } from '../streams/sink.ts'
import type { Context, Services } from './context.ts'
import type { RateLimits } from './rate-limits.ts'

export interface Caller {
  readonly viewer: Viewer | null
  readonly requestId: string
  /** The address the caller comes from, proxies taken off. */
  readonly address: string
  readonly idempotencyKey: string | null
}

export type ContextMaker = (caller: Caller, stream?: StreamRequest) => Context

export const contextMaker =
  (deps: Deps, services: Services, limits: RateLimits): ContextMaker =>
  (caller, stream) => ({
    deps,
    services,
    reader: deps.db,
    viewer: caller.viewer,
    requestId: caller.requestId,
    idempotencyKey: caller.idempotencyKey,
    rateLimit: () => limits.standing(caller),
    giveBack: (points) => limits.giveBack(caller, points),
    loaders: new Map(),
    ...(stream ? { stream } : {}),
  })
