/**
 * What waits for one peer, whatever the transport: when its streams hold back, when they go on, and how long it has taken
 * nothing. At most HIGH_WATER_BYTES and what is told at once (one frame, or 64 kB of them) wait for a reader, so that one that stops
 * costs next to nothing.
 */
import { counter, gauge } from '../platform/metrics.ts'

const HIGH_WATER_BYTES = 256 * 1024
const LOW_WATER_BYTES = 64 * 1024

/** Whether streams have to hold back. */
export const isTooMuch = (waitingBytes: number): boolean => waitingBytes > HIGH_WATER_BYTES

export interface Backlog {
  /** Calls back once, when streams may go on; to be asked while too much waits. */
  onDrain(resume: () => void): void
  /** `resume` is not to be called any more. */
  forget(resume: () => void): void
  /** To be called whenever something was handed to the operating system. */
  wrote(): void
  /** For how long something has waited of which nothing was taken, in milliseconds; to be asked regularly. */
  stalledMs(nowMs: number): number
  /** The connection is over. */
  close(): void
}

export const slowReaders = counter(
  'streams_slow_readers_total',
  'Connections closed because their reader took nothing for too long.',
)

/** How often `stalledMs` is to be asked where a reader may take nothing for `slowReaderMs`. */
export const checkEveryMs = (slowReaderMs: number): number => Math.min(5_000, Math.ceil(slowReaderMs / 4))

export function createBacklog(waitingBytes: () => number): Backlog {
  /** Most readers keep up all their life. */
  let held: Set<() => void> | null = null
  let hasProgress = false
  let sinceMs = performance.now()
  const close = gauge('streams_waiting_bytes', 'What waits for readers, over all connections.', waitingBytes)
  return {
    close,
    onDrain(resume) {
      held ??= new Set()
      held.add(resume)
    },
    forget: (resume) => void held?.delete(resume),
    wrote() {
      hasProgress = true
      if (!held || waitingBytes() > LOW_WATER_BYTES) return
      const resumed = held
      held = null
      for (const resume of resumed) resume()
    },
    stalledMs(nowMs) {
      if (hasProgress || waitingBytes() === 0) sinceMs = nowMs
      hasProgress = false
      return nowMs - sinceMs
    },
  }
}
