import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { type EventNow, findEvents } from '../events/events.sql.ts'
import type { AccountState } from '../portfolio/portfolio.ts'
import { readAccountStates } from '../portfolio/portfolios.sql.ts'
import { inTurn } from './reading.ts'

/**
 * What portfolio streams read. All that are due within a few milliseconds share the statements: a price move makes a
 * thousand portfolios due at once. Each caller gets what belongs to the user that was asked for, and nothing is kept.
 */
export interface PortfolioReader {
  /** The user's account and what it holds; null where there is no account yet. */
  account(eventId: string, userId: string): Promise<AccountState | null>
  event(eventId: string): Promise<EventNow | null>
}

const GATHER_MS = 5
const USERS_AT_ONCE_MAX = 500

const gathering = {
  cache: false,
  batchScheduleFn: (callback: () => void) => {
    setTimeout(callback, GATHER_MS)
  },
}

function createPortfolioReader(db: Kysely<Database>): PortfolioReader {
  const accounts = new DataLoader<{ eventId: string; userId: string }, AccountState | null>(
    async (keys) => {
      const byEvent = new Map<string, Map<string, AccountState>>()
      for (const [eventId, asked] of Map.groupBy(keys, (key) => key.eventId)) {
        const userIds = [...new Set(asked.map((key) => key.userId))]
        byEvent.set(eventId, await inTurn(() => readAccountStates(db, eventId, userIds)))
      }
      return keys.map(({ eventId, userId }) => owned(byEvent.get(eventId)?.get(userId) ?? null, userId))
    },
    { ...gathering, maxBatchSize: USERS_AT_ONCE_MAX },
  )

  const events = new DataLoader<string, EventNow | null>(async (eventIds) => {
    const found = new Map((await findEvents(db, [...new Set(eventIds)])).map((row) => [row.event.eventId, row]))
    return eventIds.map((eventId) => found.get(eventId) ?? null)
  }, gathering)

  return {
    account: (eventId, userId) => accounts.load({ eventId, userId }),
    event: (eventId) => events.load(eventId),
  }
}

/** Whatever went wrong before: another's account never leaves here. */
function owned(state: AccountState | null, userId: string): AccountState | null {
  if (state && state.account.userId !== userId) throw new Error('an account was read for somebody else')
  return state
}

const readers = new WeakMap<Kysely<Database>, PortfolioReader>()

/** One per database connection pool. */
export function portfolioReader(db: Kysely<Database>): PortfolioReader {
  const reader = readers.get(db) ?? createPortfolioReader(db)
  readers.set(db, reader)
  return reader
}
