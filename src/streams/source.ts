import type { MoveEntry } from './feed-ring.ts'
import type { Delivery } from './frames.ts'

/** Who takes from a source. */
export interface Taker {
  /** Something may be there to take. */
  wake(): void
  /**
   * The moves that its reader wants (null: all), at once and past the source: for one who is owed nothing else. False: not
   * taken, they are to be queued.
   */
  takeAll(changes: readonly MoveEntry[], wanted: ReadonlySet<number> | null): boolean
}

export const NOBODY: Taker = { wake: () => undefined, takeAll: () => false }

/**
 * What one subscription has to say, pulled at its reader's pace. Whatever the reader does, a source holds a bounded amount.
 */
export interface Source {
  /** Set by the pump. */
  taker: Taker
  /** How many updates may wait before they are folded; set by the pump as it learns how large they are. */
  capacity: number
  /** Repeats of an equal text are left out. */
  readonly skipsEqual: boolean
  /**
   * The next update, or null where there is none now. What is answered counts as delivered. A promise asks to be waited
   * for before anything else is taken; it rejects when the database is away, and may be asked again then.
   */
  next(nowMs: number): Delivery | null | Promise<Delivery | null>
  /**
   * Where what an update looks like depends on nothing but itself: those that `next` will hand out, at most so many, so that
   * what they need is read for all of them at once.
   */
  ahead?(limit: number): Iterable<Delivery>
  /** When to ask again although nobody woke. */
  dueAt(): number | null
  close(): void
}
