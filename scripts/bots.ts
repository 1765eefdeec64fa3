/**
 * npm run bots -- [--traders 50] [--url http://localhost:4000] [--event kickstart] [--per-minute 6]
 * Traders for a lively market: each joins like a guest, watches, and buys and sells through the public API as its
 * character has it, `per-minute` times a minute on average. Ctrl-C ends them all.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Advice, createApi } from './bots/api.ts'
import { type Market, watchMarket } from './bots/market.ts'
import { runTrader, type Tally } from './bots/trader.ts'

const usage = 'Usage: npm run bots -- [--traders 50] [--url http://localhost:4000] [--event kickstart] [--per-minute 6]'
const TRADERS_MAX = 1_000
const PER_MINUTE_MAX = 120
const JOINS_AT_ONCE = 20
const LINE_EVERY_MS = process.stdout.isTTY ? 500 : 5_000
const FAREWELL_MAX_MS = 2_000

interface Options {
  readonly traders: number
  readonly url: string
  readonly event: string
  readonly perMinute: number
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        traders: { type: 'string', default: '50' },
        url: { type: 'string', default: `http://localhost:${process.env.PORT || 4000}` },
        event: { type: 'string', default: 'kickstart' },
        'per-minute': { type: 'string', default: '6' },
      },
    })
    const url = URL.parse(values.url)
    if (!url || !/^https?:$/.test(url.protocol))
      throw new Error(`--url must be an address such as http://localhost:4000, and was ${values.url}.`)
    return {
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
function report({ traders }: Options, market: Market, tally: Tally, startedMs: number): void {
  const seconds = Math.max(1, (performance.now() - startedMs) / 1000)
  const trouble = tally.failed > 0 ? ` · ${tally.failed} failed` : ''
  const refused = tally.refused > 0 ? ` · ${tally.refused} refused (${tally.lastRefusal})` : ''
  const line = `${tally.joined} of ${traders} traders · ${tally.trades} trades (${(tally.trades / seconds).toFixed(1)}/s) · ${market.moves} moves seen${refused}${trouble}`
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line.slice(0, (process.stdout.columns ?? 200) - 1)}`)
  else console.log(line)
}

async function runBots(options: Options, signal: AbortSignal): Promise<void> {
  const api = createApi(options.url, signal)
  await api.reach()
  const market = await watchMarket(api, options.url, options.event, signal)
  const tally: Tally = { joined: 0, trades: 0, refused: 0, failed: 0, lastRefusal: '' }
  const startedMs = performance.now()
  const reports = setInterval(() => report(options, market, tally, startedMs), LINE_EVERY_MS)
  const failures: unknown[] = []
  const running: Promise<void>[] = []
  try {
    for (let number = 0; number < options.traders && !signal.aborted && failures.length === 0; number++) {
      const trader = runTrader({ api, market, eventId: options.event, number, meanMs: 60_000 / options.perMinute, tally, signal })
      running.push(trader.catch((error: unknown) => void (signal.aborted || failures.push(error))))
      if (number % JOINS_AT_ONCE === JOINS_AT_ONCE - 1) await sleep(200)
    }
    await Promise.race([Promise.all(running), ended(signal)])
    await Promise.race([Promise.all(running), sleep(FAREWELL_MAX_MS, undefined, { ref: false })])
  } finally {
    clearInterval(reports)
    report(options, market, tally, startedMs)
    if (process.stdout.isTTY) console.log()
  }
  if (failures.length > 0) throw failures[0]
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
