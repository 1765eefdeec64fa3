import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Viewer } from '../identity/viewer.ts'
import type { Deps } from '../platform/deps.ts'
import type { RateLimit } from './rate-limits.ts'

/** One per operation (a subscription makes a fresh one per update). */
export interface Context {
  readonly deps: Deps
  readonly services: Services
  /** Where public lists are read: a replica if it is fresh enough for this caller. Nothing is decided on its word. */
  readonly reader: Kysely<Database>
  /** Who is calling; null is a guest without a token. */
  readonly viewer: Viewer | null
  /** Appears in the log line of the request and in masked errors. */
  readonly requestId: string
  /** From the Idempotency-Key header, for the request's only mutation field. */
  readonly idempotencyKey: string | null
  /** What is left of the caller's budget; null where nobody counts. */
  readonly rateLimit: () => Promise<RateLimit> | null
  /** Returns points that were taken for more than the operation turned out to cost. */
  readonly giveBack: (points: number) => void
  /** Stands for the moment of an answer that is made for many; each of them gets his own. */
  readonly moment?: Date
  /** The database's clock, where it was read since the caller asked. */
  readonly now?: Date
  /** Per-operation caches; use `defineLoader` rather than this map. */
  readonly loaders: Map<symbol, unknown>
}

/** The running parts of the server, one of each. Every room that has one adds it by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: rooms add to it
export interface Services {}
