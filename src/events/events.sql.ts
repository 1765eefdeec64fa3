import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Tx } from '../platform/transaction.ts'
import type { MarketEvent, MarketParameters } from './event.ts'
import type { EventsTable } from './events.table.ts'

/** An event as of the database's clock. */
export interface EventNow {
  readonly event: MarketEvent
  readonly now: Date
}

type EventRow = Selectable<EventsTable>

const toEvent = (row: EventRow): MarketEvent => ({
  eventId: row.event_id,
  name: row.name,
  status: row.status,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  parameters: {
    initialCashMicros: row.initial_cash_micros,
    minPriceMicros: row.min_price_micros,
    defaultBasePriceMicros: row.default_base_price_micros,
    slopeMicrosPerShare: row.slope_micros_per_share,
    seedToPriceRatio: row.seed_to_price_ratio,
    transactionFeeBps: row.transaction_fee_bps,
    investmentToSeedRatio: row.investment_to_seed_ratio,
    driftEnabled: row.drift_enabled,
    driftIntervalMs: row.drift_interval_ms,
    driftMaxPctPerTickRatio: row.drift_max_pct_per_tick_ratio,
    driftMeanReversionRatio: row.drift_mean_reversion_ratio,
    closingWindowSeconds: row.closing_window_seconds,
  },
})

const fromParameters = (parameters: MarketParameters) => ({
  initial_cash_micros: parameters.initialCashMicros,
  min_price_micros: parameters.minPriceMicros,
  default_base_price_micros: parameters.defaultBasePriceMicros,
  slope_micros_per_share: parameters.slopeMicrosPerShare,
  seed_to_price_ratio: parameters.seedToPriceRatio,
  transaction_fee_bps: parameters.transactionFeeBps,
  investment_to_seed_ratio: parameters.investmentToSeedRatio,
  drift_enabled: parameters.driftEnabled,
  drift_interval_ms: parameters.driftIntervalMs,
  drift_max_pct_per_tick_ratio: parameters.driftMaxPctPerTickRatio,
  drift_mean_reversion_ratio: parameters.driftMeanReversionRatio,
  closing_window_seconds: parameters.closingWindowSeconds,
})

/** Events by id (primary key), each with the database's clock. */
export async function findEvents(db: Kysely<Database>, eventIds: readonly string[]): Promise<EventNow[]> {
  const { rows } = await sql<EventRow & { now: Date }>`
    select *, clock_timestamp()::timestamptz(3) as now from events where event_id = any(${eventIds})`.execute(db)
  return rows.map((row) => ({ event: toEvent(row), now: row.now }))
}

export async function findEvent(db: Kysely<Database>, eventId: string): Promise<EventNow | null> {
  return (await findEvents(db, [eventId]))[0] ?? null
}

/** Events in id order behind `after` (or before it, descending), for keyset pages over the primary key. */
export async function listEvents(
  db: Kysely<Database>,
  page: { after: string | null; before: string | null; descending: boolean; limit: number },
): Promise<EventNow[]> {
  let query = db.selectFrom('events').selectAll().select(sql<Date>`clock_timestamp()::timestamptz(3)`.as('now'))
  if (page.after !== null) query = query.where('event_id', '>', page.after)
  if (page.before !== null) query = query.where('event_id', '<', page.before)
  const rows = await query
    .orderBy('event_id', page.descending ? 'desc' : 'asc')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({ event: toEvent(row), now: row.now }))
}

/** Names the gates of events among the advisory locks. */
const GATES = 1

/**
 * Locks the row FOR SHARE: whoever closes the event or changes its parameters waits for this transaction. It passes the
 * event's gate first, a lock that is granted in turn: row locks alone would let those who share pass one who waits for
 * them, for as long as trades follow each other. Both statements travel together.
 */
export async function lockEventShared(tx: Tx, eventId: string): Promise<EventNow | null> {
  const [, { rows }] = await Promise.all([
    sql`select pg_advisory_xact_lock_shared(${GATES}, hashtext(${eventId}))`.execute(tx.sql),
    sql<EventRow & { now: Date }>`
      select event.*, clock_timestamp()::timestamptz(3) as now
      from (select * from events where event_id = ${eventId} for share) event`.execute(tx.sql),
  ])
  return rows[0] ? { event: toEvent(rows[0]), now: rows[0].now } : null
}

/** Locks the row FOR UPDATE: no trade, tick or admin move of the event runs beside this transaction. */
export async function lockEvent(tx: Tx, eventId: string): Promise<EventNow | null> {
  await sql`select pg_advisory_xact_lock(${GATES}, hashtext(${eventId}))`.execute(tx.sql)
  await sql`select 1 from events where event_id = ${eventId} for update`.execute(tx.sql)
  return await findEvent(tx.sql, eventId)
}

/** Inserts the event and its feed; false where the id exists already (a concurrent insert is waited for). */
export async function insertEvent(tx: Tx, event: Omit<MarketEvent, 'createdAt' | 'updatedAt'>): Promise<boolean> {
  const inserted = await tx.sql
    .insertInto('events')
    .values({
      event_id: event.eventId,
      name: event.name,
      status: event.status,
      opens_at: event.opensAt,
      closes_at: event.closesAt,
      ...fromParameters(event.parameters),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .execute()
  if (inserted.length === 0) return false
  await tx.sql.insertInto('event_feeds').values({ event_id: event.eventId }).execute()
  return true
}

export async function updateEvent(tx: Tx, event: MarketEvent, now: Date): Promise<void> {
  await tx.sql
    .updateTable('events')
    .set({
      name: event.name,
      status: event.status,
      opens_at: event.opensAt,
      closes_at: event.closesAt,
      updated_at: now,
      ...fromParameters(event.parameters),
    })
    .where('event_id', '=', event.eventId)
    .execute()
}

/** Events whose clock has passed a transition that is not written yet. Events are few: a scan of the table. */
export async function listDueTransitions(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ event_id: string }>`
    select event_id from events
    where (status <> 'CLOSED' and closes_at <= clock_timestamp())
       or (status = 'SCHEDULED' and opens_at <= clock_timestamp())`.execute(db)
  return rows.map((row) => row.event_id)
}

/** Which parameters are still free to change: existence of accounts and projects (index on event_id of each). */
export async function findEventFacts(tx: Tx, eventId: string): Promise<{ hasAccounts: boolean; hasProjects: boolean }> {
  const { rows } = await sql<{ has_accounts: boolean; has_projects: boolean }>`
    select exists (select 1 from accounts where event_id = ${eventId}) as has_accounts,
           exists (select 1 from projects where event_id = ${eventId}) as has_projects`.execute(tx.sql)
  return { hasAccounts: rows[0]!.has_accounts, hasProjects: rows[0]!.has_projects }
}

/**
 * Draws `count` positions of the event's feed and raises its revision where asked. The row stays locked until the commit,
 * which is what makes positions commit-ordered: call it last. Answers the position before the first one drawn.
 */
export async function drawPositions(
  tx: Tx,
  eventId: string,
  count: number,
  revise: boolean,
): Promise<{ epoch: number; before: bigint; revision: bigint }> {
  const { rows } = await sql<{ epoch: number; position: bigint; revision: bigint }>`
    update event_feeds set position = position + ${count}, revision = revision + ${revise ? 1 : 0}
    where event_id = ${eventId} returning epoch, position, revision`.execute(tx.sql)
  const row = rows[0]!
  return { epoch: row.epoch, before: row.position - BigInt(count), revision: row.revision }
}

/** Where the feeds of events stand, each with the database's clock. Primary key. */
export async function listFeedStates(
  db: Kysely<Database>,
  eventIds: readonly string[],
): Promise<{ eventId: string; version: string; now: Date }[]> {
  const { rows } = await sql<{ eventId: string; version: string; now: Date }>`
    select event_id as "eventId", concat_ws('.', event_id, epoch, position, revision) as version,
      clock_timestamp()::timestamptz(3) as now
    from event_feeds where event_id = any(${eventIds})`.execute(db)
  return rows
}

/** The next dense project number of the event; its lock on the feed row is held until the commit. */
export async function drawProjectNumbers(tx: Tx, eventId: string, count: number): Promise<number> {
  const { rows } = await sql<{ project_count: number }>`
    update event_feeds set project_count = project_count + ${count} where event_id = ${eventId}
    returning project_count`.execute(tx.sql)
  return rows[0]!.project_count - count
}

/** The database's clock, in the milliseconds of every stored time. */
export async function readClock(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp()::timestamptz(3) as now`.execute(db)
  return rows[0]!.now
}
