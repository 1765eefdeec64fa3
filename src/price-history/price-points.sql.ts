import { sql } from 'kysely'
import type { PriceMove } from '../events/feed.ts'
import type { Tx } from '../platform/transaction.ts'

/**
 * Appends price points in one statement. The caller holds the lock of each project's row and has drawn the positions;
 * `behind` says of each how many entries of the event's feed stand behind it.
 */
export async function insertPricePoints(
  tx: Tx,
  eventId: string,
  moves: readonly (Omit<PriceMove, 'position'> & { readonly behind: number })[],
): Promise<void> {
  await sql`
    insert into price_points (
      event_id, project_id, sequence, position, at, price_before_micros, price_micros, source, headline,
      base_price_micros, offset_micros, net_shares_units, total_volume_units, total_trades)
    select f.event_id, new.project, new.sequence, f.position - new.behind, new.at, new.before, new.price, new.source, new.headline,
      new.base, new.offs, new.net, new.volume, new.trades
    from event_feeds f, unnest(
      ${moves.map((m) => m.projectId)}::text[], ${moves.map((m) => m.sequence)}::int4[],
      ${moves.map((m) => m.behind)}::int4[], ${moves.map((m) => m.at)}::timestamptz[],
      ${moves.map((m) => m.priceBefore)}::int8[], ${moves.map((m) => m.price)}::int8[],
      ${moves.map((m) => m.source)}::text[], ${moves.map((m) => m.headline)}::text[],
      ${moves.map((m) => m.basePrice)}::int8[], ${moves.map((m) => m.offset)}::int8[],
      ${moves.map((m) => m.netShares)}::int8[], ${moves.map((m) => m.totalVolume)}::int8[],
      ${moves.map((m) => m.totalTrades)}::int4[])
      as new (project, sequence, behind, at, before, price, source, headline, base, offs, net, volume, trades)
    where f.event_id = ${eventId}`.execute(tx.sql)
}
