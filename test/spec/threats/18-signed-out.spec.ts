/** Row 18: tokens that are called back before they end, on two servers of one database, with a bus between them and without. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createIdentity } from '../../../src/identity/identity.http.ts'
import { createLocalBus } from '../../../src/platform/bus-local.ts'
import { createRedisBus } from '../../../src/platform/bus-redis.ts'
import { type AnyData, startTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase, testLog, testRedisUrl } from '../../support/database.ts'
import { openSignedIn, openSocket } from '../../support/raw-socket.ts'

const { db } = await createTestDatabase()
const prefix = `test-${randomUUID()}:`
const url = testRedisUrl()
const start = (bus = url ? createRedisBus({ url, log: testLog, prefix }) : createLocalBus(testLog)) =>
  startTestApp({ deps: { db, bus } })
const [one, two] = [await start(), await start()]
/** Hears nothing from the others. */
const deaf = await start(createLocalBus(testLog))
const servers = [one, two, deaf]
const admin = await one.token('admin@example.com', { admin: true })

const PORTFOLIO = 'subscription { portfolioUpdated { totalPortfolioValue } }'
const SIGN_OUT =
  'mutation ($input: SignOutInput!) { signOutEverywhere(input: $input) { trader { id } signedOutAt userErrors { code } } }'
const signOut = (app: TestApp, token: string | undefined, input: object = {}) => app.gql(SIGN_OUT, { input }, { token })
const idOf = async (token: string): Promise<string> => (await one.ask('{ viewer { id } }', null, { token })).viewer.id
const codeOf = ({ errors }: { errors?: AnyData }) => errors?.[0]?.extensions.code

/** A stream of the user's own on each transport; resolves with how it ended. */
async function watch(app: TestApp, token: string) {
  const raw = await openSignedIn(app.wsUrl, token)
  raw.send({ id: 'private', type: 'subscribe', payload: { query: PORTFOLIO } })
  await raw.next((frame) => frame.id === 'private' && frame.type === 'next')
  const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent(PORTFOLIO)}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
  })
  return { raw, ended: Promise.all([raw.closed, response.text()]) }
}

describe('A user who signs out everywhere', async () => {
  const token = await one.token('alice@example.com')
  const streams = await Promise.all(servers.map((app) => watch(app, token)))
  const bob = await watch(two, await one.token('bob@example.com'))
  const sinceMs = performance.now()
  const answer = await signOut(one, token)

  test('is told so, and at once nobody on that server with the old token', async () => {
    expect(answer.data.signOutEverywhere).toMatchObject({ trader: { id: expect.any(String) }, userErrors: [] })
    expect(await one.gql('{ __typename }', null, { token })).toMatchObject({ status: 401 })
  })

  test('has no stream left on any server within two seconds, by 4403 and by the end of the events', async () => {
    for (const { ended } of streams) {
      const [close, events] = await ended
      expect(close).toEqual({ code: 4403, reason: 'The user was signed out.' })
      expect(events).toContain('event: complete')
    }
    expect(performance.now() - sinceMs).toBeLessThan(2_000)
  })

  test('is nobody with the old token on every server and transport, until a new one is issued', async () => {
    for (const app of servers) {
      expect(codeOf(await app.gql('{ __typename }', null, { token }))).toBe('UNAUTHENTICATED')
      for (const accept of ['application/json', 'text/event-stream']) {
        const headers = { accept, authorization: `Bearer ${token}` }
        expect((await fetch(`${app.url}/graphql?query={__typename}`, { headers })).status).toBe(401)
      }
      expect((await fetch(`${app.url}/btx/portfolio`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
      const raw = await openSocket(app.wsUrl)
      raw.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
      expect((await raw.closed).code).toBe(4403)
    }
    const fresh = await one.token('alice@example.com')
    for (const app of servers)
      expect(await idOf(fresh)).toBe((await app.ask('{ viewer { id } }', null, { token: fresh })).viewer.id)
  })

  test('takes nobody else along', () => {
    expect(bob.raw.socket.readyState).toBe(bob.raw.socket.OPEN)
    bob.raw.close()
  })
})

describe('An administrator', () => {
  test('signs out another, once for a key, and the log has it', async () => {
    const carol = await one.token('carol@example.com')
    const input = { traderId: await idOf(carol), idempotencyKey: 'lost phone' }
    const first = await signOut(one, admin, input)
    expect((await one.gql('{ __typename }', null, { token: carol })).status).toBe(401)
    const fresh = await one.token('carol@example.com')
    expect((await signOut(one, admin, input)).data).toEqual(first.data)
    expect((await one.gql('{ __typename }', null, { token: fresh })).status).toBe(200)
    const { auditLog } = await one.ask('{ auditLog(first: 1) { nodes { action changes { after } } } }', null, { token: admin })
    const uuid = Buffer.from(input.traderId, 'base64url').toString().split(':')[1]
    expect(auditLog.nodes).toEqual([{ action: 'signOutEverywhere', changes: [{ after: uuid }] }])
  })

  test('is refused an event that is not there, and nobody is signed out', async () => {
    const token = await one.token('dora@example.com')
    const { data } = await signOut(one, admin, { traderId: await idOf(token), eventId: 'nowhere' })
    expect(data.signOutEverywhere).toEqual({ trader: null, signedOutAt: null, userErrors: [{ code: 'EVENT_NOT_FOUND' }] })
    expect((await one.gql('{ __typename }', null, { token })).status).toBe(200)
  })
})

describe('Nobody else', () => {
  test('signs out another: who is there and who is not look alike', async () => {
    const mallory = await one.token('mallory@example.com')
    const missing = Buffer.from(`Trader:${randomUUID()}`).toString('base64url')
    for (const traderId of [await idOf(admin), missing]) {
      expect(codeOf(await signOut(one, mallory, { traderId }))).toBe('FORBIDDEN')
      expect(codeOf(await signOut(one, undefined, { traderId }))).toBe('UNAUTHENTICATED')
    }
    expect((await one.gql('{ __typename }', null, { token: admin })).status).toBe(200)
  })
})

test('A guest of a hall is signed out like everybody, and joins anew as somebody else', async () => {
  const deps = { ...one.deps }
  const identity = await createIdentity(deps, { auth: { mode: 'guest' }, groupsClaim: 'cognito:groups', adminGroup: 'admin' })
  const hall = await startTestApp({ deps, identity })
  const join = async (): Promise<string> => {
    const response = await fetch(`${hall.url}/guest/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    return ((await response.json()) as { token: string }).token
  }
  const token = await join()
  const { viewer } = await hall.ask('{ viewer { id } }', null, { token })
  const { raw } = await watch(hall, token)
  await signOut(one, admin, { traderId: viewer.id })
  expect((await raw.closed).code).toBe(4403)
  expect((await hall.gql('{ __typename }', null, { token })).status).toBe(401)
  expect((await hall.ask('{ viewer { id } }', null, { token: await join() })).viewer.id).not.toBe(viewer.id)
  identity.close()
})

test.skipIf(!url)('Who writes to the channel signs nobody out', async () => {
  const token = await one.token('erin@example.com')
  const userId = Buffer.from(await idOf(token), 'base64url')
    .toString()
    .split(':')[1]!
  const bus = createRedisBus({ url: url!, log: testLog, prefix })
  for (const text of [userId, 'not an id', '']) bus.publish({ name: 'sign-outs', encode: () => text, decode: () => null }, text)
  for (const app of servers) expect((await app.gql('{ __typename }', null, { token })).status).toBe(200)
  await bus.close()
})
