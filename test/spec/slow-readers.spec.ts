import { get, type IncomingMessage } from 'node:http'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AnyData, startTestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'
import { openSignedIn } from '../support/raw-socket.ts'

/** A reader that stops reading is let go after a while; until then and afterwards nobody else notices. */
const SLOW_READER_MS = 2_000
const app = await startTestApp({ config: { slowReaderMs: SLOW_READER_MS } })
const eventId = 'crowd'
const trader = await app.token('alice@example.com')

beforeAll(async () => {
  await openMarket(app, eventId, ['apple'])
  const input = { projectId: 'apple', eventId, ticker: 'apple', name: 'apple', description: '漢'.repeat(2_000) }
  const token = await app.token('organiser@example.com', { admin: true })
  await app.ask(
    'mutation ($input: SaveProjectInput!) { saveProject(input: $input) { userErrors { message } } }',
    { input },
    { token },
  )
})

/** Some 90 kB an update, so that what the operating system keeps for a reader is full soon. */
const aliases = Array.from({ length: 15 }, (_, index) => `d${index}: description`).join(' ')
const LARGE = `subscription { tradeExecuted(eventId: "${eventId}") { sequence project { ${aliases} } } }`
const PRICES = `subscription { priceUpdated(eventId: "${eventId}") { kind sequence missed } }`

/** Subscribes and then reads nothing; answers what its end looks like once it reads again. */
const STOPPED = {
  async ws() {
    const raw = await openSignedIn(app.wsUrl)
    raw.send({ id: '1', type: 'subscribe', payload: { query: LARGE } })
    raw.socket.pause()
    return async () => {
      raw.socket.resume()
      expect((await raw.closed).code).toBe(1013)
    }
  },
  async sse() {
    const url = `${app.url}/graphql?query=${encodeURIComponent(LARGE)}`
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers: { accept: 'text/event-stream' } }, resolve).on('error', reject)
    })
    return async () => {
      let end = ''
      response.setEncoding('utf8').on('data', (text: string) => (end = text))
      await new Promise((resolve) => response.once('error', resolve).once('end', resolve))
      expect(response.complete).toBe(false)
      expect(end).not.toContain('event: complete')
    }
  },
}

/** When each update of the project arrived, by its sequence. */
function follow() {
  const arrivedMs = new Map<number, number>()
  let missed = 0
  let wake = () => {}
  const stop = app.client().subscribe<AnyData>(
    { query: PRICES },
    {
      next({ data }) {
        arrivedMs.set(data!.priceUpdated.sequence, performance.now())
        missed += data!.priceUpdated.missed
        wake()
      },
      error: () => wake(),
      complete: () => wake(),
    },
  )
  onTestFinished(stop)
  return {
    arrivedMs,
    get missed() {
      return missed
    },
    async until(sequence: number) {
      while (!arrivedMs.has(sequence))
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    },
  }
}

/** A line of /metrics; 0 where it is not there yet. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? 0,
  )
}

const BUY = 'mutation { buy(input: { projectId: "apple", shares: "0.0001" }) { trade { sequence } } }'
async function buy(): Promise<{ sequence: number; answeredMs: number }> {
  const {
    buy: { trade },
  } = await app.ask(BUY, null, { token: trader })
  return { sequence: trade.sequence, answeredMs: performance.now() }
}

describe.each(['ws', 'sse'] as const)('over %s, a reader that stops', (transport) => {
  test(`is let go after ${SLOW_READER_MS} ms, and costs the others neither updates nor time, nor the process more than a bounded backlog`, async () => {
    const other = follow()
    await other.until((await buy()).sequence)
    const readAgain = await STOPPED[transport]()
    await expect.poll(() => app.services.streams.counts.streams).toBe(2)
    let waitingMost = 0
    const trades: Awaited<ReturnType<typeof buy>>[] = []
    // Both before it is held back, while it is, and when it has gone.
    while ((await metric(`streams_slow_readers_total{transport="${transport}"}`)) === 0) {
      trades.push(...(await Promise.all(Array.from({ length: 20 }, buy))))
      waitingMost = Math.max(waitingMost, await metric('streams_waiting_bytes'))
    }
    await readAgain()
    await expect.poll(() => app.services.streams.counts.streams).toBe(1)
    trades.push(await buy())
    await other.until(trades.at(-1)!.sequence)
    const delaysMs = trades.map(({ sequence, answeredMs }) => other.arrivedMs.get(sequence)! - answeredMs)
    expect(other.missed).toBe(0)
    expect(Math.max(...delaysMs)).toBeLessThan(1_000)
    // A stream that holds back goes on below 64 kB: so much waits at least when the reader takes nothing more.
    expect(waitingMost).toBeGreaterThan(64 * 1_024)
    expect(waitingMost).toBeLessThan(512 * 1_024)
  })
})
