import type { PriceMove } from '../events/feed.ts'
import { Fifo } from '../platform/fifo.ts'

/**
 * The live part of one subscriber's price stream: what waits for the reader, folded per project where the mode says so or
 * where the queue is full, and what a cursor must say about it. At most `capacity` updates wait, beyond that one more per
 * project, whatever the reader does. The clock is an argument. Pure in that sense; the queue itself changes.
 */
export interface Change {
  readonly move: PriceMove
  /** The sequence that the project had before this move, as far as this stream is concerned. */
  readonly before: number
}

export type UpdateKind = 'SNAPSHOT' | 'CHANGE'

/** One update that waits. What a reader sees of it: missed = sequence − before − 1. */
export interface Waiting<C extends Change> {
  readonly kind: UpdateKind
  /** The newest move folded into it. */
  change: C
  readonly before: number
  /** Of the oldest move folded into it. */
  readonly firstPosition: bigint
}

export interface QueueOptions {
  /** Per project only the newest waits. throttleMs above 0 implies it. */
  readonly latest: boolean
  readonly throttleMs: number
}

interface Window {
  readonly number: number
  readonly endsAt: number
}

/** Of the streams that have no windows, which are most. */
const NO_WINDOWS = new Fifo<Window>()
const NOTHING_HELD: ReadonlyMap<number, unknown> = new Map()
/** Among so few that wait a project is looked for one by one: most queues never hold more. */
const SCANNED_MAX = 8

export class PriceQueue<C extends Change> {
  /** The highest position delivered. */
  position: bigint
  readonly #latest: boolean
  readonly #throttleMs: number
  readonly #ready = new Fifo<Waiting<C>>()
  /** The newest of each project in #ready, while there are many. */
  #newest: Map<number, Waiting<C>> | null = null
  /** Open throttle windows in the order of their ends (all are equally long), and what waits for the end of one. */
  readonly #windows: Fifo<Window>
  readonly #held: Map<number, Waiting<C> | null>
  #heldCount = 0

  constructor(position: bigint, { latest, throttleMs }: QueueOptions) {
    this.position = position
    this.#latest = latest || throttleMs > 0
    this.#throttleMs = throttleMs
    this.#windows = throttleMs > 0 ? new Fifo() : NO_WINDOWS
    this.#held = throttleMs > 0 ? new Map() : (NOTHING_HELD as Map<number, Waiting<C> | null>)
  }

  /** How many updates could be delivered now. */
  get size(): number {
    return this.#ready.length
  }

  /** Whether moves need not be queued for a reader who can take them now: nothing waits, and nothing is folded or held back. */
  isPassable(): boolean {
    return this.#ready.length === 0 && !this.#latest
  }

  /** What the subscriber missed before it came, to be delivered first; windows do not hold it back. */
  seed(kind: UpdateKind, change: C, before: number): void {
    this.#makeReady({ kind, change, before, firstPosition: 0n })
  }

  /** A live move. In the order of positions, per project without gaps: change.before is the sequence pushed before it. */
  push(change: C, capacity: number): void {
    const number = change.move.projectNumber
    const waiting = this.#newestOf(number)
    if (waiting && (this.#latest || this.size >= capacity)) {
      waiting.change = change
      return
    }
    const added: Waiting<C> = { kind: 'CHANGE', change, before: change.before, firstPosition: change.move.position }
    if (this.#held.has(number)) {
      this.#held.set(number, added)
      this.#heldCount++
    } else this.#makeReady(added)
  }

  /** The next update to deliver, or null. What it answers counts as delivered. */
  next(nowMs: number): Waiting<C> | null {
    this.#closeWindows(nowMs)
    const waiting = this.#ready.shift()
    if (!waiting) return null
    const { projectNumber, position } = waiting.change.move
    if (this.#ready.length === 0) this.#newest = null
    else if (this.#newest?.get(projectNumber) === waiting) this.#newest.delete(projectNumber)
    if (position > this.position) this.position = position
    this.openWindow(projectNumber, nowMs)
    return waiting
  }

  /** The project was shown just now: its next move waits for the end of the window. */
  openWindow(number: number, nowMs: number): void {
    if (this.#throttleMs === 0 || this.#held.has(number)) return
    this.#held.set(number, null)
    this.#windows.push({ number, endsAt: nowMs + this.#throttleMs })
  }

  /** When to ask `next` again although nothing is pushed; null: no such time. */
  dueAt(): number | null {
    return this.#heldCount > 0 ? this.#windows.at(0)!.endsAt : null
  }

  /** Whether pending() would answer anything. */
  hasPending(): boolean {
    const first = this.#ready.at(0)
    if (first && first.firstPosition <= this.position) return true
    return this.#throttleMs > 0 && this.pending().length > 0
  }

  /** Of projects with undelivered moves up to `position`: the last delivered sequence, ascending by project number. */
  pending(): (readonly [number: number, sequence: number])[] {
    const pending = new Map<number, number>()
    for (let index = 0; index < this.#ready.length; index++) {
      const { firstPosition, change, before } = this.#ready.at(index)!
      // Without windows the first moves of what waits stand in order.
      if (firstPosition > this.position) {
        if (this.#throttleMs === 0) break
      } else if (!pending.has(change.move.projectNumber)) pending.set(change.move.projectNumber, before)
    }
    for (const [number, held] of this.#held) {
      if (held && held.firstPosition <= this.position) pending.set(number, held.before)
    }
    return [...pending].sort(([a], [b]) => a - b)
  }

  #closeWindows(nowMs: number): void {
    for (let first = this.#windows.at(0); first && first.endsAt <= nowMs; first = this.#windows.at(0)) {
      this.#windows.shift()
      const held = this.#held.get(first.number)
      this.#held.delete(first.number)
      if (!held) continue
      this.#heldCount--
      this.#makeReady(held)
    }
  }

  #makeReady(waiting: Waiting<C>): void {
    this.#ready.push(waiting)
    if (this.#newest) this.#newest.set(waiting.change.move.projectNumber, waiting)
    else if (this.#ready.length > SCANNED_MAX) {
      this.#newest = new Map()
      for (let index = 0; index < this.#ready.length; index++) {
        const each = this.#ready.at(index)!
        this.#newest.set(each.change.move.projectNumber, each)
      }
    }
  }

  /** The newest update of a project that waits, ready or held back by its window. */
  #newestOf(number: number): Waiting<C> | undefined {
    const held = this.#held.get(number)
    if (held) return held
    if (this.#newest) return this.#newest.get(number)
    for (let index = this.#ready.length - 1; index >= 0; index--) {
      const waiting = this.#ready.at(index)!
      if (waiting.change.move.projectNumber === number) return waiting
    }
    return undefined
  }
}
