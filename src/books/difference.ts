/** A figure of the books that is not what the rules make of the log. Pure. */

/**
 * The invariants that a database can show by itself: money, shares, no debt, the chain of prices, whole writes, cost and profit;
 * of the order book money (I7), and what inboxes make of orders (I8).
 */
export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'] as const
export type Invariant = (typeof INVARIANTS)[number]

export interface Difference {
  readonly invariant: Invariant
  /** The row, as "trades apple:7". */
  readonly row: string
  readonly figure: string
  readonly stored: string
  /** What it should be, or the sentence that it breaks. */
  readonly expected: string
}

type Figure = bigint | number | string | boolean | Date | null
export type Figures = Readonly<Record<string, Figure>>

const shown = (value: Figure | undefined): string => (value instanceof Date ? value.toISOString() : String(value ?? null))

/** The expected figures that the row does not have. */
export function compare(invariant: Invariant, row: string, stored: Figures, expected: Figures): Difference[] {
  return Object.entries(expected)
    .filter(([figure, value]) => shown(stored[figure]) !== shown(value))
    .map(([figure, value]) => ({ invariant, row, figure, stored: shown(stored[figure]), expected: shown(value) }))
}

/** A sentence about several rows that is not so; `rows` says which. */
export const broken = (invariant: Invariant, sentence: string, rows: string): Difference => ({
  invariant,
  row: '',
  figure: '',
  stored: rows,
  expected: sentence,
})

export const differenceText = ({ invariant, row, figure, stored, expected }: Difference): string =>
  row === ''
    ? `${invariant} not so: ${expected}: ${stored}`
    : `${invariant} ${row}: ${figure} is ${stored}, by the log it is ${expected}`

/** What the rules say of a log that they cannot play: rules throw where a caller broke their terms. */
export function unplayable<T>(work: () => T, otherwise: (difference: Difference) => T, invariant: Invariant, row: string): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return otherwise({
      invariant,
      row,
      figure: 'log',
      stored: 'as it is',
      expected: `one that the rules can play: ${error.message}`,
    })
  }
}
