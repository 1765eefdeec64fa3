import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Viewer } from '../../src/identity/viewer.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'

/** Subscriptions as server-sent events: the same frames as over a WebSocket, in another wrapping. */
const viewer: Viewer = {
  userId: crypto.randomUUID(),
  groups: [],
  isAdmin: false,
  isService: false,
  issuedAt: new Date(),
  expiresAt: new Date(),
}
const app = await startTestApp()
const eventId = 'events'
beforeAll(() => openMarket(app, eventId, ['apple', 'banana']))

const PRICES = `subscription { priceUpdated(eventId: "${eventId}") { kind projectId sequence cursor } }`
const EVENT = `subscription { eventUpdated(eventId: "${eventId}") { name } }`

/** The text of an event stream so far. */
async function listen(to: TestApp, query: string, headers: Record<string, string> = {}) {
  const aborting = new AbortController()
  onTestFinished(() => aborting.abort())
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    signal: aborting.signal,
    body: JSON.stringify({ query }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const stream = {
    response,
    text: '',
    async until(isEnough: (text: string) => boolean): Promise<string> {
      while (!isEnough(stream.text)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended early: ${stream.text}`)
        stream.text += value
      }
      return stream.text
    },
    leave: () => aborting.abort(),
  }
  return stream
}

const payloads = (text: string) => Array.from(text.matchAll(/^event: next\ndata: (.+)$/gm), ([, data]) => JSON.parse(data!))

test("begins with a comment, then has each update as an event, the first with the server's time", async () => {
  const stream = await listen(app, PRICES)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream')
  const text = await stream.until((so) => payloads(so).length === 2)
  expect(text).toMatch(/^:\n\nevent: next\ndata: \{.*\}\n\nevent: next\ndata: \{.*\}\n\n$/)
  const [first, second] = payloads(text)
  expect(first).toMatchObject({
    data: { priceUpdated: { kind: 'SNAPSHOT', projectId: 'apple' } },
    extensions: { serverTime: expect.any(String) },
  })
  expect(second).not.toHaveProperty('extensions')
})

test('shares what is executed and encoded with sockets that ask the same', async () => {
  const streams = await Promise.all([listen(app, PRICES), listen(app, PRICES)])
  onTestFinished(app.client().subscribe({ query: PRICES }, { next() {}, error() {}, complete() {} }))
  await expect.poll(() => app.services.streams.counts).toEqual({ streams: 3, groups: 1 })
  for (const stream of streams) stream.leave()
  await expect.poll(() => app.services.streams.counts).toEqual({ streams: 1, groups: 1 })
})

test('has a comment each 12 s while nothing happens', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const stream = await listen(app, EVENT)
  const before = await stream.until((text) => payloads(text).length === 1)
  vi.advanceTimersByTime(12_000)
  expect(await stream.until((text) => text.length > before.length)).toBe(`${before}:\n\n`)
})

test('is complete when the token ends', async () => {
  const expiring = await startTestApp({
    deps: app.deps,
    identity: { authenticate: async () => ({ ...viewer, expiresAt: new Date(Date.now() + 300) }) },
  })
  const stream = await listen(expiring, EVENT, { authorization: 'Bearer short' })
  expect(await stream.until((text) => text.includes('complete'))).toMatch(/\n\nevent: complete\ndata:\n\n$/)
})

describe('before it began', () => {
  test.each([
    ['an unknown event', 'subscription { eventUpdated(eventId: "nowhere") { name } }', 'NOT_FOUND'],
    ["a guest's portfolio", `subscription { portfolioUpdated(eventId: "${eventId}") { totalPnl } }`, 'UNAUTHENTICATED'],
    ['a wrong field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is told as the only event, and leaves no stream', async (_what, query, code) => {
    const text = await (await listen(app, query)).until((so) => so.includes('complete'))
    expect(payloads(text)).toMatchObject([{ errors: [{ extensions: { code } }] }])
    expect(app.services.streams.isWatched('nowhere')).toBe(false)
  })
})
