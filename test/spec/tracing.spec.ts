/** A trace goes from the request through the batch to the push, to other servers as well; without a collector there is none. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { shareUnits } from '../../src/money/units.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import { histogram, metricsText } from '../../src/platform/metrics.ts'
import { startTracing, traceHeader } from '../../src/platform/tracing.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDatabase, testLog, testRedisUrl } from '../support/database.ts'

interface Span {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly links?: readonly { readonly traceId: string }[]
}

/** A collector of OTLP over HTTP, which keeps what it is sent. */
async function startCollector() {
  const spans: Span[] = []
  const take = async (request: IncomingMessage) => {
    const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
    spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
  }
  const server = createServer((request, response) => {
    void take(request).then(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}

const { db } = await createTestDatabase()
const prefix = `test-${randomUUID()}:`
const apps = await Promise.all(
  [randomUUID(), randomUUID()].map((serverId) => {
    const url = testRedisUrl()
    return startTestApp({
      deps: { db, serverId, ...(url ? { bus: createRedisBus({ url, log: testLog, serverId, prefix }) } : {}) },
    })
  }),
)
const [app, other] = apps as [(typeof apps)[number], (typeof apps)[number]]
const admin = { token: await app.token('organiser@example.com', { admin: true }) }
await app.ask(
  'mutation { saveEvent(input: {eventId: "kickstart", status: OPEN, parameters: {driftEnabled: false}}) { event { status } } }',
  null,
  admin,
)
await app.ask('mutation { saveProject(input: {projectId: "p", ticker: "P", seedAmount: "9"}) { isNew } }', null, admin)
const BUY = 'mutation Buy { buy(input: {projectId: "p", shares: "1"}) { trade { sequence } } }'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = (flags: '00' | '01') => ({ traceparent: `00-${TRACE}-00f067aa0ba902b7-${flags}` })

/** Two trades that this server makes in one batch. */
async function tradeTogether(): Promise<void> {
  const { user_id: userId } = await db.selectFrom('users').select('user_id').executeTakeFirstOrThrow()
  const owner = { userId, isAdmin: true }
  const command = { side: 'BUY', projectId: 'p', shares: shareUnits(1n), limit: null } as const
  const keyed = { userId, key: null, mutation: 'buy', inputHash: '' }
  const { batches } = app.services.trades.stats
  await Promise.all([1, 2].map(() => app.services.trades.execute({ owner, command, keyed })))
  expect(app.services.trades.stats.batches).toBe(batches + 1)
}

test.each([
  ['', false, 2],
  [', also where the other server trades in between', true, 6],
])('a buy is one trace: request, operation, batch and the push of each server%s', async (_also, hasOthers, sequence) => {
  if (hasOthers) {
    await other.gql(BUY, null, admin)
    await tradeTogether()
  }
  const collector = await startCollector()
  const stop = await startTracing({ endpoint: collector.endpoint, ratio: 0, serverId: 'one' })
  const live = [app, other].map((each) => each.take(each.client(), 2, 'subscription { priceUpdated { sequence } }'))
  await vi.waitFor(() => expect(other.services.streams.counts.streams).toBe(1))
  await vi.waitFor(() => expect(app.services.streams.counts.streams).toBe(1))
  const { data } = await app.gql(BUY, null, { ...admin, headers: traceparent('01') })
  expect(data.buy.trade.sequence).toBe(sequence)
  await Promise.all(live)
  await stop()
  collector.stop()
  const parents = (name: string) => {
    const found = collector.spans.filter((span) => span.name === name)
    return found.map(({ parentSpanId }) => collector.spans.find(({ spanId }) => spanId === parentSpanId)?.name)
  }
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]))
  expect(parents('POST /graphql')).toEqual([undefined])
  expect(parents('mutation Buy')).toEqual(['POST /graphql'])
  expect(parents('trade batch')).toEqual(['mutation Buy'])
  expect(parents('push')).toEqual(['trade batch', 'trade batch'])
})

test('a batch of several requests is a part of the first trace and names the others', async () => {
  const collector = await startCollector()
  const stop = await startTracing({ endpoint: collector.endpoint, ratio: 1, serverId: 'one' })
  await Promise.all(Array.from({ length: 8 }, () => app.gql(BUY, null, admin)))
  await stop()
  collector.stop()
  const batches = collector.spans.filter(({ name }) => name === 'trade batch')
  const named = batches.flatMap(({ traceId, links = [] }) => [traceId, ...links.map((link) => link.traceId)])
  const asked = collector.spans.filter(({ name }) => name === 'POST /graphql').map(({ traceId }) => traceId)
  expect(new Set(asked).size).toBe(8)
  expect(named.sort()).toEqual(asked.sort())
})

test('an operation of a WebSocket is a trace of its own, in the share that is asked for', async () => {
  const collector = await startCollector()
  const stop = await startTracing({ endpoint: collector.endpoint, ratio: 0.25, serverId: 'one' })
  const client = app.client(admin)
  const chance = vi.spyOn(Math, 'random')
  for (const drawn of [0.24, 0.25, 0.99, 0]) {
    chance.mockReturnValue(drawn)
    for await (const { errors } of client.iterate({ query: BUY })) expect(errors).toBeUndefined()
  }
  chance.mockRestore()
  await stop()
  collector.stop()
  const asked = collector.spans.filter(({ name }) => name === 'WS /graphql')
  expect(asked).toHaveLength(2)
  for (const { traceId } of asked) {
    const names = collector.spans.filter((span) => span.traceId === traceId).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['mutation Buy', 'trade batch', 'push']))
  }
})

test('a request that is not sampled leaves nothing, and neither does one where tracing is off', async () => {
  const collector = await startCollector()
  const stop = await startTracing({ endpoint: collector.endpoint, ratio: 1, serverId: 'one' })
  await app.gql(BUY, null, { ...admin, headers: traceparent('00') })
  await stop()
  await app.gql(BUY, null, { ...admin, headers: traceparent('01') })
  expect(traceHeader()).toBeNull()
  expect(collector.spans).toEqual([])
  collector.stop()
})

test('a histogram counts in its buckets what was at most so large, and sums it', () => {
  const sizes = histogram('test_sizes', 'Help.', [1, 10], { kind: 'a' })
  for (const value of [1, 2, 30]) sizes.observe(value)
  expect(metricsText()).toContain(
    [
      '# TYPE test_sizes histogram',
      'test_sizes_bucket{kind="a",le="1"} 1',
      'test_sizes_bucket{kind="a",le="10"} 2',
      'test_sizes_bucket{kind="a",le="+Inf"} 3',
      'test_sizes_sum{kind="a"} 33',
      'test_sizes_count{kind="a"} 3',
    ].join('\n'),
  )
})

test('what was done is in the metrics: batches, operations and their cost, the way to the sockets, locks, the bus', () => {
  const text = metricsText()
  for (const name of [
    'trade_batch_seconds',
    'trade_batch_size',
    'operation_seconds',
    'operation_cost_points',
    'commit_to_socket_seconds',
  ])
    expect(text).toMatch(new RegExp(`^${name}_count(?:\\{type="mutation"\\})? [1-9]`, 'm'))
  for (const name of [
    'updates_folded_total',
    'database_lock_waiters',
    'trade_queue',
    'streams_waiting_bytes',
    'event_loop_utilization',
  ])
    expect(text).toContain(`# TYPE ${name} `)
})
