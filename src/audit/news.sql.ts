import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { FeedBatch, NewsPrint } from '../events/feed.ts'

/** A news item in its event's feed. */
export interface NewsRow extends NewsPrint {
  readonly eventId: string
  readonly epoch: number
}

export const newsRowOf = ({ eventId, epoch }: Pick<FeedBatch, 'eventId' | 'epoch'>, print: NewsPrint): NewsRow => ({
  ...print,
  eventId,
  epoch,
})

const COLUMNS = sql`
  n.event_id as "eventId", f.epoch, n.position, n.news_id as "newsId", n.at, n.kind, n.headline, n.project_id as "projectId",
  n.bump_type as "bumpType", n.price_before_micros as "priceBefore", n.price_after_micros as "priceAfter", n.sequence`

/** A page of an event's news, newest first (oldest first if backward). Unique index (event_id, position). */
export async function listNews(
  db: Kysely<Database>,
  eventId: string,
  page: { after: bigint | null; before: bigint | null; backward: boolean; limit: number },
): Promise<NewsRow[]> {
  const { rows } = await sql<NewsRow>`
    select ${COLUMNS} from news_items n join event_feeds f using (event_id)
    where event_id = ${eventId}
      ${page.after === null ? sql`` : sql`and n.position < ${page.after}`}
      ${page.before === null ? sql`` : sql`and n.position > ${page.before}`}
    order by n.position ${sql.raw(page.backward ? 'asc' : 'desc')} limit ${page.limit}`.execute(db)
  return rows
}

/** Primary key. */
export async function findNews(db: Kysely<Database>, newsIds: readonly string[]): Promise<NewsRow[]> {
  const { rows } = await sql<NewsRow>`
    select ${COLUMNS} from news_items n join event_feeds f using (event_id) where n.news_id = any(${newsIds}::uuid[])`.execute(db)
  return rows
}
