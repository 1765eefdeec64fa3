import { sql } from 'kysely'
import type { NewsPrint } from '../events/feed.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Tx } from '../platform/transaction.ts'
import type { AuditDraft } from './audit.ts'

/** Appends audit entries in one statement. */
export async function insertAudit(tx: Tx, entries: readonly AuditDraft[]): Promise<void> {
  if (entries.length === 0) return
  await tx.sql
    .insertInto('audit_entries')
    .values(
      entries.map((entry) => ({
        audit_id: entry.auditId ?? uuidv7(),
        event_id: entry.eventId,
        at: entry.at,
        actor_user_id: entry.actorUserId,
        action: entry.action,
        project_id: entry.projectId ?? null,
        headline: entry.headline ?? null,
        price_before_micros: entry.priceBefore ?? null,
        price_after_micros: entry.priceAfter ?? null,
        changes: JSON.stringify(entry.changes ?? []),
      })),
    )
    .execute()
}

/** Appends news in one statement; the caller holds the feed row's lock. */
export async function insertNews(tx: Tx, eventId: string, news: readonly NewsPrint[]): Promise<void> {
  await sql`
    insert into news_items (
      event_id, news_id, position, at, kind, headline, project_id, bump_type, price_before_micros, price_after_micros, sequence)
    select ${eventId}, * from unnest(
      ${news.map((n) => n.newsId)}::uuid[], ${news.map((n) => n.position)}::int8[], ${news.map((n) => n.at)}::timestamptz[],
      ${news.map((n) => n.kind)}::text[], ${news.map((n) => n.headline)}::text[], ${news.map((n) => n.projectId)}::text[],
      ${news.map((n) => n.bumpType)}::text[], ${news.map((n) => n.priceBefore)}::int8[],
      ${news.map((n) => n.priceAfter)}::int8[], ${news.map((n) => n.sequence)}::int4[])`.execute(tx.sql)
}
