import { type Kysely, type Selectable, sql } from 'kysely'
import type { Account } from '../accounts/account.ts'
import { toAccount } from '../accounts/accounts.sql.ts'
import type { AccountsTable } from '../accounts/accounts.table.ts'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { Micros, ShareUnits } from '../money/units.ts'
import { toProject } from '../projects/projects.sql.ts'
import type { ProjectsTable } from '../projects/projects.table.ts'
import type { EquityGrant, EquityStep } from './equity-curve.ts'
import type { AccountState } from './portfolio.ts'

/**
 * The user's account in the event with what it holds and the projects' prices, all of one moment; null where there is no
 * account. Two statements, however much is held: unique index accounts (event_id, user_id), primary keys.
 */
export async function readAccountState(db: Kysely<Database>, eventId: string, userId: string): Promise<AccountState | null> {
  return await atOneMoment(db, async (snapshot) => {
    const accounts = await sql<Selectable<AccountsTable> & { now: Date }>`
      select *, clock_timestamp()::timestamptz(3) as now from accounts
      where event_id = ${eventId} and user_id = ${userId}`.execute(snapshot)
    const found = accounts.rows[0]
    if (!found) return null
    type HeldRow = Selectable<ProjectsTable> & {
      held_units: ShareUnits
      held_cost_micros: Micros
      held_realised_micros: Micros
    }
    const held = await sql<HeldRow>`
      select p.*, h.shares_units as held_units, h.cost_basis_micros as held_cost_micros, h.realised_micros as held_realised_micros
      from holdings h join projects p on p.project_id = h.project_id ${inEvents('p.event_id', [eventId])}
      where h.account_id = ${found.account_id} ${inEvents('h.event_id', [eventId])} and h.shares_units > 0 order by p.project_number`.execute(
      snapshot,
    )
    const assets = held.rows.map((row) => ({
      project: toProject(row),
      holding: { shares: row.held_units, costBasis: row.held_cost_micros, realised: row.held_realised_micros },
    }))
    return { account: toAccount(found), assets, now: found.now }
  })
}

/**
 * The account's trades summed up between the moments, per project, in order; a trade at a moment is part of it. Index
 * trades_account.
 */
export async function listEquitySteps(
  db: Kysely<Database>,
  { eventId, accountId }: Pick<Account, 'eventId' | 'accountId'>,
  moments: readonly Date[],
): Promise<EquityStep[]> {
  // width_bucket counts the moments before the trade: stored times are whole milliseconds, so 1 µs earlier is before.
  const { rows } = await sql<EquityStep>`
    select width_bucket(executed_at - interval '1 microsecond', ${moments}::timestamptz[]) as index, project_id as "projectId",
      sum(case side when 'BUY' then shares_units else -shares_units end)::int8 as shares, sum(cash_delta_micros)::int8 as cash
    from trades where account_id = ${accountId} ${inEvents('event_id', [eventId])}
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/** The account's grants summed up between the moments, in order. Primary key (account_id, …). */
export async function listEquityGrants(
  db: Kysely<Database>,
  { eventId, accountId }: Pick<Account, 'eventId' | 'accountId'>,
  moments: readonly Date[],
): Promise<EquityGrant[]> {
  const { rows } = await sql<EquityGrant>`
    select width_bucket(granted_at - interval '1 microsecond', ${moments}::timestamptz[]) as index, sum(amount_micros)::int8 as cash
    from cash_grants
    where account_id = ${accountId} ${inEvents('event_id', [eventId])} group by 1 order by 1`.execute(db)
  return rows
}
