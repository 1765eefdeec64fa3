import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { atOneMoment } from '../platform/transaction.ts'
import type { AuditChange } from '../audit/audit.ts'
import type { Holding } from '../holdings/holding.ts'
import type { Micros } from '../money/units.ts'
import type { AuditedMove } from '../projects/compensation.ts'
import type { FeeChange } from './fee-history.ts'
import { hideDroppedEvents, showAllEvents } from './history.sql.ts'
import type { LoggedMove } from './replay-moves.ts'
import type { AccountTrade, StoredAccount } from './replay-accounts.ts'

/** One snapshot of the whole database, in which all of this room is read. */
export type Snapshot = Transaction<Database>

const ROWS_PER_FETCH = 2_000

/** The snapshot lasts as long as `work`; nothing is written, and nobody waits for it. Events without their whole history are hidden. */
export const inSnapshot = <T>(db: Kysely<Database>, work: (snapshot: Snapshot) => Promise<T>): Promise<T> =>
  db.connection().execute(async (connection) => {
    const hidden = await hideDroppedEvents(connection)
    try {
      return await atOneMoment(connection, work)
    } finally {
      if (hidden > 0) await showAllEvents(connection)
    }
  })

/** The rows of a query through a cursor of the database, a few thousand at a time, however many there are. */
export async function* rowsOf<Row>(snapshot: Snapshot, name: string, query: RawBuilder<Row>): AsyncGenerator<Row> {
  const cursor = sql.ref(name)
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(snapshot)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(ROWS_PER_FETCH)} from ${cursor}`.execute(snapshot)
    yield* rows
    if (rows.length < ROWS_PER_FETCH) break
  }
  await sql`close ${cursor}`.execute(snapshot)
}

/** The moment of the snapshot by the database's clock, and the migrations that its tables have. */
export async function readSnapshot(snapshot: Snapshot): Promise<{ at: Date; migrations: string[] }> {
  const { rows } = await sql<{ at: Date; migrations: string[] | null }>`
    select clock_timestamp()::timestamptz(3) as at, (select array_agg(name order by name) from kysely_migration) as migrations`.execute(
    snapshot,
  )
  return { at: rows[0]!.at, migrations: rows[0]!.migrations ?? [] }
}

/** Ids of all events. */
export async function listEventIds(snapshot: Snapshot): Promise<string[]> {
  const { rows } = await sql<{ event_id: string }>`select event_id from events order by event_id`.execute(snapshot)
  return rows.map((row) => row.event_id)
}

/** Every change of a fee that the audit log tells, oldest first. */
export async function listFeeChanges(snapshot: Snapshot): Promise<(FeeChange & { eventId: string })[]> {
  const { rows } = await sql<FeeChange & { eventId: string }>`
    select event_id as "eventId", at, (c->>'before')::int4 as before, (c->>'after')::int4 as after
    from audit_entries, jsonb_array_elements(changes) c
    where c->>'field' = 'transactionFeeBps' and project_id is null order by event_id, at, audit_id`.execute(snapshot)
  return rows
}

export interface ProjectState {
  readonly projectId: string
  readonly eventId: string
  readonly seed: Micros
  readonly basePrice: Micros
  readonly price: Micros
  /** The seed before the first change that the audit log tells, as a text; null where it tells none. */
  readonly firstSeed: string | null
}

/** Every project; projects are few beside their moves. */
export async function listProjectStates(snapshot: Snapshot): Promise<ProjectState[]> {
  const { rows } = await sql<ProjectState>`
    select p.project_id as "projectId", p.event_id as "eventId", seed_micros as seed, base_price_micros as "basePrice",
      price_micros as price, first.seed as "firstSeed"
    from projects p left join (
      select distinct on (project_id, event_id) project_id, event_id, coalesce(c->>'before', c->>'after') as seed
      from audit_entries, jsonb_array_elements(changes) c
      where c->>'field' = 'seedAmount' and price_after_micros is not null
      order by project_id, event_id, at, audit_id
    ) first using (project_id, event_id) order by p.project_id`.execute(snapshot)
  return rows
}

type AuditRow = {
  action: string
  changes: AuditChange[]
  original: (Omit<AuditedMove, 'priceBefore' | 'priceAfter'> & Record<'before' | 'after', string>) | null
}
export type MoveRow = Omit<LoggedMove, 'trade' | 'audits'> & {
  side: 'BUY' | 'SELL' | null
  shares: NonNullable<LoggedMove['trade']>['shares']
  tradeBefore: Micros
  tradeAfter: Micros
  executionPrice: Micros
  fee: Micros
  cashDelta: Micros
  audits: AuditRow[] | null
}

/** Every price point with what else is told of it, by project and sequence (primary key). */
export const movesOf = (snapshot: Snapshot): AsyncGenerator<MoveRow> =>
  rowsOf(
    snapshot,
    'moves',
    sql<MoveRow>`
    select p.project_id as "projectId", p.sequence, p.position, p.at, p.source, p.price_before_micros as "priceBefore",
      p.price_micros as price, p.base_price_micros as "basePrice", p.offset_micros as "offset", p.net_shares_units as "netShares",
      p.total_volume_units as "totalVolume", p.total_trades as "totalTrades", p.folded, p.high_micros as high, p.low_micros as low,
      t.side, t.shares_units as shares, t.price_before_micros as "tradeBefore", t.price_after_micros as "tradeAfter",
      t.execution_price_micros as "executionPrice", t.fee_micros as fee, t.cash_delta_micros as "cashDelta",
      n.bump_type as "bumpType", told.audits
    from price_points p
    left join trades t on t.event_id = p.event_id and t.project_id = p.project_id and t.sequence = p.sequence
    left join (
      select event_id, project_id, sequence, max(bump_type) as bump_type from news_items where bump_type is not null group by 1, 2, 3
    ) n on n.event_id = p.event_id and n.project_id = p.project_id and n.sequence = p.sequence
    left join lateral (
      select jsonb_agg(jsonb_build_object('action', a.action, 'changes', a.changes, 'original', case when o.audit_id is not null then
        jsonb_build_object('action', o.action, 'projectId', o.project_id, 'changes', o.changes,
          'before', o.price_before_micros::text, 'after', o.price_after_micros::text) end) order by a.audit_id) as audits
      from audit_entries a
      left join compensations c on c.event_id = a.event_id and c.audit_id = a.audit_id
      left join audit_entries o on o.event_id = c.event_id and o.audit_id = c.original_audit_id
      where p.source in ('SEED_UPDATE', 'PHASE_BUMP') and a.event_id = p.event_id and a.at = p.at and a.project_id = p.project_id
        and a.price_before_micros = p.price_before_micros and a.price_after_micros = p.price_micros
    ) told on true
    order by p.project_id, p.sequence`,
  )

export type AccountRow = Omit<StoredAccount, 'holdings'> & { eventId: string }

/** Every account, by id (primary key). */
export const accountsOf = (snapshot: Snapshot): AsyncGenerator<AccountRow> =>
  rowsOf(
    snapshot,
    'accounts_by_id',
    sql<AccountRow>`
    select account_id as "accountId", event_id as "eventId", cash_micros as cash, initial_micros as initial,
      granted_micros as granted, fees_micros as fees, realised_micros as realised, trade_count as "tradeCount"
    from accounts order by account_id`,
  )

export type AccountTradeRow = AccountTrade & { accountId: string; at: Date }

/** Every trade, by account and feed (index trades_account). */
export const accountTradesOf = (snapshot: Snapshot): AsyncGenerator<AccountTradeRow> =>
  rowsOf(
    snapshot,
    'trades_by_account',
    sql<AccountTradeRow>`
    select account_id as "accountId", executed_at as at, project_id as "projectId", sequence, side, shares_units as shares,
      fee_micros as fee, cash_delta_micros as "cashDelta", realised_micros as realised
    from trades order by account_id, position`,
  )

export type HoldingRow = Holding & { accountId: string; projectId: string }

/** Every holding, by account (primary key). */
export const holdingsOf = (snapshot: Snapshot): AsyncGenerator<HoldingRow> =>
  rowsOf(
    snapshot,
    'holdings_by_account',
    sql<HoldingRow>`
    select account_id as "accountId", project_id as "projectId", shares_units as shares, cost_basis_micros as "costBasis",
      realised_micros as realised
    from holdings order by account_id, project_id`,
  )

export interface GrantRow {
  readonly accountId: string
  readonly amount: Micros
  readonly at: Date
}

/** Every grant of cash, by account and time. */
export const grantsOf = (snapshot: Snapshot): AsyncGenerator<GrantRow> =>
  rowsOf(
    snapshot,
    'grants_by_account',
    sql<GrantRow>`
    select account_id as "accountId", amount_micros as amount, granted_at as at from cash_grants order by account_id, granted_at`,
  )
