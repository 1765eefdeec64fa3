import { insertNews } from '../audit/audit.sql.ts'
import { feedTopic } from '../events/feed.codec.ts'
import { drawPositions } from '../events/events.sql.ts'
import type { FeedBatch, NewsPrint, PriceMove } from '../events/feed.ts'
import type { Tx } from '../platform/transaction.ts'
import { insertPricePoints } from './price-points.sql.ts'

export interface FeedDrafts {
  readonly moves?: readonly Omit<PriceMove, 'position'>[]
  /** A news item about one of `moves` names its project and sequence. */
  readonly news?: readonly Omit<NewsPrint, 'position'>[]
  /** Users whose account, holdings or name changed by other means than a trade in `moves`. */
  readonly touchedUserIds?: readonly string[]
  /** True where something public changed that is no entry: status, parameters, names, texts. */
  readonly revise?: boolean
}

/**
 * Appends to the event's feed and publishes it after the commit. Moves come first, then news, each in the order given.
 * Call it once per event as the last write of the transaction: the feed's row is locked from here to the commit, which
 * makes positions gapless and commit-ordered. Answers what was appended.
 */
export async function appendToFeed(tx: Tx, eventId: string, drafts: FeedDrafts): Promise<FeedBatch> {
  const { moves = [], news = [], touchedUserIds = [] } = drafts
  const revise = drafts.revise === true || touchedUserIds.length > 0
  const entries = moves.length + news.length
  const placed = moves.map((move, index) => ({ ...move, behind: entries - index - 1 }))
  const [{ epoch, before, revision }] = await Promise.all([
    drawPositions(tx, eventId, entries, revise),
    placed.length > 0 ? insertPricePoints(tx, eventId, placed) : null,
  ])
  const numbered = moves.map((move, index) => ({ ...move, position: before + BigInt(index + 1) }))
  const numberedNews = news.map((item, index) => ({ ...item, position: before + BigInt(moves.length + index + 1) }))
  if (numberedNews.length > 0) await insertNews(tx, eventId, numberedNews)
  const last = before + BigInt(entries)
  const batch: FeedBatch = {
    eventId,
    epoch,
    first: before + 1n,
    last,
    revision,
    moves: numbered,
    news: numberedNews,
    touchedUserIds,
  }
  tx.afterCommit(() => tx.deps.bus.publish(feedTopic(eventId), batch))
  return batch
}
