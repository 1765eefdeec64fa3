/** Rows 2, 7 and 16 as bytes: arrays, bodies in crumbs, requests behind each other, and offers of another protocol. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestApp } from '../../support/app.ts'
import { openSignedIn } from '../../support/raw-socket.ts'

const app = await startTestApp()
const { port, hostname } = new URL(app.url)
const HELLO = JSON.stringify({ query: '{ __typename }' })

const headOf = (headers: Record<string, string>): string =>
  `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`
const requestOf = (body: string, headers: Record<string, string> = {}): string =>
  headOf({ 'Content-Length': `${Buffer.byteLength(body)}`, ...headers }) + body

/** A connection that sends the bytes; what has come back, and when it is over. */
function dial(bytes: string) {
  const socket = connect(Number(port), hostname)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const dialled = { socket, text: '', closed }
  socket.setEncoding('utf8').on('data', (text: string) => {
    dialled.text += text
  })
  socket.on('error', () => {})
  socket.write(bytes)
  return dialled
}

async function answersTo(bytes: string, count: number): Promise<string> {
  const dialled = dial(bytes)
  const statuses = () => dialled.text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0
  await expect.poll(statuses, { timeout: 5_000 }).toBeGreaterThanOrEqual(count)
  dialled.socket.destroy()
  return dialled.text
}

test('row 2: an array of operations is 400 as an event stream too, and breaks the protocol of a socket', async () => {
  const batch = Array.from({ length: 10 }, () => ({ query: '{ __typename }' }))
  for (const accept of ['application/json', 'text/event-stream'])
    expect(await answersTo(requestOf(JSON.stringify(batch), { Accept: accept }), 1)).toMatch(/^HTTP\/1\.1 400/)
  for (const frame of [[{ id: '1', type: 'subscribe', payload: batch[0] }], { id: '1', type: 'subscribe', payload: batch }]) {
    const raw = await openSignedIn(app.wsUrl)
    raw.send(frame)
    expect((await raw.closed).code).toBe(4400)
  }
})

test.each([
  ['/graphql', 400],
  ['/nothing', 404],
])('row 16: who sends a body to %s byte by byte is refused with %i, and cut off', async (path, status) => {
  const dialled = dial(headOf({ 'Transfer-Encoding': 'chunked' }).replace('/graphql', path))
  const startedMs = performance.now()
  const crumbs = setInterval(() => dialled.socket.write('1\r\n \r\n'.repeat(500)), 5)
  await dialled.closed
  clearInterval(crumbs)
  // Long before a body that is merely slow would be.
  expect(performance.now() - startedMs).toBeLessThan(4_000)
  // What was answered may be lost with the connection.
  if (dialled.text !== '') expect(dialled.text).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
})

test('row 16: a body in small pieces, but not in crumbs, is read', async () => {
  const body = JSON.stringify({ query: '{ __typename }', variables: { padding: 'x'.repeat(90_000) } })
  const pieces = body.match(/.{1,40}/gs)!.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`)
  expect(pieces.length).toBeGreaterThan(2_000)
  const text = await answersTo(`${headOf({ 'Transfer-Encoding': 'chunked' })}${pieces.join('')}0\r\n\r\n`, 1)
  expect(text).toMatch(/^HTTP\/1\.1 200/)
  expect(text).toContain('{"data":{"__typename":"Query"}')
})

test('row 16: a connection goes on behind what was refused on it', async () => {
  for (const refused of [requestOf('x'.repeat(100_001)), requestOf(HELLO, { 'Content-Encoding': 'gzip' }), requestOf('{')]) {
    const text = await answersTo(refused + requestOf(HELLO), 2)
    expect(text).toMatch(/^HTTP\/1\.1 4(00|13|15)/)
    expect(text).toContain('{"data":{"__typename":"Query"}')
  }
})

test('row 7: of subscriptions that stand behind each other on a connection, only the first runs', async () => {
  const subscription = requestOf(JSON.stringify({ query: 'subscription { eventUpdated { eventId } }' }), {
    Accept: 'text/event-stream',
  })
  const dialled = dial(subscription.repeat(30))
  const open = async () => Number(/^event_streams (\d+)/m.exec(await (await fetch(`${app.url}/metrics`)).text())?.[1])
  await expect.poll(open).toBe(1)
  dialled.socket.destroy()
  await expect.poll(open).toBe(0)
})

test('an offer of HTTP/2 is answered in HTTP/1.1', async () => {
  const offer = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAoAAAAAIAAAAA' }
  expect(await answersTo(requestOf(HELLO, offer), 1)).toMatch(/^HTTP\/1\.1 200/)
})

test.each([
  ['', 'application/json'],
  ['application/json;q=0, application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json;q=0.5, application/json;q=0.9', 'application/json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ['text/event-stream, */*;q=0.1', 'application/json'],
])('an Accept of "%s" is answered as %s', async (accept, type) => {
  const text = await answersTo(requestOf(HELLO, { Accept: accept }), 1)
  expect(/^content-type: ([^;\r]*)/im.exec(text)?.[1]).toBe(type)
})

test.each(['application/json;q=0', '*/*;q=0', 'text/event-stream;q=0', 'text/html'])(
  'an Accept of "%s" is 406',
  async (accept) => {
    expect(await answersTo(requestOf(HELLO, { Accept: accept }), 1)).toMatch(/^HTTP\/1\.1 406/)
  },
)

test('a parameter that a GET brings twice is 400', async () => {
  const query = encodeURIComponent('{ __typename }')
  const response = await fetch(`${app.url}/graphql?query=${query}&query=${query}`)
  expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ message: 'query is given 2 times.' }] }])
})
