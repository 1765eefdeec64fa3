/** Makes the context of an operation, the same over every transport. */
import type { Viewer } from '../identity/viewer.ts'
import type { Deps } from '../platform/deps.ts'
import type { StreamRequest } from '../streams/sink.ts'
import type { Context, Services } from './context.ts'

export interface Caller {
  readonly viewer: Viewer | null
  readonly requestId: string
  readonly idempotencyKey: string | null
}

export type ContextMaker = (caller: Caller, stream?: StreamRequest) => Context

export const contextMaker = (deps: Deps, services: Services): ContextMaker => ({ viewer, requestId, idempotencyKey }, stream) => ({
  deps,
  services,
  viewer,
  requestId,
  idempotencyKey,
  loaders: new Map(),
  ...(stream ? { stream } : {}),
})
