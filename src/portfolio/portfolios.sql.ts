import { type Kysely, type Selectable, sql } from 'kysely'
import { toAccount } from '../accounts/accounts.sql.ts'
import type { AccountsTable } from '../accounts/accounts.table.ts'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { HoldingsTable } from '../holdings/holdings.table.ts'
import { findProjects } from '../projects/projects.sql.ts'
import type { AccountState } from './portfolio.ts'

type Held = Pick<
  Selectable<HoldingsTable>,
  'account_id' | 'project_id' | 'shares_units' | 'cost_basis_micros' | 'realised_micros'
>

/**
 * The accounts of these users in the event with what each holds, all of one moment, by user; who has no account is absent.
 * Three statements, however many users: unique index accounts (event_id, user_id), primary keys.
 */
export async function readAccountStates(
  db: Kysely<Database>,
  eventId: string,
  userIds: readonly string[],
): Promise<Map<string, AccountState>> {
  return await atOneMoment(db, async (snapshot) => {
    const accounts = await sql<Selectable<AccountsTable> & { now: Date }>`
      select *, clock_timestamp()::timestamptz(3) as now from accounts
      where event_id = ${eventId} and user_id = any(${userIds}::uuid[])`.execute(snapshot)
    const holdings = await sql<Held>`
      select account_id, project_id, shares_units, cost_basis_micros, realised_micros from holdings
      where account_id = any(${accounts.rows.map((row) => row.account_id)}::uuid[]) ${inEvents('event_id', [eventId])} and shares_units > 0`.execute(
      snapshot,
    )
    const listed = await findProjects(snapshot, [...new Set(holdings.rows.map((row) => row.project_id))])
    const projects = new Map(listed.map((project) => [project.projectId, project]))
    const heldBy = Map.groupBy(holdings.rows, (row) => row.account_id)
    return new Map(
      accounts.rows.map((row) => {
        const assets = (heldBy.get(row.account_id) ?? []).map((held) => ({
          project: projects.get(held.project_id)!,
          holding: { shares: held.shares_units, costBasis: held.cost_basis_micros, realised: held.realised_micros },
        }))
        assets.sort((a, b) => a.project.projectNumber - b.project.projectNumber)
        return [row.user_id, { account: toAccount(row), assets, now: row.now }]
      }),
    )
  })
}
