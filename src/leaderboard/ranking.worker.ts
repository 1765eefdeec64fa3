/**
 * Ranks crowds in a thread of its own, from columns into columns in shared memory. Whoever answers comes first: where the system
 * lets a thread stand back, this one does, so that it runs in what the others leave of the processors.
 */
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { MarketTerms } from '../trading/price-line.ts'
import { type Workings, workingsFor } from './descending.ts'
import { type Columns, type Ranking, ranked } from './ranking.ts'

interface Order {
  readonly columns: Columns
  readonly terms: MarketTerms
  readonly into: Ranking
}

/** A third of the weight of a thread that answers: with less, a board would be too old where the processors are all busy. */
const NICE = 5
let workings: Workings = workingsFor(0)

/** Linux names the thread that looks, and takes priorities of single threads; elsewhere there is no such link. */
function standBack(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE)
  } catch {
    // As important as the others, then.
  }
}

standBack()
parentPort?.on('message', ({ columns, terms, into }: Order) => {
  const { length } = columns.cash
  if (workings.low.length < length) workings = workingsFor(Math.ceil(length * 1.5))
  ranked(columns, terms, into, workings)
  parentPort?.postMessage(null)
})
