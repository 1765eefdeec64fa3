import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import type { Holding } from './holding.ts'
import type { HoldingsTable } from './holdings.table.ts'

export interface HeldProject extends Holding {
  readonly accountId: string
  readonly projectId: string
}

/** Primary key (account_id, project_id); pairs that were never traded are absent. */
export async function findHoldings(
  db: Kysely<Database>,
  pairs: readonly { accountId: string; projectId: string }[],
): Promise<HeldProject[]> {
  const { rows } = await sql<Selectable<HoldingsTable>>`
    select h.* from holdings h
    join unnest(${pairs.map((p) => p.accountId)}::uuid[], ${pairs.map((p) => p.projectId)}::text[]) as asked (a, p)
      on h.account_id = asked.a and h.project_id = asked.p`.execute(db)
  return rows.map(toHeldProject)
}

/** The same by whose account of the event it is. Unique index (event_id, user_id) of accounts, primary key. */
export async function findHoldingsOfUsers(
  db: Kysely<Database>,
  eventId: string,
  pairs: readonly { userId: string; projectId: string }[],
): Promise<HeldProject[]> {
  const { rows } = await sql<Selectable<HoldingsTable>>`
    select h.* from unnest(${pairs.map((p) => p.userId)}::uuid[], ${pairs.map((p) => p.projectId)}::text[]) as asked (u, p)
    join accounts a on a.event_id = ${eventId} and a.user_id = asked.u
    join holdings h on h.account_id = a.account_id and h.project_id = asked.p ${inEvents('h.event_id', [eventId])}`.execute(db)
  return rows.map(toHeldProject)
}

const toHeldProject = (row: Selectable<HoldingsTable>): HeldProject => ({
  accountId: row.account_id,
  projectId: row.project_id,
  shares: row.shares_units,
  costBasis: row.cost_basis_micros,
  realised: row.realised_micros,
})

/** Writes holdings in one statement; the caller holds the locks of account and project. */
export async function upsertHoldings(tx: Tx, eventId: string, holdings: readonly HeldProject[]): Promise<void> {
  await sql`
    insert into holdings (event_id, account_id, project_id, shares_units, cost_basis_micros, realised_micros)
    select ${eventId}, * from unnest(
      ${holdings.map((h) => h.accountId)}::uuid[], ${holdings.map((h) => h.projectId)}::text[],
      ${holdings.map((h) => h.shares)}::int8[], ${holdings.map((h) => h.costBasis)}::int8[],
      ${holdings.map((h) => h.realised)}::int8[])
    on conflict (account_id, project_id, event_id) do update set
      shares_units = excluded.shares_units, cost_basis_micros = excluded.cost_basis_micros,
      realised_micros = excluded.realised_micros`.execute(tx.sql)
}
