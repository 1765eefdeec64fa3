import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Micros } from '../money/units.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Tx } from '../platform/transaction.ts'
import type { Account } from './account.ts'
import type { AccountsTable } from './accounts.table.ts'

export const toAccount = (row: Selectable<AccountsTable>): Account => ({
  accountId: row.account_id,
  eventId: row.event_id,
  userId: row.user_id,
  cash: row.cash_micros,
  initial: row.initial_micros,
  granted: row.granted_micros,
  fees: row.fees_micros,
  realised: row.realised_micros,
  tradeCount: row.trade_count,
  ranked: row.ranked,
  frozen: row.frozen,
  createdAt: row.created_at,
})

/** Unique index (event_id, user_id). */
export async function findAccount(db: Kysely<Database>, eventId: string, userId: string): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ? toAccount(row) : null
}

/** Primary key. */
export async function findAccountsById(db: Kysely<Database>, accountIds: readonly string[]): Promise<Account[]> {
  const { rows } = await sql<Selectable<AccountsTable>>`
    select * from accounts where account_id = any(${accountIds}::uuid[])`.execute(db)
  return rows.map(toAccount)
}

/** Locks the accounts FOR UPDATE in account_id order; who has none yet is absent from the answer. */
export async function lockAccounts(tx: Tx, eventId: string, userIds: readonly string[]): Promise<Account[]> {
  const { rows } = await sql<Selectable<AccountsTable>>`
    select * from accounts where event_id = ${eventId} and user_id = any(${userIds}::uuid[])
    order by account_id for update`.execute(tx.sql)
  return rows.map(toAccount)
}

/** Opens accounts in one statement; a user who has one already keeps it (a concurrent insert is waited for). */
export async function insertAccounts(
  tx: Tx,
  eventId: string,
  initial: Micros,
  users: readonly { userId: string; ranked: boolean }[],
): Promise<void> {
  await sql`
    insert into accounts (account_id, event_id, user_id, cash_micros, initial_micros, ranked)
    select a, ${eventId}, u, ${initial}, ${initial}, r
    from unnest(${users.map(() => uuidv7())}::uuid[], ${users.map((u) => u.userId)}::uuid[], ${users.map((u) => u.ranked)}::bool[])
      as new (a, u, r) order by u
    on conflict (event_id, user_id) do nothing`.execute(tx.sql)
}

/** What trading changes of an event's accounts, in one statement; the caller holds their locks. */
export async function updateBalances(tx: Tx, eventId: string, accounts: readonly Account[]): Promise<void> {
  await sql`
    update accounts set cash_micros = new.cash, fees_micros = new.fees, realised_micros = new.realised, trade_count = new.trades
    from unnest(
      ${accounts.map((a) => a.accountId)}::uuid[], ${accounts.map((a) => a.cash)}::int8[], ${accounts.map((a) => a.fees)}::int8[],
      ${accounts.map((a) => a.realised)}::int8[], ${accounts.map((a) => a.tradeCount)}::int4[])
      as new (id, cash, fees, realised, trades)
    where account_id = new.id ${inEvents('event_id', [eventId])}`.execute(tx.sql)
}

/** Sets what a moderator decides of an account; the caller holds its lock. */
export async function updateStanding(
  tx: Tx,
  account: Pick<Account, 'accountId' | 'eventId' | 'ranked' | 'frozen'>,
): Promise<void> {
  await tx.sql
    .updateTable('accounts')
    .set({ ranked: account.ranked, frozen: account.frozen })
    .where('account_id', '=', account.accountId)
    .where('event_id', '=', account.eventId)
    .execute()
}

/** The events in which a user has an account. */
export async function listEventIdsOfUser(db: Kysely<Database>, userId: string): Promise<string[]> {
  const rows = await db.selectFrom('accounts').select('event_id').where('user_id', '=', userId).orderBy('event_id').execute()
  return rows.map((row) => row.event_id)
}
