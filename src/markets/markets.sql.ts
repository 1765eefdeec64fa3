import { type Kysely, type Selectable, sql } from 'kysely'
import type { AuditChange } from '../audit/audit.ts'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import type { Market, MarketKind, MarketStatus } from './market.ts'
import type { DecidedStatus, StatusAndRules } from './market-rules.ts'
import type { MarketsTable } from './markets.table.ts'

const toMarket = (row: Selectable<MarketsTable>): Market => ({
  marketId: row.market_id,
  symbol: row.symbol,
  kind: row.kind,
  status: row.status,
  baseAsset: row.base_asset,
  quoteAsset: row.quote_asset,
  tickSizeMicros: row.tick_size_micros,
  lotSizeUnits: row.lot_size_units,
  minNotionalMicros: row.min_notional_micros,
  feeBps: row.fee_bps,
  bandBps: row.band_bps,
  breakerBps: row.breaker_bps,
  breakerWindowMs: row.breaker_window_ms,
  referencePrice: Number(row.reference_price),
  lastPrice: row.last_price === null ? null : Number(row.last_price),
  createdAt: row.created_at,
})

/** Unique index on symbol, or primary key: a short table that is read whole where neither is given. */
export async function listMarkets(
  db: Kysely<Database>,
  filter: {
    readonly kind?: MarketKind
    readonly status?: MarketStatus
    readonly symbols?: readonly string[]
    readonly marketIds?: readonly number[]
  } = {},
): Promise<Market[]> {
  let query = db.selectFrom('markets').selectAll().orderBy('symbol')
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.symbols) query = query.where('symbol', '=', sql<string>`any(${filter.symbols}::text[])`)
  if (filter.marketIds) query = query.where('market_id', '=', sql<number>`any(${filter.marketIds}::int4[])`)
  return (await query.execute()).map(toMarket)
}

/** Unique index on symbol. */
export async function findMarket(db: Kysely<Database>, symbol: string): Promise<Market | null> {
  return (await listMarkets(db, { symbols: [symbol] }))[0] ?? null
}

/** Makes the market and its empty inbox. Null where another market has the symbol: a concurrent insert is waited for. */
export async function insertMarket(tx: Tx, market: Omit<Market, 'marketId' | 'createdAt' | 'lastPrice'>): Promise<Market | null> {
  const { rows } = await sql<Selectable<MarketsTable>>`
    insert into markets (
      symbol, kind, status, base_asset, quote_asset, tick_size_micros, lot_size_units, min_notional_micros, fee_bps, band_bps,
      breaker_bps, breaker_window_ms, reference_price, created_at)
    values (
      ${market.symbol}, ${market.kind}, ${market.status}, ${market.baseAsset}, ${market.quoteAsset}, ${market.tickSizeMicros},
      ${market.lotSizeUnits}, ${market.minNotionalMicros}, ${market.feeBps}, ${market.bandBps}, ${market.breakerBps},
      ${market.breakerWindowMs}, ${market.referencePrice}, clock_timestamp())
    on conflict (symbol) do nothing returning *`.execute(tx.sql)
  const [row] = rows
  if (!row) return null
  await tx.sql.insertInto('market_inboxes').values({ market_id: row.market_id }).execute()
  return toMarket(row)
}

/** Locks the market's inbox, and with it what is decided of the market, FOR UPDATE; the market as it is under the lock. */
export async function lockMarket(tx: Tx, symbol: string): Promise<Market | null> {
  await sql`select from market_inboxes where market_id = (select market_id from markets where symbol = ${symbol}) for update`.execute(
    tx.sql,
  )
  return await findMarket(tx.sql, symbol)
}

/** Sets rules, and status where it is not null, as administrators decided them; the caller holds the market's inbox. */
export async function updateRules(tx: Tx, market: StatusAndRules<DecidedStatus> & Pick<Market, 'marketId'>): Promise<void> {
  await tx.sql
    .updateTable('markets')
    .set({
      ...(market.status === null ? {} : { status: market.status }),
      tick_size_micros: market.tickSizeMicros,
      lot_size_units: market.lotSizeUnits,
      min_notional_micros: market.minNotionalMicros,
      fee_bps: market.feeBps,
      band_bps: market.bandBps,
      breaker_bps: market.breakerBps,
      breaker_window_ms: market.breakerWindowMs,
      reference_price: BigInt(market.referencePrice),
    })
    .where('market_id', '=', market.marketId)
    .execute()
}

/** Primary key: the price of the newest trade, in ticks. */
export async function updateLastPrice(tx: Tx, marketId: number, lastPrice: number): Promise<void> {
  await tx.sql
    .updateTable('markets')
    .set({ last_price: BigInt(lastPrice) })
    .where('market_id', '=', marketId)
    .execute()
}

/**
 * The status to which a matcher came. One that administrators decided since, and to which the matcher has not come yet, stays:
 * what they decided is looked for behind the market's lock, which they hold until it can be seen.
 */
export async function updateStatus(tx: Tx, marketId: number, status: MarketStatus): Promise<void> {
  await sql`select from markets where market_id = ${marketId} for update`.execute(tx.sql)
  await sql`
    update markets set status = ${status}
    where market_id = ${marketId} and not exists (
      select 1 from market_changes c join matchers r using (market_id)
      where c.market_id = ${marketId} and c.number > r.inbox_position and c.status is distinct from c.status_before)`.execute(
    tx.sql,
  )
}

export interface MarketChangeDraft {
  readonly marketId: number
  /** The inbox number of the command that made the change. */
  readonly number: bigint
  readonly at: Date
  /** Null where the breaker did it. */
  readonly actorUserId: string | null
  readonly action: string
  readonly statusBefore: MarketStatus | null
  readonly status: MarketStatus
  readonly note: string | null
  readonly changes: readonly AuditChange[]
}

/** Appends to what was decided of markets. */
export async function insertMarketChanges(tx: Tx, drafts: readonly MarketChangeDraft[]): Promise<void> {
  if (drafts.length === 0) return
  await tx.sql
    .insertInto('market_changes')
    .values(
      drafts.map((draft) => ({
        market_id: draft.marketId,
        number: draft.number,
        at: draft.at,
        actor_user_id: draft.actorUserId,
        action: draft.action,
        status_before: draft.statusBefore,
        status: draft.status,
        note: draft.note,
        changes: JSON.stringify(draft.changes),
      })),
    )
    .execute()
}

/**
 * Primary key: what decisions came to when they were carried out, where that is not what was foreseen. A market's listing has no
 * status before it.
 */
export async function updateMarketChanges(
  tx: Tx,
  marketId: number,
  decided: readonly { readonly number: number; readonly statusBefore: MarketStatus; readonly status: MarketStatus }[],
): Promise<void> {
  if (decided.length === 0) return
  await sql`
    update market_changes c set status_before = d.before, status = d.status, changes = (
      select coalesce(jsonb_agg(case when is_status then jsonb_set(change, '{before}', to_jsonb(d.before)) else change end order by place), '[]')
      from (select change, place, change ->> 'field' = 'status' as is_status
        from jsonb_array_elements(c.changes) with ordinality as x (change, place)) y
      where not is_status or d.before <> d.status)
    from unnest(${decided.map(({ number }) => number)}::int8[], ${decided.map((d) => d.statusBefore)}::text[],
      ${decided.map((d) => d.status)}::text[]) as d (number, before, status)
    where c.market_id = ${marketId} and c.number = d.number and c.status_before is not null
      and (c.status_before, c.status) <> (d.before, d.status)`.execute(tx.sql)
}
