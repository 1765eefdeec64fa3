import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import type { LinkedWallet, SessionKey } from './authority.ts'
import { bytesOf, hexOf } from './hex.ts'
import type { Hex } from './typed-data.ts'
import type { SessionKeysTable, WalletsTable } from './wallets.table.ts'

const toWallet = (row: Selectable<WalletsTable>): LinkedWallet => ({
  wallet: hexOf(row.wallet),
  userId: row.user_id,
  linkedAt: row.linked_at,
})

const toSessionKey = (row: Selectable<SessionKeysTable>): SessionKey => ({
  key: hexOf(row.session_key),
  wallet: hexOf(row.wallet),
  userId: row.user_id,
  scope: row.scope,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
})

/** Primary key. Of any trader; who is not linked is absent. */
export async function findWallets(db: Kysely<Database>, wallets: readonly Hex[]): Promise<Map<Hex, LinkedWallet>> {
  const { rows } = await sql<Selectable<WalletsTable>>`
    select * from wallets where wallet = any(${wallets.map(bytesOf)}::bytea[])`.execute(db)
  return new Map(rows.map(toWallet).map((found) => [found.wallet, found]))
}

/** Primary key. Of any trader, revoked and expired ones too. */
export async function findSessionKeys(db: Kysely<Database>, keys: readonly Hex[]): Promise<Map<Hex, SessionKey>> {
  const { rows } = await sql<Selectable<SessionKeysTable>>`
    select * from session_keys where session_key = any(${keys.map(bytesOf)}::bytea[])`.execute(db)
  return new Map(rows.map(toSessionKey).map((found) => [found.key, found]))
}

/** Index wallets_user; the oldest first. */
export async function listWallets(db: Kysely<Database>, userId: string): Promise<LinkedWallet[]> {
  const rows = await db
    .selectFrom('wallets')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('linked_at')
    .orderBy('wallet')
    .execute()
  return rows.map(toWallet)
}

/** Index session_keys_user; the newest first. */
export async function listSessionKeys(db: Kysely<Database>, userId: string, max: number): Promise<SessionKey[]> {
  const rows = await db
    .selectFrom('session_keys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('session_key')
    .limit(max)
    .execute()
  return rows.map(toSessionKey)
}

/** The caller holds the trader's lock. A wallet that another trader links meanwhile is a unique violation, and the work runs again. */
export async function insertWallet(tx: Tx, { wallet, userId, linkedAt }: LinkedWallet): Promise<void> {
  await tx.sql
    .insertInto('wallets')
    .values({ wallet: bytesOf(wallet), user_id: userId, linked_at: linkedAt })
    .execute()
}

/** Inserts a session key, or gives one of the same wallet new terms. The caller holds the trader's lock. */
export async function saveSessionKey(tx: Tx, key: SessionKey): Promise<void> {
  const terms = { scope: key.scope, expires_at: key.expiresAt, created_at: key.createdAt, revoked_at: key.revokedAt }
  await tx.sql
    .insertInto('session_keys')
    .values({ session_key: bytesOf(key.key), wallet: bytesOf(key.wallet), user_id: key.userId, ...terms })
    .onConflict((conflict) => conflict.column('session_key').doUpdateSet(terms))
    .execute()
}

/** A message that takes effect once. */
export interface SpentSignature {
  readonly hash: Hex
  readonly userId: string
  /** The message's own; the row is deleted some time after it. */
  readonly expiresAt: Date
}

/** Spends messages; answers the hashes of those that were not spent before. A concurrent spender is waited for. */
export async function insertUsedSignatures(tx: Tx, spent: readonly SpentSignature[]): Promise<Set<Hex>> {
  const { rows } = await sql<{ hash: Buffer }>`
    insert into used_signatures (hash, user_id, expires_at)
    select * from unnest(${spent.map(({ hash }) => bytesOf(hash))}::bytea[], ${spent.map(({ userId }) => userId)}::uuid[],
      ${spent.map(({ expiresAt }) => expiresAt)}::timestamptz[]) as new (hash, user_id, expires_at)
    order by hash on conflict do nothing returning hash`.execute(tx.sql)
  return new Set(rows.map(({ hash }) => hexOf(hash)))
}

/** Index used_signatures_expiry. Messages that expired a day ago are refused for that, so that nothing need be known of them. */
export async function deleteUsedSignatures(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from used_signatures where expires_at < clock_timestamp() - interval '1 day'`.execute(db)
  return Number(numAffectedRows ?? 0)
}
