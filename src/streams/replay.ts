import type { PriceMove } from '../events/feed.ts'
import { type Cover, covers } from './cover.ts'
import type { StreamCursor } from './cursor.ts'
import type { FrameCache } from './frames.ts'

/**
 * What a returning reader of EVERY missed, move by move in the order of the feed, read in pages at the reader's pace. Of a
 * project with more than 1,000 missed moves the oldest are folded into the first one that is told.
 */
export interface MissedMove {
  readonly move: PriceMove
  /** The last sequence that the reader has of the project. */
  readonly before: number
  readonly frames: FrameCache | null
}

export interface MovePage {
  readonly moves: readonly { readonly move: PriceMove; readonly frames: FrameCache | null }[]
  /** All up to here was looked at. */
  readonly reached: bigint
}

export interface ReplayOptions {
  readonly cursor: StreamCursor
  readonly wanted: ReadonlySet<number> | null
  /** Where the oldest missed move may stand: behind this position. */
  readonly start: bigint
  /** The live part begins behind this position. */
  readonly upTo: bigint
  /** Sequences up to which a project's moves are folded away; absent: none. */
  readonly floors: ReadonlyMap<number, number>
  readonly read: (after: bigint, upTo: bigint) => MovePage | Promise<MovePage>
}

/** Moves told one by one, per project. */
export const TOLD_MAX = 1_000

export class Replay {
  readonly #options: ReplayOptions
  readonly #cover: Cover
  /** Of projects with moves behind the cursor's position, and of those being folded: the last sequence that is told. */
  readonly #told: Map<number, number>
  #page: MovePage
  #index = 0
  #position: bigint

  constructor(options: ReplayOptions) {
    this.#options = options
    this.#cover = options.cursor.cover
    this.#told = new Map(options.cursor.pending.filter(([number]) => options.wanted?.has(number) ?? true))
    this.#page = { moves: [], reached: options.start }
    this.#position = options.cursor.position
  }

  /** The next missed move; null at the end; a promise where a page is to be read first. */
  next(): MissedMove | null | Promise<void> {
    for (;;) {
      const found = this.#page.moves[this.#index]
      if (found) {
        this.#index++
        const missed = this.#missed(found)
        if (missed) return missed
      } else if (this.#page.reached >= this.#options.upTo) {
        this.#position = this.#options.upTo
        return null
      } else {
        const page = this.#options.read(this.#page.reached, this.#options.upTo)
        if (page instanceof Promise) return page.then((read) => this.#turnTo(read))
        this.#turnTo(page)
      }
    }
  }

  /** What the reader has so far, for a cursor. */
  place(): Pick<StreamCursor, 'position' | 'pending'> {
    return { position: this.#position, pending: [...this.#told].sort(([a], [b]) => a - b) }
  }

  #turnTo(page: MovePage): void {
    this.#page = page
    this.#index = 0
  }

  #missed({ move, frames }: MovePage['moves'][number]): MissedMove | null {
    const { cursor, wanted, floors } = this.#options
    const number = move.projectNumber
    if (move.position > cursor.position && this.#position === cursor.position) this.#passCursor()
    if ((wanted && !wanted.has(number)) || !covers(this.#cover, number)) return null
    const told = this.#told.get(number)
    if (move.position <= cursor.position && (told === undefined || move.sequence <= told)) return null
    const before = told ?? move.sequence - 1 - move.folded
    if (move.sequence <= (floors.get(number) ?? 0)) {
      this.#told.set(number, before)
      return null
    }
    if (move.position <= cursor.position) this.#told.set(number, move.sequence)
    else {
      this.#told.delete(number)
      this.#position = move.position
    }
    return { move, before, frames: before === move.sequence - 1 - move.folded ? frames : null }
  }

  /** All that was pending at the cursor's position is told, save what is being folded. */
  #passCursor(): void {
    for (const [number, sequence] of this.#told) {
      if (sequence >= (this.#options.floors.get(number) ?? 0)) this.#told.delete(number)
    }
  }
}
