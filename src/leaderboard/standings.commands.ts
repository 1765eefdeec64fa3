import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { findEvent } from '../events/events.sql.ts'
import type { MarketEvent } from '../events/event.ts'
import type { Micros } from '../money/units.ts'
import type { Tx } from '../platform/transaction.ts'
import { findPricesAt } from '../price-history/price-history.sql.ts'
import { type BoardEntry, rankEntries } from './board.ts'
import {
  deleteFinalBoard,
  insertClosingPrices,
  insertStandings,
  listAccountSteps,
  listRankedAccounts,
  type RankedAccount,
} from './leaderboard.sql.ts'
import { finalScore, type SampledPrices, sampleMoments } from './standings.ts'

type Db = Kysely<Database>

/** Accounts whose trades are read at once: bounds the memory, and lets the server answer others in between. */
const ACCOUNTS_PER_READ = 500

/**
 * Computes and stores the final board and the closing prices, instead of earlier ones. The caller holds the event's row
 * FOR UPDATE, so that no trade or move runs beside it, and closes the event in the same transaction.
 */
export async function freezeStandings(tx: Tx, eventId: string, closesAt: Date): Promise<void> {
  const found = await findEvent(tx.sql, eventId)
  if (!found) throw new Error(`event ${eventId} is missing`)
  await deleteFinalBoard(tx, eventId)
  const { event } = found
  const closing = await insertClosingPrices(tx, eventId, closesAt)
  const entries = await scoreAccounts(tx.sql, event, closesAt, closing, await listRankedAccounts(tx, eventId))
  if (entries.length > 0) await insertStandings(tx, eventId, rankEntries(entries))
}

/** An event that is reopened has no final board until it closes again. The caller holds the event's row FOR UPDATE. */
export async function deleteStandings(tx: Tx, eventId: string): Promise<void> {
  await deleteFinalBoard(tx, eventId)
}

/** The price of each project at each moment; at the last one, the closing price. */
async function readSamples(
  db: Db,
  eventId: string,
  closing: ReadonlyMap<string, Micros>,
  moments: readonly Date[],
): Promise<SampledPrices> {
  const past = moments.slice(0, -1)
  const projectIds = [...closing.keys()]
  const found = await findPricesAt(
    db,
    projectIds.flatMap((projectId) => past.map((at) => ({ eventId, projectId, at }))),
  )
  return new Map(
    projectIds.map((projectId, index) => {
      const own = found.slice(index * past.length, (index + 1) * past.length)
      return [projectId, [...own, closing.get(projectId)!]]
    }),
  )
}

/** The final entries of accounts, from their trades, the price history and the prices at the close. */
export async function scoreAccounts(
  db: Db,
  event: MarketEvent,
  closesAt: Date,
  closing: ReadonlyMap<string, Micros>,
  accounts: readonly RankedAccount[],
): Promise<BoardEntry[]> {
  const moments = sampleMoments(closesAt, event.parameters.closingWindowSeconds, event.opensAt ?? event.createdAt)
  const prices = await readSamples(db, event.eventId, closing, moments)
  const entries: BoardEntry[] = []
  for (let from = 0; from < accounts.length; from += ACCOUNTS_PER_READ) {
    const chunk = accounts.slice(from, from + ACCOUNTS_PER_READ)
    const steps = await listAccountSteps(
      db,
      event.eventId,
      chunk.map((account) => account.accountId),
      moments,
    )
    const ofAccount = Map.groupBy(steps, (step) => step.accountId)
    for (const { accountId, userId, initial, createdAt } of chunk) {
      const score = finalScore(initial, ofAccount.get(accountId) ?? [], prices, moments.length, event.parameters)
      entries.push({ accountId, userId, initial, accountCreatedAt: createdAt, ...score })
    }
  }
  return entries
}
