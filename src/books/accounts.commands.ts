import type { Holding } from '../holdings/holding.ts'
import { type Micros, micros } from '../money/units.ts'
import type { Events, Report } from './books.commands.ts'
import {
  type AccountRow,
  accountsOf,
  type AccountTradeRow,
  accountTradesOf,
  type GrantRow,
  grantsOf,
  holdingsOf,
  type Snapshot,
} from './books.sql.ts'
import { unplayable } from './difference.ts'
import { checkAccount, newBooks, replayTrade } from './replay-accounts.ts'

/** A trade that waited for the locks of a grant may carry an earlier moment than it; locks are not waited for so long. */
const WAIT_MS = 60_000

/** Plays the trades of every account again, in their order, and holds the account and its holdings against them. */
export async function verifyAccounts(
  snapshot: Snapshot,
  events: Events,
  report: Report,
): Promise<{ accounts: number; trades: number }> {
  const stranger =
    (table: string) =>
    ({ accountId }: { accountId: string }) =>
      report([{ invariant: 'I1', row: table, figure: 'accountId', stored: accountId, expected: 'an account' }])
  const trades = byAccount(accountTradesOf(snapshot), stranger('trades'))
  const holdings = byAccount(holdingsOf(snapshot), stranger('holdings'))
  const grants = byAccount(grantsOf(snapshot), stranger('cash_grants'))
  const prices = new Map([...events.projects.values()].map(({ projectId, price }) => [projectId, price]))
  const counted = { accounts: 0, trades: 0 }
  for await (const account of accountsOf(snapshot)) {
    const given = await Array.fromAsync(grants.of(account.accountId))
    const { books, count } = await replayAccount(account, trades.of(account.accountId), given, report)
    counted.accounts++
    counted.trades += count
    const held = new Map<string, Holding>()
    for await (const { projectId, shares, costBasis, realised } of holdings.of(account.accountId))
      held.set(projectId, { shares, costBasis, realised })
    const event = events.byId.get(account.eventId)
    if (event) report(checkAccount({ ...account, holdings: held }, books, total(given), event.parameters, prices))
  }
  for (const rest of [trades, holdings, grants]) await rest.end()
  return counted
}

const total = (grants: readonly GrantRow[]): Micros => micros(grants.reduce((sum, { amount }) => sum + amount, 0n))

async function replayAccount(
  account: AccountRow,
  trades: AsyncIterable<AccountTradeRow>,
  grants: readonly GrantRow[],
  report: Report,
) {
  let books = newBooks()
  let count = 0
  const began = account.initial - account.granted
  for await (const trade of trades) {
    const given = total(grants.filter(({ at }) => at.getTime() <= trade.at.getTime() + WAIT_MS))
    const before = books
    const replayed = unplayable(
      () => replayTrade(before, trade, micros(began + given)),
      (difference) => ({ books: before, differences: [difference] }),
      'I6',
      `trades ${trade.projectId}:${trade.sequence}`,
    )
    report(replayed.differences)
    books = replayed.books
    count++
  }
  return { books, count }
}

interface ByAccount<Row> {
  /** The rows of an account; ask for accounts in the order of their ids, and read each to its end. */
  of(accountId: string): AsyncGenerator<Row>
  /** Reads what is left: rows of no account. */
  end(): Promise<void>
}

/** Rows in the order of account ids, account by account; `stranger` hears the rows whose account is not asked for. */
function byAccount<Row extends { readonly accountId: string }>(
  rows: AsyncGenerator<Row>,
  stranger: (row: Row) => void,
): ByAccount<Row> {
  let next: IteratorResult<Row, unknown> | null = null
  async function* of(accountId: string): AsyncGenerator<Row> {
    for (;;) {
      next ??= await rows.next()
      if (next.done || next.value.accountId > accountId) return
      const row = next.value
      next = null
      if (row.accountId === accountId) yield row
      else stranger(row)
    }
  }
  return {
    of,
    async end() {
      if (next && !next.done) stranger(next.value)
      for await (const row of rows) stranger(row)
    },
  }
}
