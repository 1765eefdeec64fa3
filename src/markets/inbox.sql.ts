import { sql } from 'kysely'
import type { Tx } from '../platform/transaction.ts'
import type { DecidedStatus, RulesRecord } from './market-rules.ts'
import type { InboxKind } from './markets.table.ts'

/** A command for a market's matcher. */
export interface InboxDraft {
  readonly marketId: number
  readonly kind: InboxKind
  /** `0x…`; null for MARKET. */
  readonly orderId: string | null
  readonly reason: string | null
  readonly rules: RulesRecord<DecidedStatus> | null
}

/** What `drawInboxNumbers` gave a market: the numbers from `first` on, and the moment of all of them. */
interface DrawnNumbers {
  readonly first: bigint
  readonly at: Date
}

/**
 * Draws numbers from inboxes whose rows are locked from here to the commit, in the order of market_id: numbers are gapless and
 * in commit order. `counts` says how many each market needs; every one of them must then be appended.
 */
async function drawInboxNumbers(tx: Tx, counts: ReadonlyMap<number, number>): Promise<Map<number, DrawnNumbers>> {
  const { rows } = await sql<{ market_id: number; last_number: bigint; at: Date }>`
    with locked as materialized (
      select market_id from market_inboxes where market_id = any(${[...counts.keys()]}::int4[]) order by market_id for update)
    update market_inboxes i set last_number = i.last_number + new.size
    from locked join unnest(${[...counts.keys()]}::int4[], ${[...counts.values()]}::int4[]) as new (market_id, size) using (market_id)
    where i.market_id = locked.market_id
    returning i.market_id, i.last_number, clock_timestamp()::timestamptz(3) as at`.execute(tx.sql)
  return new Map(
    rows.map((row) => [row.market_id, { first: row.last_number - BigInt(counts.get(row.market_id)!) + 1n, at: row.at }]),
  )
}

export interface InboxEntry extends InboxDraft {
  readonly number: bigint
  readonly at: Date
}

/** Gives drafts their numbers, each market's in their order here; `appendInbox` makes them true. */
export async function numberDrafts(tx: Tx, drafts: readonly InboxDraft[]): Promise<InboxEntry[]> {
  if (drafts.length === 0) return []
  const counts = new Map<number, number>()
  for (const { marketId } of drafts) counts.set(marketId, (counts.get(marketId) ?? 0) + 1)
  const drawn = await drawInboxNumbers(tx, counts)
  const next = new Map([...drawn].map(([marketId, { first }]) => [marketId, first]))
  return drafts.map((draft) => {
    const number = next.get(draft.marketId)!
    next.set(draft.marketId, number + 1n)
    return { ...draft, number, at: drawn.get(draft.marketId)!.at }
  })
}

/** Appends numbered commands in one statement. */
export async function appendInbox(tx: Tx, entries: readonly InboxEntry[]): Promise<void> {
  if (entries.length === 0) return
  await sql`
    insert into inbox_entries (market_id, number, kind, order_id, reason, rules, accepted_at)
    select market_id, number, kind, decode(substr(order_id, 3), 'hex'), reason, rules::jsonb, at from unnest(
      ${entries.map((e) => e.marketId)}::int4[], ${entries.map((e) => e.number)}::int8[], ${entries.map((e) => e.kind)}::text[],
      ${entries.map((e) => e.orderId)}::text[], ${entries.map((e) => e.reason)}::text[],
      ${entries.map((e) => e.rules && JSON.stringify(e.rules))}::text[], ${entries.map((e) => e.at)}::timestamptz[])
      as new (market_id, number, kind, order_id, reason, rules, at)`.execute(tx.sql)
}
