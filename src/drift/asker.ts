import { feedTopic } from '../events/feed.codec.ts'
import type { Deps } from '../platform/deps.ts'
import { driftAsked } from './drift-asked.codec.ts'
import { nextDueMs } from './drift.sql.ts'
import { type DriftTicker, SETTLE_MAX_MS } from './ticker.ts'

/** How long a worker that was told of a reader need not be told again: less than it remembers. */
const TOLD_FOR_MS = 5_000
/** A tick that was asked for in vain is not waited for again for so long: no worker runs. */
const VAIN_FOR_MS = 5_000

/** The ticker of a server that does not tick: it tells the workers what is read. Without a worker no price drifts. */
export function createDriftAsker(deps: Deps): DriftTicker {
  const toldUntil = new Map<string, number>()
  const vainUntil = new Map<string, number>()
  const underWay = new Map<string, Promise<void>>()

  function touch(eventId: string): void {
    const now = performance.now()
    if ((toldUntil.get(eventId) ?? 0) > now) return
    toldUntil.set(eventId, now + TOLD_FOR_MS)
    deps.bus.publish(driftAsked, eventId)
  }

  /** Asks, and waits for the event's next move. */
  function ask(eventId: string): Promise<void> {
    const asked = underWay.get(eventId)
    if (asked) return asked
    const { promise: moved, resolve } = Promise.withResolvers<void>()
    const unsubscribe = deps.bus.subscribe(feedTopic(eventId), () => resolve())
    const timeout = setTimeout(() => {
      vainUntil.set(eventId, performance.now() + VAIN_FOR_MS)
      resolve()
    }, SETTLE_MAX_MS)
    deps.bus.publish(driftAsked, eventId)
    const done = moved.finally(() => {
      clearTimeout(timeout)
      unsubscribe()
      underWay.delete(eventId)
    })
    underWay.set(eventId, done)
    return done
  }

  return {
    touch,
    async settle(eventId) {
      touch(eventId)
      if ((vainUntil.get(eventId) ?? 0) > performance.now() || (await nextDueMs(deps.db, eventId)) > 0) return
      await ask(eventId)
    },
    async close() {
      await Promise.all(underWay.values())
    },
  }
}
