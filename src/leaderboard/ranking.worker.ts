/** Ranks crowds in a thread of its own: shared columns in, a ranking out whose columns are handed over. */
import { parentPort } from 'node:worker_threads'
import type { MarketTerms } from '../trading/price-line.ts'
import { type Columns, ranked } from './ranking.ts'

parentPort?.on('message', ({ columns, terms }: { columns: Columns; terms: MarketTerms }) => {
  const ranking = ranked(columns, terms)
  parentPort?.postMessage(
    ranking,
    Object.values(ranking).map(({ buffer }) => buffer as ArrayBuffer),
  )
})
