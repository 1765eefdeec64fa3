import type { MarketEvent } from '../events/event.ts'
import { rankEntries } from '../leaderboard/board.ts'
import { readFinalBoard } from '../leaderboard/leaderboard.sql.ts'
import { scoreAccounts } from '../leaderboard/standings.commands.ts'
import type { Micros } from '../money/units.ts'
import type { Events, Report } from './books.commands.ts'
import type { Snapshot } from './books.sql.ts'
import { broken, compare } from './difference.ts'
import { feesBetween } from './fee-history.ts'

/**
 * Computes the final board of every closed event again, from trades and prices alone, for those who stand on it: an
 * organiser may unrank somebody later without changing what is final. Answers how many rows were looked at.
 */
export async function verifyStandings(snapshot: Snapshot, events: Events, report: Report): Promise<number> {
  let count = 0
  for (const event of events.byId.values()) {
    const { rows, prices } = await readFinalBoard(snapshot, event.eventId)
    count += rows.length
    const { closesAt } = event
    if (event.status !== 'CLOSED' || !closesAt) {
      if (rows.length + prices.size > 0) report([broken('I6', 'only a closed event has a final board', event.eventId)])
      continue
    }
    if (!checkClosingPrices(event, events, prices, report)) continue
    const accounts = rows.map(({ accountId, userId, initial, accountCreatedAt }) => ({
      accountId,
      userId,
      initial,
      createdAt: accountCreatedAt,
    }))
    const right = await scoreAccounts(snapshot, asOfClose(event, closesAt, events), closesAt, prices, accounts).then(
      rankEntries,
      unscored,
    )
    if (right instanceof Error) {
      report([broken('I6', `the final board can be computed (${right.message})`, event.eventId)])
      continue
    }
    const stored = new Map(rows.map((row) => [row.accountId, row]))
    for (const { accountId, rank, score, total, liquidation, positions } of right)
      report(
        compare(
          'I6',
          `standings ${event.eventId} ${accountId}`,
          { ...stored.get(accountId)! },
          { rank, score, total, liquidation, positions },
        ),
      )
  }
  return count
}

/** A rule's complaint of what it was given; what the database says is thrown on. */
function unscored(error: unknown): Error {
  if (error instanceof Error && !('code' in error)) return error
  throw error
}

/** The event with the fee that it closed with. */
function asOfClose(event: MarketEvent, closesAt: Date, events: Events): MarketEvent {
  const closed = closesAt.getTime()
  const [transactionFeeBps = event.parameters.transactionFeeBps] = feesBetween(events.fees.get(event.eventId)!, closed, closed)
  return { ...event, parameters: { ...event.parameters, transactionFeeBps } }
}

/** Nothing moves a price after the close. False where a price is missing, so that no board can be computed. */
function checkClosingPrices(event: MarketEvent, events: Events, prices: ReadonlyMap<string, Micros>, report: Report): boolean {
  const own = [...events.projects.values()].filter((project) => project.eventId === event.eventId)
  for (const { projectId, price } of own)
    report(compare('I6', `closing_prices ${event.eventId} ${projectId}`, { price: prices.get(projectId) ?? null }, { price }))
  return own.every(({ projectId }) => prices.has(projectId))
}
