import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import { inEvents } from '../platform/distribution.sql.ts'
import type { Project } from './project.ts'
import { toProject } from './projects.sql.ts'
import type { ProjectsTable } from './projects.table.ts'

const PROJECT_ORDERS = ['MARKET_CAP_DESC', 'TICKER_ASC', 'PRICE_DESC', 'CHANGE_DESC', 'VOLUME_DESC'] as const
export type ProjectOrder = (typeof PROJECT_ORDERS)[number]

/** The exact value that an order sorts by, its SQL type and its direction; equals are sorted by project id, ascending. */
const ORDERS: Record<ProjectOrder, { value: RawBuilder<unknown>; type: RawBuilder<unknown>; descending: boolean }> = {
  MARKET_CAP_DESC: {
    value: sql`div(p.price_micros::numeric * greatest(p.net_shares_units, 10000), 10000)`,
    type: sql`numeric`,
    descending: true,
  },
  TICKER_ASC: { value: sql`p.ticker`, type: sql`text collate "C"`, descending: false },
  PRICE_DESC: { value: sql`p.price_micros`, type: sql`int8`, descending: true },
  CHANGE_DESC: {
    // (price − reference) / reference over 60 minutes; the reference as in change(minutes: 60).
    value: sql`round((p.price_micros - reference.price)::numeric / reference.price, 18)`,
    type: sql`numeric`,
    descending: true,
  },
  VOLUME_DESC: { value: sql`p.total_volume_units`, type: sql`int8`, descending: true },
}

const referenceIn = (eventId: string) => sql`
  cross join lateral (
    select coalesce(
      (select price_micros from price_points
       where project_id = p.project_id ${inEvents('event_id', [eventId])} and at <= clock_timestamp() - interval '60 minutes'
       order by at desc, sequence desc limit 1),
      (select price_micros from price_points
       where project_id = p.project_id ${inEvents('event_id', [eventId])} order by sequence limit 1)) as price
  ) as reference`

export interface OrderedAt {
  readonly value: string
  readonly projectId: string
}

/**
 * A keyset page of an event's projects with the value each is ordered by, in the direction of reading. The projects of
 * one event (index (event_id, …)) are sorted for it; CHANGE_DESC looks up one price per project (price_points_at).
 */
export async function pageProjects(
  db: Kysely<Database>,
  eventId: string,
  order: ProjectOrder,
  page: { after: OrderedAt | null; before: OrderedAt | null; backward: boolean; limit: number },
): Promise<{ value: string; project: Project }[]> {
  const { value, type, descending } = ORDERS[order]
  const behind = (at: OrderedAt, forward: boolean) => {
    const operator = sql.raw(descending === forward ? '<' : '>')
    const tie = sql.raw(forward ? '>' : '<')
    return sql`(value ${operator} ${at.value}::${type} or (value = ${at.value}::${type} and project_id ${tie} ${at.projectId}))`
  }
  const { rows } = await sql<Selectable<ProjectsTable> & { value: unknown }>`
    select * from (
      select p.*, ${value} as value from projects p ${order === 'CHANGE_DESC' ? referenceIn(eventId) : sql``} where p.event_id = ${eventId}
    ) as ordered
    where ${page.after ? behind(page.after, true) : sql`true`} and ${page.before ? behind(page.before, false) : sql`true`}
    order by value ${sql.raw(descending === page.backward ? 'asc' : 'desc')}, project_id ${sql.raw(page.backward ? 'desc' : 'asc')}
    limit ${page.limit}`.execute(db)
  return rows.map((row) => ({ value: String(row.value), project: toProject(row) }))
}
