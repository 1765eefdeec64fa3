import { type Kysely, type Selectable, sql } from 'kysely'
import type { Account } from '../accounts/account.ts'
import { toAccount } from '../accounts/accounts.sql.ts'
import type { AccountsTable } from '../accounts/accounts.table.ts'
import type { Database } from '../database.ts'

/** Whose name, folded as equal names are, has `nameKey` in it; '' is everyone. */
const named = (nameKey: string) => sql`strpos(u.name_key, ${nameKey}) > 0`

export interface AccountPage {
  readonly after: string | null
  readonly before: string | null
  readonly backward: boolean
  readonly limit: number
}

/** A page of an event's accounts, newest first. Index accounts_event. */
export async function listAccounts(
  db: Kysely<Database>,
  eventId: string,
  nameKey: string,
  page: AccountPage,
): Promise<Account[]> {
  const { rows } = await sql<Selectable<AccountsTable>>`
    select a.* from accounts a ${nameKey === '' ? sql`` : sql`join users u on u.user_id = a.user_id and ${named(nameKey)}`}
    where a.event_id = ${eventId}
      ${page.after ? sql`and a.account_id < ${page.after}::uuid` : sql``} ${page.before ? sql`and a.account_id > ${page.before}::uuid` : sql``}
    order by a.account_id ${sql.raw(page.backward ? 'asc' : 'desc')} limit ${page.limit}`.execute(db)
  return rows.map(toAccount)
}

/** How many accounts of an event the search finds. Index accounts_event. */
export async function countAccounts(db: Kysely<Database>, eventId: string, nameKey: string): Promise<number> {
  const { rows } = await sql<{ accounts: number }>`
    select count(*)::int4 as accounts from accounts a
    ${nameKey === '' ? sql`` : sql`join users u on u.user_id = a.user_id and ${named(nameKey)}`}
    where a.event_id = ${eventId}`.execute(db)
  return rows[0]!.accounts
}
