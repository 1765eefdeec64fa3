/**
 * What traces cost: the same buys over HTTP at a server that traces a request in a hundred and sends what it saw to a
 * collector, and at the same server without traces, in turn. It is the same process: two that are started alike differ by
 * more than what is looked for, by up to a fifth. There are several, so that no one of them decides.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { openMarket } from '../market.ts'
import type { TracedServerOptions } from '../peers/traced-server.ts'
import { type Extent, median, progress, ratioOf, type Row, whole } from '../row.ts'
import { checked, EXPECT, loadText, middle, ourBuys, rates } from './buys.ts'

const TRADERS = 200
const CONNECTIONS = 256
const SERVERS = 2
/** A server gets faster for some seconds, more than what is looked for. */
const WARM_UPS = 4
const RATIO = 0.01
/** The machine is faster and slower for seconds, too: rounds are short, and there are more of them. */
const SHARE_OF_ROUND = 0.5

type Body = { readonly resourceSpans: readonly { scopeSpans: readonly { spans: readonly { parentSpanId?: string }[] }[] }[] }

/** Counts the traces whose first span it is sent. */
async function startCollector() {
  let traces = 0
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const spans = (body as Body).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
      traces += spans.filter(({ parentSpanId }) => !parentSpanId).length
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, count: () => traces, stop: () => server.close() }
}

/** A round at one server, and its processor time for each buy, in microseconds. */
interface Round {
  readonly figures: LoadFigures
  readonly micros: number
}

async function round(server: Child, generator: Child, load: HttpLoad, on: boolean): Promise<Round> {
  await server.ask({ kind: 'trace', on })
  const before = await server.ask<number>({ kind: 'cpuMs' })
  const figures = checked(await generator.ask<LoadFigures>({ kind: 'run', ...load }))
  await server.ask({ kind: 'trace', on: false })
  const tookMs = (await server.ask<number>({ kind: 'cpuMs' })) - before
  return { figures, micros: (tookMs * 1_000_000) / (figures.perSecond * load.forMs) }
}

export async function traceRows(extent: Extent): Promise<Row[]> {
  const rounds = extent.rounds / SHARE_OF_ROUND
  const market = await openMarket({ projects: 1, traders: 1 })
  const collector = await startCollector()
  const generator = await Child.start('load/http.ts')
  const [without, traced]: [Round[], Round[]] = [[], []]
  for (let nth = 1; nth <= SERVERS; nth++) {
    const options: TracedServerOptions = { databaseUrl: market.url, endpoint: collector.endpoint, ratio: RATIO }
    const server = await Child.start('peers/traced-server.ts', options)
    const url = await server.ask<string>({ kind: 'url' })
    const requests = ourBuys(await signIn(url, TRADERS))
    const load = { url, connections: CONNECTIONS, forMs: extent.roundMs * SHARE_OF_ROUND, requests, expect: EXPECT }
    progress(`traces: server ${nth} of ${SERVERS} is warming up`)
    for (let n = 0; n < WARM_UPS; n++) await round(server, generator, { ...load, forMs: extent.warmUpMs }, n % 2 === 1)
    for (let n = 1; n <= rounds; n++) {
      progress(`traces: server ${nth} of ${SERVERS}, round ${n} of ${rounds}`)
      // Whoever is first in a round is not always the same.
      for (const on of n % 2 === 0 ? [false, true] : [true, false])
        (on ? traced : without).push(await round(server, generator, load, on))
    }
    await server.stop()
  }
  const traces = collector.count()
  await generator.stop()
  collector.stop()
  await market.stop()
  return [rowOf(without, traced, traces)]
}

function rowOf(without: readonly Round[], traced: readonly Round[], traces: number): Row {
  const figuresOf = (of: readonly Round[]) => of.map(({ figures }) => figures)
  const text = (of: readonly Round[]) =>
    `${loadText(middle(figuresOf(of)))}, ${whole(median(of.map(({ micros }) => micros)))} µs of processor each`
  return {
    path: `buy over HTTP, ${CONNECTIONS} connections, a request in a hundred traced (${whole(traces)} traces arrived)`,
    ours: text(traced),
    peer: `the same ${SERVERS} servers without traces: ${text(without)}`,
    ratio: ratioOf(rates(figuresOf(traced)), rates(figuresOf(without)), 2),
    target: '≥ 0.95 ×',
  }
}
