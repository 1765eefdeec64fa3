/** Row 17 over every door: a token that is not good opens nothing, and makes nobody a guest. */
import { createPublicKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { createIdentity } from '../../../src/identity/identity.http.ts'
import { startTestApp } from '../../support/app.ts'
import { createTestDeps } from '../../support/database.ts'
import { IdentityProvider, inSeconds } from '../../support/identity-provider.ts'
import { openSocket } from '../../support/raw-socket.ts'

const provider = await IdentityProvider.start()
const deps = await createTestDeps()
const rules = { auth: provider.auth, groupsClaim: 'cognito:groups', adminGroup: 'admin' }
const app = await startTestApp({ deps, identity: await createIdentity(deps, rules) })
afterAll(() => provider.stop())

const claims = () => ({ iss: provider.issuer, aud: 'btx', sub: 'mallory', exp: inSeconds(600), 'cognito:groups': ['admin'] })
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const publicKey = () =>
  createPublicKey({ key: provider.keys[0]!.publicJwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' })

const forgeries: [string, () => string | Promise<string>][] = [
  ['alg none', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ['HS256 by the public key', () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicKey()))],
  ['another issuer', () => provider.sign({ iss: 'https://evil.example' })],
  ['another audience', () => provider.sign({ aud: 'other' })],
  ['an end a second ago', () => provider.sign({ exp: inSeconds(-1) })],
  ['a beginning in ten minutes', () => provider.sign({ nbf: inSeconds(600) })],
  ['groups as a text', () => provider.sign({ 'cognito:groups': 'admin' })],
  ['an unknown kid', () => provider.sign({}, undefined, { kid: 'nobody' })],
]

const SUBSCRIPTION = 'subscription { eventUpdated { eventId } }'
const doors: [string, (authorization: string) => Promise<number>][] = [
  ['POST', async (authorization) => (await app.gql('{ __typename }', null, { headers: { authorization } })).status],
  [
    'GET',
    async (authorization) => (await fetch(`${app.url}/graphql?query=%7B__typename%7D`, { headers: { authorization } })).status,
  ],
  [
    'SSE',
    async (authorization) => {
      const headers = { authorization, accept: 'text/event-stream' }
      const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent(SUBSCRIPTION)}`, { headers })
      await response.body?.cancel()
      return response.status
    },
  ],
  ['REST', async (authorization) => (await fetch(`${app.url}/btx/market/snapshot`, { headers: { authorization } })).status],
  ['an export', async (authorization) => (await fetch(`${app.url}/export/trades.csv`, { headers: { authorization } })).status],
  [
    'WebSocket',
    async (authorization) => {
      const raw = await openSocket(app.wsUrl)
      raw.send({ type: 'connection_init', payload: { authorization } })
      return (await raw.closed).code
    },
  ],
]

describe.each(doors)('row 17 over %s', (name, knock) => {
  test.each(forgeries)('a token with %s is refused', async (_forgery, forge) => {
    expect(await knock(`Bearer ${await forge()}`)).toBe(name === 'WebSocket' ? 4403 : 401)
  })
})
