/**
 * What traces cost: the same buys over HTTP at a server without traces and at one that traces a request in a hundred and
 * sends what it saw to a collector, in turn. Both stand on one Postgres; who is not asked has nothing to do.
 */
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { defineServer, UNLIMITED } from '../../test/fault/server-process.ts'
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { openMarket } from '../market.ts'
import { type Extent, median, progress, type Row, whole } from '../row.ts'
import { checked, EXPECT, loadText, middle, ourBuys, rates } from './buys.ts'

const TRADERS = 200
const CONNECTIONS = 256
/** Rounds differ by more than what is looked for, so there are many. */
const ROUNDS_PER_ROUND = 3

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

/** Processor time of the process so far, in microseconds; 0 where /proc does not tell. A tick is a hundredth of a second. */
function cpuMicros(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

export async function traceRows({ rounds, roundMs, warmUpMs }: Extent): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const market = await openMarket({ projects: 1, traders: 1 })
  const collector = await startCollector()
  const plain = { DATABASE_URL: market.url, LOG_LEVEL: 'warn', ...UNLIMITED }
  const tracing = { ...plain, OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: '0.01' }
  const servers = [await defineServer(folder, 'plain', plain), await defineServer(folder, 'tracing', tracing)] as const
  await Promise.all(servers.map((server) => server.start()))
  const generator = await Child.start('load/http.ts')
  const loads = await Promise.all(
    servers.map(async ({ port }): Promise<HttpLoad> => {
      const url = `http://127.0.0.1:${port}`
      const requests = ourBuys(await signIn(url, TRADERS))
      return { url, connections: CONNECTIONS, forMs: roundMs, requests, expect: EXPECT }
    }),
  )
  const found: [LoadFigures[], LoadFigures[]] = [[], []]
  const cpu: [number[], number[]] = [[], []]
  const many = rounds * ROUNDS_PER_ROUND
  for (let round = 0; round <= many; round++) {
    progress(round === 0 ? 'traces: warming up' : `traces: round ${round} of ${many}`)
    const forMs = round === 0 ? warmUpMs : roundMs
    // Whoever is first in a round is not always the same.
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const before = cpuMicros(servers[which]!.pid)
      const figures = checked(await generator.ask<LoadFigures>({ kind: 'run', ...loads[which]!, forMs }))
      found[which]!.push(figures)
      cpu[which]!.push((cpuMicros(servers[which]!.pid) - before) / ((figures.perSecond * forMs) / 1_000))
    }
  }
  for (const each of [...found, ...cpu]) each.shift()
  await generator.stop()
  for (const server of servers) server.signal('SIGTERM')
  await Promise.all(servers.map((server) => server.ended()))
  const traces = collector.count()
  collector.stop()
  await market.stop()
  rmSync(folder, { recursive: true, force: true })
  const [without, traced] = found
  const ratios = rates(traced).map((rate, round) => rate / rates(without)[round]!)
  const [least, middling, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2))
  return [
    {
      path: `buy over HTTP, ${CONNECTIONS} connections, a request in a hundred traced (${whole(traces)} traces arrived)`,
      ours: `${loadText(middle(traced))}, ${whole(median(cpu[1]))} µs of processor each`,
      peer: `the same without traces: ${loadText(middle(without))}, ${whole(median(cpu[0]))} µs each`,
      ratio: `${middling} × (${least} – ${most})`,
      target: '≥ 0.95 ×',
    },
  ]
}
