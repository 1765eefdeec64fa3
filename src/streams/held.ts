import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { listHeldProjects } from './streams.sql.ts'

/** Which projects of an event a user holds some of; all who ask within a few milliseconds share a statement. */
export type ReadHeld = (eventId: string, userId: string) => Promise<ReadonlySet<string>>

const GATHER_MS = 5

export function createHeldReader(db: Kysely<Database>): ReadHeld {
  const loader = new DataLoader<{ eventId: string; userId: string }, ReadonlySet<string>>(
    async (keys) => {
      const byEvent = Map.groupBy(keys, (key) => key.eventId)
      const held = new Map<string, Map<string, Set<string>>>()
      for (const [eventId, asked] of byEvent) held.set(eventId, await listHeldProjects(db, eventId, asked.map((key) => key.userId)))
      return keys.map(({ eventId, userId }) => held.get(eventId)?.get(userId) ?? new Set())
    },
    { cache: false, batchScheduleFn: (callback) => { setTimeout(callback, GATHER_MS) } },
  )
  return (eventId, userId) => loader.load({ eventId, userId })
}
