import type { Deps } from '../platform/deps.ts'
import { deleteWatchers, upsertWatchers } from './watchers.sql.ts'

/**
 * Who watches: connections of this server with a live subscription on an event. Their numbers are written to a table soon
 * after they change and every 5 s, and are void 15 s after the last time, so that a crash loses nothing.
 */
export interface Watchers {
  /** The connection has one more subscription on the event; call the answer once, when it ends. */
  add(eventId: string, connection: object): () => void
  watchedEvents(): Iterable<string>
  isWatched(eventId: string): boolean
  close(): Promise<void>
}

const RENEW_MS = 5_000
const SETTLE_MS = 100

export function createWatchers(deps: Deps): Watchers {
  const connections = new Map<string, Map<object, number>>()
  let changed = new Set<string>()
  let settling: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false

  function noteChange(eventId: string): void {
    changed.add(eventId)
    settling ??= setTimeout(() => write(changed), SETTLE_MS)
  }

  function write(eventIds: Iterable<string>): void {
    settling = null
    if (isClosed) return
    const counts = new Map([...eventIds].map((eventId) => [eventId, connections.get(eventId)?.size ?? 0]))
    changed = new Set()
    if (counts.size === 0) return
    writing = writing
      .then(() => upsertWatchers(deps.db, deps.serverId, counts))
      .catch((error: unknown) => {
        deps.log.debug({ err: error }, 'watchers could not be counted; the next renewal tries again')
      })
  }

  const renewing = setInterval(() => write(new Set([...changed, ...connections.keys()])), RENEW_MS)
  renewing.unref()

  return {
    add(eventId, connection) {
      const ofEvent = connections.get(eventId) ?? new Map<object, number>()
      connections.set(eventId, ofEvent)
      ofEvent.set(connection, (ofEvent.get(connection) ?? 0) + 1)
      if (ofEvent.get(connection) === 1) noteChange(eventId)
      return () => {
        const left = (ofEvent.get(connection) ?? 1) - 1
        if (left > 0) {
          ofEvent.set(connection, left)
          return
        }
        ofEvent.delete(connection)
        if (ofEvent.size === 0) connections.delete(eventId)
        noteChange(eventId)
      }
    },
    watchedEvents: () => connections.keys(),
    isWatched: (eventId) => connections.has(eventId),
    async close() {
      isClosed = true
      clearInterval(renewing)
      if (settling) clearTimeout(settling)
      await writing
      await deleteWatchers(deps.db, deps.serverId).catch(() => undefined)
    },
  }
}
