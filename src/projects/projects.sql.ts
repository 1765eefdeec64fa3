import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import { atOneMoment, type Tx } from '../platform/transaction.ts'
import type { Project } from './project.ts'
import type { ProjectsTable } from './projects.table.ts'

type ProjectRow = Selectable<ProjectsTable>

export const toProject = (row: ProjectRow): Project => ({
  projectId: row.project_id,
  eventId: row.event_id,
  projectNumber: row.project_number,
  ticker: row.ticker,
  name: row.name,
  description: row.description,
  seed: row.seed_micros,
  basePrice: row.base_price_micros,
  offset: row.offset_micros,
  price: row.price_micros,
  netShares: row.net_shares_units,
  totalVolume: row.total_volume_units,
  totalTrades: row.total_trades,
  holdersCount: row.holders_count,
  sequence: row.sequence,
  isActive: row.is_active,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  movedAt: row.moved_at,
  tickedAt: row.ticked_at,
})

/** Primary key. */
export async function findProjects(db: Kysely<Database>, projectIds: readonly string[]): Promise<Project[]> {
  const { rows } = await sql<ProjectRow>`select * from projects where project_id = any(${projectIds})`.execute(db)
  return rows.map(toProject)
}

/** All projects of an event by market cap, then id. Index (event_id, …). */
export async function listProjects(db: Kysely<Database>, eventId: string): Promise<Project[]> {
  const { rows } = await sql<ProjectRow>`
    select * from projects where event_id = ${eventId}
    order by div(price_micros::numeric * greatest(net_shares_units, 10000), 10000) desc, project_id`.execute(db)
  return rows.map(toProject)
}

/** How many projects each event lists. Index (event_id, …). */
export async function countProjects(
  db: Kysely<Database>,
  eventIds: readonly string[],
): Promise<{ eventId: string; projects: number }[]> {
  const { rows } = await sql<{ event_id: string; projects: number }>`
    select event_id, count(*)::int4 as projects from projects where event_id = any(${eventIds}) group by event_id`.execute(db)
  return rows.map((row) => ({ eventId: row.event_id, projects: row.projects }))
}

/** All projects of an event with the feed position they stand at: one moment, one snapshot. */
export async function readMarket(
  db: Kysely<Database>,
  eventId: string,
): Promise<{ asOf: Date; epoch: number; position: bigint; projects: Project[] } | null> {
  return await atOneMoment(db, async (snapshot) => {
    const { rows } = await sql<{ as_of: Date; epoch: number; position: bigint }>`
      select clock_timestamp()::timestamptz(3) as as_of, epoch, position from event_feeds where event_id = ${eventId}`.execute(
      snapshot,
    )
    const head = rows[0]
    if (!head) return null
    return { asOf: head.as_of, epoch: head.epoch, position: head.position, projects: await listProjects(snapshot, eventId) }
  })
}

/** Where the projects belong; ids that do not exist are absent. Primary key. */
export async function findEventIds(db: Kysely<Database>, projectIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ project_id: string; event_id: string }>`
    select project_id, event_id from project_directory where project_id = any(${projectIds})`.execute(db)
  return new Map(rows.map((row) => [row.project_id, row.event_id]))
}

/** Locks those of the projects that the event lists FOR UPDATE in project_id order and answers them as they are then. */
export async function lockProjects(tx: Tx, eventId: string, projectIds: readonly string[]): Promise<Project[]> {
  const { rows } = await sql<ProjectRow>`
    select * from projects where event_id = ${eventId} and project_id = any(${projectIds}) order by project_id for update`.execute(
    tx.sql,
  )
  return rows.map(toProject)
}

/** Which of the tickers are taken in the event, and by which project. Unique index (event_id, ticker). */
export async function findTickers(tx: Tx, eventId: string, tickers: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ ticker: string; project_id: string }>`
    select ticker, project_id from projects where event_id = ${eventId} and ticker = any(${tickers})`.execute(tx.sql)
  return new Map(rows.map((row) => [row.ticker, row.project_id]))
}

/** Who has each of the tickers in each of the events, by "<eventId> <ticker>". Unique index (event_id, ticker). */
export async function listTickers(
  db: Kysely<Database>,
  eventIds: readonly string[],
  tickers: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ place: string; project_id: string }>`
    select event_id || ' ' || ticker as place, project_id from projects
    where event_id = any(${eventIds}) and ticker = any(${tickers})`.execute(db)
  return new Map(rows.map((row) => [row.place, row.project_id]))
}

/** Lists new projects, in the directory of all events too; the caller holds the event's row, so ids and tickers were checked. */
export async function insertProjects(tx: Tx, projects: readonly Project[]): Promise<void> {
  await tx.sql
    .insertInto('project_directory')
    .values(projects.map((p) => ({ project_id: p.projectId, event_id: p.eventId })))
    .execute()
  await tx.sql
    .insertInto('projects')
    .values(
      projects.map((p) => ({
        project_id: p.projectId,
        event_id: p.eventId,
        project_number: p.projectNumber,
        ticker: p.ticker,
        name: p.name,
        description: p.description,
        seed_micros: p.seed,
        base_price_micros: p.basePrice,
        offset_micros: p.offset,
        price_micros: p.price,
        net_shares_units: p.netShares,
        total_volume_units: p.totalVolume,
        total_trades: p.totalTrades,
        holders_count: p.holdersCount,
        sequence: p.sequence,
        is_active: p.isActive,
        created_at: p.createdAt,
        updated_at: p.updatedAt,
        moved_at: p.movedAt,
        ticked_at: p.tickedAt,
      })),
    )
    .execute()
}

/** What price moves change of an event's projects, in one statement; the caller holds their locks. Texts stay as they are. */
export async function updateMarkets(tx: Tx, eventId: string, projects: readonly Project[]): Promise<void> {
  await sql`
    update projects set
      seed_micros = new.seed, base_price_micros = new.base, offset_micros = new.offs, price_micros = new.price,
      net_shares_units = new.net, total_volume_units = new.volume, total_trades = new.trades, holders_count = new.holders,
      sequence = new.seq, updated_at = new.updated, moved_at = new.moved, ticked_at = new.ticked
    from unnest(
      ${projects.map((p) => p.projectId)}::text[], ${projects.map((p) => p.seed)}::int8[],
      ${projects.map((p) => p.basePrice)}::int8[], ${projects.map((p) => p.offset)}::int8[],
      ${projects.map((p) => p.price)}::int8[], ${projects.map((p) => p.netShares)}::int8[],
      ${projects.map((p) => p.totalVolume)}::int8[], ${projects.map((p) => p.totalTrades)}::int4[],
      ${projects.map((p) => p.holdersCount)}::int4[], ${projects.map((p) => p.sequence)}::int4[],
      ${projects.map((p) => p.updatedAt)}::timestamptz[], ${projects.map((p) => p.movedAt)}::timestamptz[],
      ${projects.map((p) => p.tickedAt)}::timestamptz[])
      as new (id, seed, base, offs, price, net, volume, trades, holders, seq, updated, moved, ticked)
    where event_id = ${eventId} and project_id = new.id`.execute(tx.sql)
}

/** Texts, ticker and state of an event's projects, in one statement; the caller holds their locks. Never touches a market. */
export async function updateListings(tx: Tx, eventId: string, projects: readonly Project[]): Promise<void> {
  await sql`
    update projects set ticker = new.ticker, name = new.name, description = new.description, is_active = new.active,
      updated_at = new.updated
    from unnest(
      ${projects.map((p) => p.projectId)}::text[], ${projects.map((p) => p.ticker)}::text[], ${projects.map((p) => p.name)}::text[],
      ${projects.map((p) => p.description)}::text[], ${projects.map((p) => p.isActive)}::bool[],
      ${projects.map((p) => p.updatedAt)}::timestamptz[])
      as new (id, ticker, name, description, active, updated)
    where event_id = ${eventId} and project_id = new.id`.execute(tx.sql)
}

/** Notes that the projects were ticked though their price stayed; the caller holds their locks. */
export async function markTicked(tx: Tx, eventId: string, projectIds: readonly string[], at: Date): Promise<void> {
  await sql`update projects set ticked_at = ${at} where event_id = ${eventId} and project_id = any(${projectIds})`.execute(tx.sql)
}

/** What statements on projects are planned by. Plans that are kept are made anew, so that none walks a table that was small. */
export async function analyzeProjects(db: Kysely<Database>): Promise<void> {
  await sql`analyze projects`.execute(db)
}
