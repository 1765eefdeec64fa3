import { compare, type Difference } from './difference.ts'

/** Which fee held when, from what the audit log says of an event. Pure. */

/** A change of transactionFeeBps; before is null where the event was created with it. */
export interface FeeChange {
  readonly at: Date
  readonly before: number | null
  readonly after: number
}

/** The fees of an event, oldest first; each holds until the next one's moment. */
export type FeeHistory = readonly { readonly since: number; readonly feeBps: number }[]

export function feeHistory(changes: readonly FeeChange[], now: number): FeeHistory {
  const [first] = changes
  return [
    { since: Number.NEGATIVE_INFINITY, feeBps: first ? (first.before ?? first.after) : now },
    ...changes.map(({ at, after }) => ({ since: at.getTime(), feeBps: after })),
  ]
}

/** The log leads without a break to the fee that the event has. */
export function checkFees(eventId: string, changes: readonly FeeChange[], now: number): Difference[] {
  const row = `events ${eventId}`
  const breaks = changes
    .slice(1)
    .flatMap(({ before }, index) =>
      compare('I6', `audit_entries of ${eventId}`, { transactionFeeBps: before }, { transactionFeeBps: changes[index]!.after }),
    )
  return [...breaks, ...compare('I6', row, { transactionFeeBps: now }, { transactionFeeBps: changes.at(-1)?.after ?? now })]
}

/**
 * The fees that held at some time from `from` to `to`, the latest first. Stored moments are whole milliseconds, so a
 * change in the same one may have been before or after.
 */
export function feesBetween(history: FeeHistory, from: number, to: number): number[] {
  const held = history.filter(
    ({ since }, index) => since <= to && (history[index + 1]?.since ?? Number.POSITIVE_INFINITY) >= from,
  )
  return [...new Set(held.map(({ feeBps }) => feeBps).reverse())]
}
