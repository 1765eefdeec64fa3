import { type Delivery, FrameCache } from './frames.ts'
import type { FeedNews, Hub, HubListener } from './hub.ts'
import { NOBODY, type Source } from './source.ts'

/**
 * One subscriber of something that has a present state: a portfolio, a leaderboard, an event. The state comes first, then
 * again after each change, at most once a second, the newest always last. The state itself is read by the resolvers.
 */
export interface StateOptions {
  /** Whether the state may have changed. */
  readonly isChange: (news: FeedNews) => boolean
  /** Read again so long after the last change, because the state may be read from something that is so much late. */
  readonly settleMs: number
  /** Runs when the state is about to be read. */
  readonly onTake?: () => void
}

const INTERVAL_MS = 1_000
/** All streams take at common moments, so that equal ones share what is read. */
const TICK_MS = 100

interface Shared {
  readonly generation: number
  readonly madeAt: number
  readonly frames: FrameCache
}

const shared = new WeakMap<Hub, Shared>()

/** The frames of the state that the hub knows of now. */
function framesOf(hub: Hub, nowMs: number): FrameCache {
  const kept = shared.get(hub)
  if (kept && kept.generation === hub.generation && nowMs - kept.madeAt < TICK_MS) return kept.frames
  const made = { generation: hub.generation, madeAt: nowMs, frames: new FrameCache() }
  shared.set(hub, made)
  return made.frames
}

export class StateSource implements Source, HubListener {
  taker = NOBODY
  capacity = 1
  readonly skipsEqual = true
  readonly #hub: Hub
  readonly #options: StateOptions
  #isDirty = true
  #takenAt = Number.NEGATIVE_INFINITY
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(hub: Hub, options: StateOptions) {
    this.#hub = hub
    this.#options = options
    hub.listeners.add(this)
  }

  onFeed(news: FeedNews): void {
    if (!this.#options.isChange(news)) return
    this.#changedAt = performance.now()
    this.#isDirty = true
    this.taker.wake()
  }

  next(nowMs: number): Delivery | null {
    const dueAt = this.dueAt()
    if (dueAt === null || dueAt > nowMs) return null
    this.#isDirty = this.#changedAt + this.#options.settleMs > nowMs
    this.#takenAt = nowMs
    this.#options.onTake?.()
    return { frames: framesOf(this.#hub, nowMs), isPlain: true, cursor: () => '', root: () => ({}) }
  }

  dueAt(): number | null {
    if (!this.#isDirty) return null
    if (this.#takenAt === Number.NEGATIVE_INFINITY) return 0
    return Math.ceil((this.#takenAt + INTERVAL_MS) / TICK_MS) * TICK_MS
  }

  close(): void {
    this.#hub.listeners.delete(this)
  }
}
