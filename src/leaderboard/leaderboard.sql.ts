import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { type Micros, micros } from '../money/units.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Tx } from '../platform/transaction.ts'
import type { EquityStep } from '../portfolio/equity-curve.ts'
import type { BoardRow } from './board.ts'
import type { Member } from './crowd.ts'

type Db = Kysely<Database>

/** Where the feed of the event stands: changes whenever anything public does. */
export interface FeedMark {
  readonly epoch: number
  readonly position: bigint
  readonly revision: bigint
  /** Rises when an account's cash, initial balance or ranking changes by other means than a trade. */
  readonly accountsRevision: bigint
  /** The database's clock. */
  readonly now: Date
}

/** Primary key; null where the event does not exist. */
export async function findFeedMark(db: Db, eventId: string): Promise<FeedMark | null> {
  const { rows } = await sql<FeedMark>`
    select epoch, position, revision, accounts_revision as "accountsRevision", clock_timestamp()::timestamptz(3) as now
    from event_feeds where event_id = ${eventId}`.execute(db)
  return rows[0] ?? null
}

export interface RankedAccount {
  readonly accountId: string
  readonly userId: string
  readonly initial: Micros
  readonly createdAt: Date
}

/** Traders of the event behind an account id, in the order of ids, with what they hold. Index accounts_event. */
export async function listMembers(db: Db, eventId: string, after: string | null, limit: number): Promise<Member[]> {
  return await readMembers(
    db,
    eventId,
    sql`(${after}::uuid is null or a.account_id > ${after}::uuid)`,
    sql`order by a.account_id limit ${limit}`,
  )
}

/** Those of the users who are traders of the event. Unique index accounts (event_id, user_id). */
export async function listMembersOf(db: Db, eventId: string, userIds: readonly string[]): Promise<Member[]> {
  return await readMembers(db, eventId, sql`a.user_id = any(${userIds}::uuid[])`, sql``)
}

/** Holdings by primary key. */
async function readMembers(db: Db, eventId: string, which: RawBuilder<unknown>, rest: RawBuilder<unknown>): Promise<Member[]> {
  type Row = RankedAccount & { cash: Micros; held: string | null }
  // One text per account: a project id has neither space nor comma.
  const { rows } = await sql<Row>`
    select a.account_id as "accountId", a.user_id as "userId", a.initial_micros as initial, a.created_at as "createdAt",
      a.cash_micros as cash, (
        select string_agg(h.project_id || ' ' || h.shares_units, ',') from holdings h
        where h.account_id = a.account_id ${inEvents('h.event_id', [eventId])} and h.shares_units > 0) as held
    from accounts a where a.event_id = ${eventId} and ${which} and a.ranked and a.trade_count > 0 ${rest}`.execute(db)
  return rows.map((row) => ({
    ...row,
    held: (row.held?.split(',') ?? []).map((text) => {
      const space = text.indexOf(' ')
      return { projectId: text.slice(0, space), shares: BigInt(text.slice(space + 1)) }
    }),
  }))
}

export async function listPrices(db: Db, eventId: string): Promise<Map<string, Micros>> {
  const { rows } = await sql<{ project_id: string; price_micros: Micros }>`
    select project_id, price_micros from projects where event_id = ${eventId}`.execute(db)
  return new Map(rows.map((row) => [row.project_id, row.price_micros]))
}

/** What an organiser changed of accounts: of one user's, or how much cash everyone was granted. */
export interface AccountsChange {
  readonly auditId: string
  readonly userId: string | null
  readonly granted: Micros | null
}

/** What raised the accounts' revision and was decided behind `since`, as the audit log has it. Index audit_entries_event. */
export async function listAccountsChanges(db: Db, eventId: string, since: Date): Promise<AccountsChange[]> {
  const after = (field: string) =>
    sql`(select change->>'after' from jsonb_array_elements(changes) change where change->>'field' = ${field})`
  const { rows } = await sql<AccountsChange>`
    select audit_id as "auditId", ${after('traderId')}::uuid as "userId", (${after('amount')}::numeric * 1000000)::int8 as granted
    from audit_entries
    where event_id = ${eventId} and at > ${since} and action in ('grantCash', 'moderateTrader')`.execute(db)
  return rows
}

/** Traders of the event who did not receive what everyone was granted: they joined too late. Primary key of cash_grants. */
export async function listWithoutGrant(db: Db, eventId: string, auditId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from accounts a where event_id = ${eventId} and ranked and trade_count > 0
      and not exists (
        select 1 from cash_grants g
        where g.account_id = a.account_id ${inEvents('g.event_id', [eventId])} and g.audit_id = ${auditId}::uuid)`.execute(db)
  return rows.map((row) => row.user_id)
}

/** A move of a price, and the trade that made it, if any. */
export interface CrowdMove {
  readonly projectId: string
  readonly price: Micros
  readonly userId: string | null
  /** What the trader gained of both; negative where lost. */
  readonly shares: bigint
  readonly cash: bigint
}

/**
 * Moves of the event behind `after` up to `until`, in order. Unique index price_points_position, and for each move the primary key
 * of trades: joined otherwise, a plan for any range starts helper processes for a few rows.
 */
export async function listCrowdMoves(db: Db, eventId: string, after: bigint, until: bigint): Promise<CrowdMove[]> {
  const { rows } = await sql<CrowdMove>`
    select p.project_id as "projectId", p.price_micros as price, t.user_id as "userId",
      case t.side when 'BUY' then t.shares_units else -t.shares_units end as shares, t.cash_delta_micros as cash
    from price_points p
    left join lateral (
      select * from trades where project_id = p.project_id ${inEvents('event_id', [eventId])} and sequence = p.sequence limit 1) t on true
    where p.event_id = ${eventId} and p.position > ${after} and p.position <= ${until} order by p.position`.execute(db)
  return rows
}

/** The frozen board, by rank. Unique index standings_rank. */
export async function listStandings(db: Db, eventId: string): Promise<BoardRow[]> {
  const { rows } = await sql<BoardRow>`
    select s.rank, s.account_id as "accountId", s.user_id as "userId", s.initial_micros as initial,
      a.created_at as "accountCreatedAt", s.score_micros as score, s.total_value_micros as total,
      s.liquidation_micros as liquidation, s.positions_count as positions
    from standings s join accounts a on a.account_id = s.account_id ${inEvents('a.event_id', [eventId])}
    where s.event_id = ${eventId} order by s.rank`.execute(db)
  return rows
}

/** Who will stand on the final board, by account id. Unique index accounts (event_id, user_id). */
export async function listRankedAccounts(tx: Tx, eventId: string): Promise<RankedAccount[]> {
  const { rows } = await sql<RankedAccount>`
    select account_id as "accountId", user_id as "userId", initial_micros as initial, created_at as "createdAt"
    from accounts where event_id = ${eventId} and ranked and trade_count > 0 order by account_id`.execute(tx.sql)
  return rows
}

/** What the accounts' trades did up to each moment, summed up per account and project, in order. Index trades_account. */
export async function listAccountSteps(
  db: Db,
  eventId: string,
  accountIds: readonly string[],
  moments: readonly Date[],
): Promise<(EquityStep & { accountId: string })[]> {
  // width_bucket counts the moments before the trade: stored times are whole milliseconds, so 1 µs earlier is before.
  const { rows } = await sql<EquityStep & { accountId: string }>`
    select account_id as "accountId", width_bucket(executed_at - interval '1 microsecond', ${moments}::timestamptz[]) as index,
      project_id as "projectId", sum(case side when 'BUY' then shares_units else -shares_units end)::int8 as shares,
      sum(cash_delta_micros)::int8 as cash
    from trades where account_id = any(${accountIds}::uuid[]) ${inEvents('event_id', [eventId])}
    group by 1, 2, 3 order by 1, 2`.execute(db)
  return rows
}

/** What is stored of a closed event: its board by rank, and its closing prices. */
export async function readFinalBoard(
  db: Db,
  eventId: string,
): Promise<{ rows: readonly BoardRow[]; prices: ReadonlyMap<string, Micros> }> {
  const { rows } = await sql<{ project_id: string; price_micros: Micros }>`
    select project_id, price_micros from closing_prices where event_id = ${eventId}`.execute(db)
  return { rows: await listStandings(db, eventId), prices: new Map(rows.map((row) => [row.project_id, row.price_micros])) }
}

/** Stores the prices at the close in one statement and answers them. No move can follow: the event's row is locked. */
export async function insertClosingPrices(tx: Tx, eventId: string, closesAt: Date): Promise<Map<string, Micros>> {
  const { rows } = await sql<{ project_id: string; price_micros: Micros }>`
    insert into closing_prices (event_id, project_id, price_micros, sequence, closed_at)
    select event_id, project_id, price_micros, sequence, ${closesAt} from projects where event_id = ${eventId}
    returning project_id, price_micros`.execute(tx.sql)
  return new Map(rows.map((row) => [row.project_id, row.price_micros]))
}

/** Stores the final board in one statement. */
export async function insertStandings(tx: Tx, eventId: string, rows: readonly BoardRow[]): Promise<void> {
  await sql`
    insert into standings (
      event_id, rank, account_id, user_id, score_micros, total_value_micros, liquidation_micros, initial_micros, positions_count)
    select ${eventId}, * from unnest(
      ${rows.map((row) => row.rank)}::int4[], ${rows.map((row) => row.accountId)}::uuid[], ${rows.map((row) => row.userId)}::uuid[],
      ${rows.map((row) => row.score ?? micros(0n))}::int8[], ${rows.map((row) => row.total)}::int8[],
      ${rows.map((row) => row.liquidation)}::int8[], ${rows.map((row) => row.initial)}::int8[],
      ${rows.map((row) => row.positions)}::int4[])`.execute(tx.sql)
}

export async function deleteFinalBoard(tx: Tx, eventId: string): Promise<void> {
  await sql`delete from standings where event_id = ${eventId}`.execute(tx.sql)
  await sql`delete from closing_prices where event_id = ${eventId}`.execute(tx.sql)
}
