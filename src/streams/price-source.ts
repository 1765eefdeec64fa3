import type { PriceMove } from '../events/feed.ts'
import { counter } from '../platform/metrics.ts'
import { ALL, type Cover, coverOf, from, subtract } from './cover.ts'
import { encodeCursor } from './cursor.ts'
import type { Delivery, FrameCache } from './frames.ts'
import type { MoveEntry } from './feed-ring.ts'
import type { FeedNews, Hub, HubListener } from './hub.ts'
import { PriceQueue, type QueueOptions, type UpdateKind, type Waiting } from './price-queue.ts'
import type { Replay } from './replay.ts'
import { NOBODY, type Source } from './source.ts'

const folded = counter('updates_folded_total', 'Price moves that readers were not told one by one, because newer ones waited.')

/** The source value of priceUpdated. */
export interface PriceUpdate {
  readonly kind: UpdateKind
  readonly eventId: string
  readonly move: PriceMove
  readonly missed: number
  cursor(): string
}

/** Where a price stream starts. */
export interface PriceStart {
  /** null: all, those listed later too. */
  readonly wanted: ReadonlySet<number> | null
  /** What was missed, move by move, and then … */
  readonly replay: Replay | null
  /** … a SNAPSHOT of each of these, ascending, and then what happens. */
  readonly snapshots: readonly number[]
  /** Instead of a replay, the newest of each project with the last sequence that the reader has. */
  readonly seeds: readonly { readonly kind: UpdateKind; readonly number: number; readonly before: number }[]
}

const NONE: readonly number[] = []
const covers = new WeakMap<readonly number[], Cover>()

/** Made once of a list, which most that begin at the same time have in common. */
function coverOfAll(numbers: readonly number[]): Cover {
  const known = covers.get(numbers)
  if (known) return known
  const made = coverOf(numbers)
  covers.set(numbers, made)
  return made
}

/**
 * One subscriber of priceUpdated: what was missed, then snapshots, then live. A project whose SNAPSHOT is still to come
 * needs no live moves: its SNAPSHOT is made of the newest state when the reader takes it.
 */
export class PriceSource implements Source, HubListener {
  taker = NOBODY
  capacity = 256
  readonly skipsEqual = false
  readonly #hub: Hub
  readonly #options: QueueOptions
  readonly #wanted: ReadonlySet<number> | null
  readonly #cover: Cover
  #queue: PriceQueue<MoveEntry>
  #replay: Replay | null
  #snapshots: readonly number[]
  #shown = 0

  /** Without any wait between the reading of the hub's position and this. */
  constructor(hub: Hub, options: QueueOptions, { wanted, replay, snapshots, seeds }: PriceStart) {
    this.#hub = hub
    this.#options = options
    this.#wanted = wanted
    this.#cover = wanted ? coverOf([...wanted].sort((a, b) => a - b)) : ALL
    this.#queue = new PriceQueue(hub.position, options)
    this.#replay = replay
    this.#snapshots = snapshots
    for (const { kind, number, before } of seeds) this.#queue.seed(kind, hub.state(number)!.entry, before)
    hub.listeners.add(this)
  }

  onFeed({ changes, isReset }: FeedNews): void {
    if (isReset) this.#restart()
    const last = changes.at(-1)
    if (last && this.#isUpToDate() && this.taker.takeAll(changes, this.#wanted)) {
      this.#queue.position = last.position
      return
    }
    for (const entry of changes) {
      const number = entry.move.projectNumber
      if (this.#wanted && !this.#wanted.has(number)) continue
      if (this.#shown < this.#snapshots.length && this.#awaitsSnapshot(number)) continue
      this.#queue.push(entry, this.capacity)
      // A reader that keeps up must not see folding because many moves came at once.
      if (this.#queue.size >= this.capacity) this.taker.wake()
    }
    this.taker.wake()
  }

  next(nowMs: number): Delivery | null | Promise<Delivery | null> {
    if (this.#replay) {
      const replay = this.#replay
      const missed = replay.next()
      if (missed instanceof Promise) return missed.then(() => this.next(nowMs))
      if (missed) {
        this.#queue.openWindow(missed.move.projectNumber, nowMs)
        return this.#delivery('CHANGE', missed.move, missed.before, missed.frames, false)
      }
      this.#replay = null
    }
    const number = this.#snapshots[this.#shown]
    if (number !== undefined) {
      this.#shown++
      if (this.#shown === this.#snapshots.length) {
        this.#snapshots = NONE
        this.#shown = 0
      }
      this.#queue.position = this.#hub.position
      this.#queue.openWindow(number, nowMs)
      const { entry, snapshots } = this.#hub.state(number)!
      return this.#delivery('SNAPSHOT', entry.move, entry.move.sequence - 1, snapshots, false)
    }
    const waiting = this.#queue.next(nowMs)
    return waiting && this.#live(waiting)
  }

  dueAt(): number | null {
    return this.#queue.dueAt()
  }

  close(): void {
    this.#hub.listeners.delete(this)
  }

  /** Owed nothing but what happens next, one by one. */
  #isUpToDate(): boolean {
    return !this.#replay && this.#shown === this.#snapshots.length && this.#queue.isPassable()
  }

  #live({ kind, change, before }: Waiting<MoveEntry>): Delivery {
    const isWhole = kind === 'CHANGE' && before === change.before
    const isPlain = isWhole && change.position === this.#queue.position && !this.#queue.hasPending()
    return this.#delivery(kind, change.move, before, isWhole ? change.frames : null, isPlain)
  }

  #delivery(kind: UpdateKind, move: PriceMove, before: number, frames: FrameCache | null, isPlain: boolean): Delivery {
    const { eventId } = this.#hub
    const missed = move.sequence - before - 1
    if (missed > 0) folded.add({}, missed)
    return {
      frames,
      isPlain,
      cursor: () => this.#cursor(),
      root: (cursor): PriceUpdate => ({ kind, eventId, move, missed, cursor }),
    }
  }

  #cursor(): string {
    const { epoch, eventId } = this.#hub
    const left = this.#snapshots[this.#shown]
    const cover = left === undefined ? this.#cover : subtract(this.#cover, from(coverOfAll(this.#snapshots), left))
    const place = this.#replay ? this.#replay.place() : { position: this.#queue.position, pending: this.#queue.pending() }
    return encodeCursor({ epoch, eventId, cover, ...place })
  }

  #awaitsSnapshot(number: number): boolean {
    if (number < this.#snapshots[this.#shown]!) return false
    return this.#snapshots === this.#hub.numbers || this.#isSnapshotted(number)
  }

  #isSnapshotted(number: number): boolean {
    let low = this.#shown
    let high = this.#snapshots.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.#snapshots[middle]!
      if (found === number) return true
      if (found < number) low = middle + 1
      else high = middle - 1
    }
    return false
  }

  /** The database went back: everything anew. */
  #restart(): void {
    const wanted = this.#wanted
    this.#queue = new PriceQueue(this.#hub.position, this.#options)
    this.#replay = null
    this.#snapshots = wanted ? this.#hub.numbers.filter((number) => wanted.has(number)) : this.#hub.numbers
    this.#shown = 0
  }
}
