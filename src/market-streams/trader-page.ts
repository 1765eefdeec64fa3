import type { FillLeg } from '../fills/fill.ts'
import { ROWS_MAX, type TraderRows } from './traders.sql.ts'

/** What a trader's stream tells at once: rows up to a revision, and whether there are more behind it. */
export interface TraderPage extends TraderRows {
  /** Up to here. */
  readonly revision: bigint
  readonly hasMore: boolean
}

export const revisionOf = (leg: FillLeg): bigint => (leg.liquidity === 'MAKER' ? leg.makerRevision : leg.takerRevision)

/**
 * What was read behind a revision, cut where a list stopped because it was long: nothing is told of a revision before
 * everything before it is.
 */
export function pageOf(rows: TraderRows, rowsMax = ROWS_MAX): TraderPage {
  const { head, orders, fills, positions, balances } = rows
  const lists = [
    orders.map((order) => order.revision),
    fills.filter(({ liquidity }) => liquidity === 'MAKER').map(revisionOf),
    fills.filter(({ liquidity }) => liquidity === 'TAKER').map(revisionOf),
  ]
  const ends = lists.filter((revisions) => revisions.length >= rowsMax).map((revisions) => revisions.reduce(higher))
  const revision = ends.reduce((least, end) => (end < least ? end : least), head.revision)
  if (revision === head.revision) return { ...rows, revision, hasMore: false }
  return {
    head,
    orders: orders.filter((order) => order.revision <= revision),
    fills: fills.filter((leg) => revisionOf(leg) <= revision),
    positions: positions.filter((position) => position.revision <= revision),
    balances: balances.filter((balance) => balance.revision <= revision),
    revision,
    hasMore: true,
  }
}

const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b)
