import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'

export interface User {
  readonly userId: string
  readonly displayName: string
  /** True from setDisplayName on: claims of later tokens no longer change the name. */
  readonly nameChosen: boolean
  /** An organiser gave the name: its user cannot change it. */
  readonly nameLocked: boolean
}

interface UserRow {
  user_id: string
  display_name: string
  name_chosen: boolean
  name_locked: boolean
}

const toUser = (row: UserRow): User => ({
  userId: row.user_id,
  displayName: row.display_name,
  nameChosen: row.name_chosen,
  nameLocked: row.name_locked,
})

/** Unique index (issuer, subject). */
export async function findUser(db: Kysely<Database>, issuer: string, subject: string): Promise<User | null> {
  const { rows } = await sql<UserRow>`
    select user_id, display_name, name_chosen, name_locked from users where issuer = ${issuer} and subject = ${subject}`.execute(
    db,
  )
  return rows[0] ? toUser(rows[0]) : null
}

/** Inserts the user unless there is one (a concurrent insert is waited for); null where there was. */
export async function insertUser(
  db: Kysely<Database>,
  user: { issuer: string; subject: string; displayName: string; nameKey: string },
): Promise<User | null> {
  const { rows } = await sql<UserRow>`
    insert into users (issuer, subject, display_name, name_key)
    values (${user.issuer}, ${user.subject}, ${user.displayName}, ${user.nameKey})
    on conflict (issuer, subject) do nothing returning user_id, display_name, name_chosen, name_locked`.execute(db)
  return rows[0] ? toUser(rows[0]) : null
}

/** Locks the user FOR NO KEY UPDATE (primary key), so that accounts may be opened meanwhile; null where there is none. */
export async function lockUser(tx: Tx, userId: string): Promise<User | null> {
  const { rows } = await sql<UserRow>`
    select user_id, display_name, name_chosen, name_locked from users where user_id = ${userId} for no key update`.execute(tx.sql)
  return rows[0] ? toUser(rows[0]) : null
}

/** The caller holds the user's lock. */
export async function updateName(
  tx: Tx,
  userId: string,
  name: { displayName: string; nameKey: string; chosen: boolean; locked: boolean },
): Promise<void> {
  await sql`
    update users set display_name = ${name.displayName}, name_key = ${name.nameKey}, name_chosen = ${name.chosen},
      name_locked = ${name.locked}
    where user_id = ${userId}`.execute(tx.sql)
}

/** A user as the readers of an event see them; eventId null is outside of any event. */
export interface TraderKey {
  readonly eventId: string | null
  readonly userId: string
}

export interface TraderName extends TraderKey {
  readonly displayName: string
  /** 1 for the event's first account of this name, 2 for the second …; 1 for who has no account there. */
  readonly nth: number
}

/**
 * Names of many traders in one statement; who is unknown is absent. Every asked name of an event is numbered once, over
 * the index users (name_key) and the unique index accounts (event_id, user_id).
 */
export async function findTraderNames(db: Kysely<Database>, keys: readonly TraderKey[]): Promise<TraderName[]> {
  const { rows } = await sql<{ event_id: string | null; user_id: string; display_name: string; nth: number }>`
    with asked as (
      select distinct k.event_id, u.user_id, u.display_name, u.name_key
      from unnest(${keys.map((k) => k.eventId)}::text[], ${keys.map((k) => k.userId)}::uuid[]) as k (event_id, user_id)
      join users u on u.user_id = k.user_id
    ), numbered as (
      select n.event_id, a.user_id,
        row_number() over (partition by n.event_id, n.name_key order by a.created_at, a.account_id) as nth
      from (select distinct event_id, name_key from asked) n
      join users u on u.name_key = n.name_key
      join accounts a on a.event_id = n.event_id and a.user_id = u.user_id
    )
    select asked.event_id, asked.user_id, asked.display_name, coalesce(numbered.nth, 1)::int4 as nth
    from asked left join numbered on numbered.event_id = asked.event_id and numbered.user_id = asked.user_id`.execute(db)
  return rows.map((row) => ({ eventId: row.event_id, userId: row.user_id, displayName: row.display_name, nth: row.nth }))
}
