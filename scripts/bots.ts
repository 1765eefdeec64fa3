/**
 * npm run bots -- [--traders 50] [--url http://localhost:4000] [--event kickstart] [--per-minute 6]
 * Traders for a lively market: each joins like a guest, watches, and buys and sells through the public API as its
 * character has it, `per-minute` times a minute on average. With --book [--markets CXPT-USDC] [--makers 3] [--takers 3] they
 * quote and take on order books instead, with signed orders. Ctrl-C ends them all.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Advice, createApi } from './bots/api.ts'
import { runBook } from './bots/book.ts'
import { watchMarket } from './bots/market.ts'
import { runTrader, type Tally, type TraderOptions } from './bots/trader.ts'

const usage = `Usage: npm run bots -- [--traders 50] [--url http://localhost:4000] [--event kickstart] [--per-minute 6]
   or: npm run bots -- --book [--markets CXPT-USDC] [--makers 3] [--takers 3] [--url http://localhost:4000]`
const TRADERS_MAX = 1_000
const PER_MINUTE_MAX = 120
const BOOK_BOTS_MAX = 50
const JOINS_AT_ONCE = 20
const LINE_EVERY_MS = process.stdout.isTTY ? 500 : 5_000
const FAREWELL_MAX_MS = 2_000

interface Options {
  readonly traders: number
  readonly url: string
  readonly event: string
  readonly perMinute: number
  readonly book: { readonly markets: readonly string[]; readonly makers: number; readonly takers: number } | null
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        traders: { type: 'string', default: '50' },
        url: { type: 'string', default: `http://localhost:${process.env.PORT || 4000}` },
        event: { type: 'string', default: 'kickstart' },
        'per-minute': { type: 'string', default: '6' },
        book: { type: 'boolean', default: false },
        markets: { type: 'string', default: 'CXPT-USDC' },
        makers: { type: 'string', default: '3' },
        takers: { type: 'string', default: '3' },
      },
    })
    const url = URL.parse(values.url)
    if (!url || !/^https?:$/.test(url.protocol))
      throw new Error(`--url must be an address such as http://localhost:4000, and was ${values.url}.`)
    const book = {
      markets: values.markets.split(',').map((symbol) => symbol.trim()),
      makers: within('--makers', values.makers, BOOK_BOTS_MAX),
      takers: within('--takers', values.takers, BOOK_BOTS_MAX),
    }
    return {
      book: values.book ? book : null,
      traders: within('--traders', values.traders, TRADERS_MAX),
      url: url.origin,
      event: values.event,
      perMinute: within('--per-minute', values['per-minute'], PER_MINUTE_MAX),
    }
  } catch (error) {
    throw new Advice(`${(error as Error).message}\n${usage}`)
  }
}

function within(name: string, text: string, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Error(`${name} must be 1 to ${max}, and was ${text}.`)
}

/** The line of progress, written over itself in a terminal. */
function report(traders: number, seen: string, tally: Tally, startedMs: number): void {
  const seconds = Math.max(1, (performance.now() - startedMs) / 1000)
  const trouble = tally.failed > 0 ? ` · ${tally.failed} failed` : ''
  const refused = tally.refused > 0 ? ` · ${tally.refused} refused (${tally.lastRefusal})` : ''
  const line = `${tally.joined} of ${traders} traders · ${tally.trades} trades (${(tally.trades / seconds).toFixed(1)}/s)${seen}${refused}${trouble}`
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line.slice(0, (process.stdout.columns ?? 200) - 1)}`)
  else console.log(line)
}

const startTally = (): Tally => ({ joined: 0, trades: 0, refused: 0, failed: 0, lastRefusal: '' })

async function runBots(options: Options, signal: AbortSignal): Promise<void> {
  const api = createApi(options.url, signal)
  await api.reach()
  const tally = startTally()
  const startedMs = performance.now()
  if (options.book) {
    const { markets, makers, takers } = options.book
    const say = () => report(markets.length * (makers + takers), '', tally, startedMs)
    return await untilEnded(runBook({ api, ...options.book, tally, signal }), say, signal)
  }
  const market = await watchMarket(api, options.url, options.event, signal)
  const say = () => report(options.traders, ` · ${market.moves} moves seen`, tally, startedMs)
  const meanMs = 60_000 / options.perMinute
  await untilEnded(joinTraders({ api, market, eventId: options.event, meanMs, tally, signal }, options.traders), say, signal)
}

/** They join a few at a time; the first that fails for good fails all. */
async function joinTraders(options: Omit<TraderOptions, 'number'>, traders: number): Promise<void> {
  const running: Promise<void>[] = []
  const failed = new AbortController()
  for (let number = 0; number < traders && !options.signal.aborted && !failed.signal.aborted; number++) {
    running.push(
      runTrader({ ...options, number }).catch((error: unknown) => {
        failed.abort()
        throw error
      }),
    )
    running.at(-1)!.catch(() => {})
    if (number % JOINS_AT_ONCE === JOINS_AT_ONCE - 1) await sleep(200)
  }
  await Promise.all(running)
}

/** Waits for what runs, saying how it does; once stopped, for a moment at most. */
async function untilEnded(all: Promise<void>, say: () => void, signal: AbortSignal): Promise<void> {
  const reports = setInterval(say, LINE_EVERY_MS)
  try {
    await Promise.race([all, ended(signal)])
    await Promise.race([all, sleep(FAREWELL_MAX_MS, undefined, { ref: false })])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearInterval(reports)
    say()
    if (process.stdout.isTTY) console.log()
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
try {
  await runBots(readOptions(), stopping.signal)
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Advice ? error.message : error)
    process.exitCode = 1
  }
}
