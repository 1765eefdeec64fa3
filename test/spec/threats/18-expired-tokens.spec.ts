/** Row 18: a token that expires while its socket, or its event stream, is open. Real tokens of a real provider. */
import { afterAll, expect, test } from 'vitest'
import { createIdentity } from '../../../src/identity/identity.http.ts'
import { startTestApp } from '../../support/app.ts'
import { createTestDeps } from '../../support/database.ts'
import { IdentityProvider, inSeconds } from '../../support/identity-provider.ts'
import { openSignedIn, openSocket } from '../../support/raw-socket.ts'

const provider = await IdentityProvider.start()
const deps = await createTestDeps()
const rules = { auth: provider.auth, groupsClaim: 'cognito:groups', adminGroup: 'admin' }
const app = await startTestApp({ deps, identity: await createIdentity(deps, rules) })
afterAll(() => provider.stop())

const PORTFOLIO = 'subscription { portfolioUpdated { totalPortfolioValue } }'
const EVENT = 'subscription { eventUpdated { eventId } }'
const subscribe = (id: string, query: string) => ({ id, type: 'subscribe', payload: { query } })

/** A token with less than `seconds` to live; the claim counts whole seconds. */
const short = (seconds: number) => provider.sign({ exp: inSeconds(seconds) })

test('the socket closes with 4403 when its token ends, not before, and nothing comes after', async () => {
  const exp = inSeconds(2)
  const raw = await openSignedIn(app.wsUrl, await provider.sign({ exp }))
  raw.send(subscribe('private', PORTFOLIO))
  raw.send(subscribe('public', EVENT))
  await raw.next((frame) => frame.id === 'private' && frame.type === 'next')
  await raw.next((frame) => frame.id === 'public' && frame.type === 'next')
  const guest = await openSignedIn(app.wsUrl)
  expect(await raw.closed).toEqual({ code: 4403, reason: 'The token has expired.' })
  expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000 - 5)
  expect(Date.now()).toBeLessThan(exp * 1_000 + 1_000)
  const seen = raw.frames.length
  guest.send(subscribe('1', '{ __typename }'))
  await guest.next((frame) => frame.id === '1')
  expect(raw.frames).toHaveLength(seen)
  guest.close()
})

test('a client of graphql-ws comes back by itself with a fresh token, and its streams go on', async () => {
  const tokens: string[] = []
  const closes: unknown[] = []
  const client = app.client({
    retryAttempts: 3,
    retryWait: () => Promise.resolve(),
    shouldRetry: () => true,
    connectionParams: async () => {
      tokens.push(await (tokens.length === 0 ? short(2) : provider.sign()))
      return { authorization: `Bearer ${tokens.at(-1)}` }
    },
    on: { closed: (event) => closes.push((event as { code: number }).code) },
  })
  expect(await app.take(client, 2, PORTFOLIO)).toHaveLength(2)
  expect(closes[0]).toBe(4403)
  expect(tokens).toHaveLength(2)
})

test.each([
  ['private', PORTFOLIO],
  ['public', EVENT],
])('a %s event stream ends when its token does', async (_kind, query) => {
  const exp = inSeconds(2)
  const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${await provider.sign({ exp })}` },
  })
  const text = await response.text()
  expect(text).toContain('event: next')
  expect(text).toContain('event: complete')
  expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000 - 5)
  expect(Date.now()).toBeLessThan(exp * 1_000 + 1_000)
})

test('an ended token opens nothing, over any transport', async () => {
  const token = await provider.sign({ exp: inSeconds(-60) })
  const authorization = `Bearer ${token}`
  expect(await app.gql('{ __typename }', null, { token })).toMatchObject({ status: 401 })
  for (const accept of ['application/json', 'text/event-stream']) {
    const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent(EVENT)}`, { headers: { accept, authorization } })
    expect([accept, response.status]).toEqual([accept, 401])
  }
  const raw = await openSocket(app.wsUrl)
  raw.send({ type: 'connection_init', payload: { authorization } })
  expect((await raw.closed).code).toBe(4403)
})
