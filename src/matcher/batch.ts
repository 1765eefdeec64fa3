import { type DecidedStatus, type RulesRecord, rulesOfRecord } from '../markets/market-rules.ts'
import type { MarketStatus } from '../markets/market.ts'
import type { InboxKind } from '../markets/markets.table.ts'
import type { InboxCommand, MarketBook } from '../matching/market-book.ts'
import type { CancelCause } from '../matching/order.ts'
import { bookOrderOf, type StoredOrder } from './live-order.ts'
import type { Settled, Settlement } from './settlement.ts'

/** An entry of the inbox with the order that it brings (PLACE, REPLACE). */
export interface InboxItem {
  readonly number: number
  readonly kind: InboxKind
  readonly orderId: string | null
  readonly reason: CancelCause | null
  readonly rules: RulesRecord<DecidedStatus> | null
  readonly at: Date
  readonly order: StoredOrder | null
}

/** A market paused itself while the command was carried out. */
export interface Pause {
  readonly number: number
  readonly at: Date
  readonly statusBefore: MarketStatus
  /** Ticks: what was traded, and what the breaker measured from. */
  readonly price: number
  readonly anchor: number
}

/** What an administrator's command came to: the commands before it were not carried out yet when it was decided. */
export interface Decided {
  readonly number: number
  readonly statusBefore: MarketStatus
  readonly status: MarketStatus
}

/** What entries of an inbox, in their order, made of a market. */
export interface Batch {
  readonly from: number
  readonly to: number
  /** When the last command was accepted. */
  readonly at: Date
  readonly settled: Settled
  readonly pauses: readonly Pause[]
  readonly decided: readonly Decided[]
  /** Rules or status are not what they were. */
  readonly isMarketChanged: boolean
}

/** Carries out at least one entry. The entries follow one another without a gap, or a command is lost: that is a bug. Pure. */
export function carryOut(book: MarketBook, settlement: Settlement, position: number, items: readonly InboxItem[]): Batch {
  const pauses: Pause[] = []
  const decided: Decided[] = []
  items.forEach((item, index) => {
    if (item.number !== position + index + 1) throw new Error(`inbox number ${item.number} follows ${position + index}`)
    const command = commandOf(item)
    const statusBefore = book.status
    const events = book.apply(command)
    settlement.apply(command, item.order, events)
    if (item.kind === 'MARKET') decided.push({ number: item.number, statusBefore, status: book.status })
    for (const event of events) {
      if (event.kind === 'PAUSED') {
        const { price, anchor } = event
        pauses.push({ number: item.number, at: item.at, statusBefore, price, anchor })
      }
    }
  })
  const last = items.at(-1)!
  return {
    from: position + 1,
    to: last.number,
    at: last.at,
    settled: settlement.take(),
    pauses,
    decided,
    isMarketChanged: pauses.length > 0 || decided.length > 0,
  }
}

function commandOf({ number, kind, orderId, reason, rules, at, order }: InboxItem): InboxCommand {
  const place = { number, atMs: at.getTime() }
  if (kind === 'MARKET') return { ...place, kind, rules: rulesOfRecord(rules!) }
  if (kind === 'CANCEL') return { ...place, kind, id: orderId!, reason: reason! }
  if (kind === 'PLACE') return { ...place, kind, order: bookOrderOf(order!) }
  return { ...place, kind, id: order!.replaces!, open: order!.replacesOpen, order: bookOrderOf(order!) }
}
