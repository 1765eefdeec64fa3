import type { Viewer } from '../identity/viewer.ts'
import type { Deps } from '../platform/deps.ts'

/** One per operation (a subscription makes a fresh one per update). */
export interface Context {
  readonly deps: Deps
  /** Who is calling; null is a guest without a token. */
  readonly viewer: Viewer | null
  /** Appears in the log line of the request and in masked errors. */
  readonly requestId: string
  /** Per-operation caches; use `defineLoader` rather than this map. */
  readonly loaders: Map<symbol, unknown>
}
