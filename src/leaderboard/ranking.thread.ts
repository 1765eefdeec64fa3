import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MarketTerms } from '../trading/price-line.ts'
import type { Columns, Ranking } from './ranking.ts'

/**
 * A thread that ranks huge crowds, one after another, so that who asks meanwhile is answered by a thread that has time. It
 * starts with the first of them, reads the crowd's columns where they are, and ends when none came for a while.
 */
const IDLE_MS = 60_000

let thread: Worker | null = null
let last: Promise<unknown> = Promise.resolve()
let idle: NodeJS.Timeout | undefined

/**
 * Ranks into `into`, which lies in shared memory as the columns do. They must not change before this resolves. Rejects where the
 * thread fails; the next ranking has another one.
 */
export function rankElsewhere(columns: Columns, terms: MarketTerms, into: Ranking): Promise<void> {
  const mine = last.then(() => rankNow(columns, terms, into))
  last = mine.catch(() => undefined)
  return mine
}

async function rankNow(columns: Columns, terms: MarketTerms, into: Ranking): Promise<void> {
  clearTimeout(idle)
  const worker = (thread ??= start())
  const { minPriceMicros, slopeMicrosPerShare, transactionFeeBps } = terms
  const over = new AbortController()
  try {
    const ended = once(worker, 'exit', { signal: over.signal }).then(() => {
      throw new Error('the thread that ranks ended')
    })
    ended.catch(() => undefined)
    worker.postMessage({ columns, terms: { minPriceMicros, slopeMicrosPerShare, transactionFeeBps }, into })
    await Promise.race([once(worker, 'message', { signal: over.signal }), ended])
  } finally {
    over.abort()
    idle = setTimeout(end, IDLE_MS).unref()
  }
}

function start(): Worker {
  const worker = new Worker(new URL('./ranking.worker.ts', import.meta.url))
  worker.unref()
  const forget = () => {
    if (thread === worker) thread = null
  }
  // Who waits for a ranking hears of it; nobody else has to.
  worker.on('error', forget).on('exit', forget)
  return worker
}

function end(): void {
  void thread?.terminate()
  thread = null
}
