import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import { type Balance, type BalanceChange, isSystemOwner, type LedgerEntry, QUOTE_ASSET } from './ledger.ts'

/** Whether an asset can be credited: the quote asset, or the base of a market. */
export async function isKnownAsset(db: Kysely<Database>, asset: string): Promise<boolean> {
  if (asset === QUOTE_ASSET) return true
  const row = await db.selectFrom('markets').select('market_id').where('base_asset', '=', asset).limit(1).executeTakeFirst()
  return row !== undefined
}

/** The base assets of spot markets that trade. */
export async function listTradedAssets(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('markets')
    .select('base_asset')
    .distinct()
    .where('kind', '=', 'SPOT')
    .where('status', '=', 'ACTIVE')
    .orderBy('base_asset')
    .execute()
  return rows.map((row) => row.base_asset)
}

/** Primary key (owner_id, asset). Of owners in some assets, or in all; an owner without a row has nothing. */
export async function findBalances(
  db: Kysely<Database>,
  ownerIds: readonly string[],
  assets: readonly string[] | null = null,
): Promise<Balance[]> {
  const { rows } = await sql<{ owner_id: string; asset: string; total: bigint; held: bigint; revision: bigint }>`
    select owner_id, asset, total, held, revision from balances
    where owner_id = any(${ownerIds}::uuid[]) ${assets ? sql`and asset = any(${assets}::text[])` : sql``}
    order by owner_id, asset`.execute(db)
  return rows.map(({ owner_id, ...row }) => ({ ownerId: owner_id, ...row }))
}

/**
 * Adds to balances in one statement, which makes missing rows. The caller holds the traders' locks; rows of the exchange's
 * own accounts are locked here, after them. Less than what is held, or below zero, is a bug that the table refuses.
 */
export async function changeBalances(tx: Tx, changes: readonly BalanceChange[]): Promise<void> {
  if (changes.length === 0) return
  await sql`
    merge into balances b using (
      select * from unnest(
        ${changes.map((c) => c.ownerId)}::uuid[], ${changes.map((c) => c.asset)}::text[], ${changes.map((c) => c.total)}::int8[],
        ${changes.map((c) => c.held)}::int8[], ${changes.map((c) => isSystemOwner(c.ownerId))}::bool[],
        ${changes.map((c) => c.revision)}::int8[]) as change (owner_id, asset, total, held, is_system, revision)
    ) new on b.owner_id = new.owner_id and b.asset = new.asset
    when matched then update set total = b.total + new.total, held = b.held + new.held, revision = new.revision
    when not matched then insert (owner_id, asset, total, held, is_system, revision)
      values (new.owner_id, new.asset, new.total, new.held, new.is_system, new.revision)`.execute(tx.sql)
}

/** Appends what moved; entries of an asset sum to zero. */
export async function insertLedgerEntries(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  await sql`
    insert into ledger_entries (owner_id, asset, amount, kind, market_id, inbox_number, actor_user_id, note, at)
    select * from unnest(
      ${entries.map((e) => e.ownerId)}::uuid[], ${entries.map((e) => e.asset)}::text[], ${entries.map((e) => e.amount)}::int8[],
      ${entries.map((e) => e.kind)}::text[], ${entries.map((e) => e.marketId)}::int4[],
      ${entries.map((e) => e.inboxNumber)}::int8[], ${entries.map((e) => e.actorUserId)}::uuid[], ${entries.map((e) => e.note)}::text[],
      ${entries.map((e) => e.at)}::timestamptz[])`.execute(tx.sql)
}
