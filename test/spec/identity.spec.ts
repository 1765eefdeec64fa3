import { createPublicKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createIdentity, type Identity, type IdentityOptions } from '../../src/identity/identity.http.ts'
import { connectDatabase } from '../../src/platform/database.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { createTestDeps, testLog } from '../support/database.ts'
import { createSigningKey, IdentityProvider, inSeconds, type SigningKey } from '../support/identity-provider.ts'

const GROUPS = 'cognito:groups'
let deps: Deps
let provider: IdentityProvider
let identity: Identity
let stranger: SigningKey

const identityOf = (
  auth: Partial<IdentityProvider['auth']> | { clientId: string; audience: null } = {},
  given: Partial<IdentityOptions> = {},
) => createIdentity(deps, { auth: { ...provider.auth, ...auth }, groupsClaim: GROUPS, adminGroup: 'admin', ...given })

const bearer = (token: string) => `Bearer ${token}`

beforeAll(async () => {
  deps = await createTestDeps()
  provider = await IdentityProvider.start('ES256', 'RS256')
  stranger = await createSigningKey('key-1')
  identity = await identityOf()
  return () => provider.stop()
})

afterEach(() => void vi.useRealTimers())

describe('a good token says who is calling', () => {
  it('signed with either pinned algorithm', async () => {
    const [one, two] = await Promise.all(
      provider.keys.map(async (key) => identity.authenticate(bearer(await provider.sign({}, key)))),
    )
    expect(one?.userId).toMatch(/^[0-9a-f-]{36}$/)
    expect(two?.userId).toBe(one?.userId)
  })

  it('in which groups, and until when', async () => {
    const exp = inSeconds(300)
    const admin = await identity.authenticate(bearer(await provider.sign({ [GROUPS]: ['staff', 'admin'], exp })))
    expect(admin).toMatchObject({ groups: ['staff', 'admin'], isAdmin: true, expiresAt: new Date(exp * 1000) })
    const user = await identity.authenticate(bearer(await provider.sign({ [GROUPS]: ['staff'] })))
    expect(user).toMatchObject({ groups: ['staff'], isAdmin: false })
  })

  it('without one the caller is a guest', async () => {
    expect(await identity.authenticate(undefined)).toBeNull()
    expect(await identity.authenticate(null)).toBeNull()
  })

  it('and the same person of another issuer is another user', async () => {
    const other = await IdentityProvider.start()
    const elsewhere = await identityOf({ ...other.auth })
    const [here, there] = [
      await identity.authenticate(bearer(await provider.sign())),
      await elsewhere.authenticate(bearer(await other.sign())),
    ]
    await other.stop()
    expect(there?.userId).not.toBe(here?.userId)
  })

  it('a first sight from 20 servers at once makes one user', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => provider.sign({ sub: 'newcomer', jti: String(n) })))
    const servers = await Promise.all(tokens.map(() => identityOf()))
    const viewers = await Promise.all(servers.map((server, n) => server.authenticate(bearer(tokens[n]!))))
    expect(new Set(viewers.map((viewer) => viewer?.userId)).size).toBe(1)
    const users = await deps.db.selectFrom('users').select('user_id').where('subject', '=', 'newcomer').execute()
    expect(users).toHaveLength(1)
  })

  it.each([
    ['an access token', { token_use: 'access', client_id: 'app', aud: undefined }],
    ['an id token', { token_use: 'id', aud: 'app' }],
  ])('as Cognito writes it: %s', async (_what, claims) => {
    const cognito = await identityOf({ clientId: 'app', audience: null })
    expect(await cognito.authenticate(bearer(await provider.sign(claims)))).toHaveProperty('userId')
  })
})

const base64url = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const claims = () => ({ iss: provider.issuer, aud: 'btx', sub: 'mallory', exp: inSeconds(600), [GROUPS]: ['admin'] })

/** Every way to be refused, and the token that tries it. */
const forgeries: [string, () => string | Promise<string>][] = [
  ['alg none', () => bearer(`${base64url({ alg: 'none', kid: 'key-1' })}.${base64url(claims())}.`)],
  ['alg None, without a last dot', () => bearer(`${base64url({ alg: 'None' })}.${base64url(claims())}`)],
  [
    'HS256 signed with the public key as PEM',
    async () => {
      const pem = createPublicKey({ key: provider.keys[1]!.publicJwk, format: 'jwk' }).export({
        type: 'spki',
        format: 'pem',
      })
      return bearer(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'key-2' }).sign(Buffer.from(pem)))
    },
  ],
  [
    'HS256 signed with the public key as JSON',
    async () => {
      const secret = Buffer.from(JSON.stringify(provider.keys[1]!.publicJwk))
      return bearer(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'key-2' }).sign(secret))
    },
  ],
  [
    'an algorithm that is not pinned, with a key of the set',
    async () => {
      const key = await createSigningKey('key-9', 'RS512')
      return bearer(await provider.sign({}, key))
    },
  ],
  ['RS256 with the kid of an ES256 key', () => provider.sign({}, provider.keys[1], { kid: 'key-1' }).then(bearer)],
  ["a stranger's key under a known kid", () => provider.sign({}, stranger).then(bearer)],
  ['a key in its own header', () => provider.sign({}, stranger, { jwk: stranger.publicJwk }).then(bearer)],
  ['an unknown kid', () => provider.sign({}, provider.keys[0], { kid: 'nobody' }).then(bearer)],
  [
    'an unknown critical header',
    () => `Bearer ${base64url({ alg: 'ES256', kid: 'key-1', crit: ['x'], x: 1 })}.${base64url(claims())}.AAAA`,
  ],
  ['another issuer', () => provider.sign({ iss: 'https://evil.example' }).then(bearer)],
  ['an issuer that only begins like ours', () => provider.sign({ iss: `${provider.issuer}/` }).then(bearer)],
  ['no issuer', () => provider.sign({ iss: undefined }).then(bearer)],
  ['another audience', () => provider.sign({ aud: 'other' }).then(bearer)],
  ['no audience', () => provider.sign({ aud: undefined }).then(bearer)],
  ['an end in the past', () => provider.sign({ exp: inSeconds(-30) }).then(bearer)],
  ['no end', () => provider.sign({ exp: undefined }).then(bearer)],
  ['an end as a text', () => provider.sign({ exp: '9999999999' }).then(bearer)],
  ['a beginning in the future', () => provider.sign({ nbf: inSeconds(120) }).then(bearer)],
  ['no subject', () => provider.sign({ sub: undefined }).then(bearer)],
  ['an empty subject', () => provider.sign({ sub: '' }).then(bearer)],
  ['a subject with a zero byte', () => provider.sign({ sub: 'a\0b' }).then(bearer)],
  ['groups as a text', () => provider.sign({ [GROUPS]: 'admin' }).then(bearer)],
  ['groups as an object', () => provider.sign({ [GROUPS]: { admin: true } }).then(bearer)],
  ['groups as null', () => provider.sign({ [GROUPS]: null }).then(bearer)],
  ['a group that is no text', () => provider.sign({ [GROUPS]: ['admin', 7] }).then(bearer)],
  [
    'changed claims under an old signature',
    async () => {
      const [header, , signature] = (await provider.sign()).split('.')
      return `Bearer ${header}.${base64url(claims())}.${signature}`
    },
  ],
  ['no signature', async () => bearer((await provider.sign()).replace(/[^.]+$/, ''))],
  ['17 kB', () => bearer('a'.repeat(17_000))],
  ['garbage', () => bearer('garbage')],
  ['nothing behind Bearer', () => 'Bearer '],
  ['another scheme', () => 'Basic YWxpY2U6cGFzcw=='],
  ['a bare token', () => provider.sign()],
  ['two tokens', async () => `Bearer ${await provider.sign()}, Bearer ${await provider.sign()}`],
  ['an empty header', () => ''],
]

describe('a bad token is refused, not taken for a guest', () => {
  it.each(forgeries)('%s', async (_what, forge) => {
    const outcome = identity.authenticate(await forge())
    await expect(outcome).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
  })

  it.each([
    ['token_use refresh', { token_use: 'refresh', client_id: 'app' }],
    ['no token_use', { client_id: 'app' }],
    ['an access token of another client', { token_use: 'access', client_id: 'other' }],
    ['an id token of another client', { token_use: 'id', aud: 'other' }],
    ['an access token that names the client in aud only', { token_use: 'access', aud: 'app' }],
  ])('as Cognito writes it: %s', async (_what, wrong) => {
    const cognito = await identityOf({ clientId: 'app', audience: null })
    await expect(cognito.authenticate(bearer(await provider.sign(wrong)))).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    })
  })

  it('and makes no user', async () => {
    expect(await deps.db.selectFrom('users').select('user_id').where('subject', 'in', ['mallory', '']).execute()).toEqual([])
  })

  it('once it has ended, though it was good a moment ago', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const authorization = bearer(await provider.sign({ exp: inSeconds(30) }))
    expect(await identity.authenticate(authorization)).not.toBeNull()
    vi.advanceTimersByTime(29_000)
    expect(await identity.authenticate(authorization)).not.toBeNull()
    vi.advanceTimersByTime(10_000)
    await expect(identity.authenticate(authorization)).rejects.toThrow('The token is not valid: it has expired.')
  })
})

describe('the keys of the provider', () => {
  const server = async (cooldownMs: number, ...given: SigningKey['alg'][]) => {
    const own = await IdentityProvider.start(...given)
    const asked = await createIdentity(deps, {
      auth: own.auth,
      groupsClaim: GROUPS,
      adminGroup: 'admin',
      jwksCooldownMs: cooldownMs,
    })
    return {
      own,
      ask: async (...how: Parameters<IdentityProvider['sign']>) => asked.authenticate(bearer(await own.sign(...how))),
    }
  }
  const outcomes = async (asked: Promise<unknown>[]) =>
    new Set(
      (await Promise.allSettled(asked)).map((one) =>
        one.status === 'fulfilled' ? 'taken' : (one.reason.extensions?.code ?? one.reason),
      ),
    )

  it('are fetched once for 1,000 unknown kids, and once more after the cool-down', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const { own, ask } = await server(30_000)
    const storm = () => Array.from({ length: 1_000 }, (_, n) => ask({}, own.keys[0], { kid: `nobody-${n}-${Math.random()}` }))
    expect(await outcomes(storm())).toEqual(new Set(['UNAUTHENTICATED']))
    expect(own.fetches).toBe(1)
    vi.advanceTimersByTime(31_000)
    expect(await outcomes(storm())).toEqual(new Set(['UNAUTHENTICATED']))
    expect(own.fetches).toBe(2)
    await own.stop()
  })

  it('are fetched again for a key that is new', async () => {
    const { own, ask } = await server(0)
    await ask()
    own.keys.push(await createSigningKey('rotated'))
    expect(await ask({}, own.keys[1])).not.toBeNull()
    expect(own.fetches).toBe(2)
    await own.stop()
  })

  it.each([
    ['hangs up', null],
    ['fails', () => ({ status: 500, body: 'oops' })],
    ['answers no JSON', () => ({ status: 200, body: '<html>' })],
    ['answers another shape', () => ({ status: 200, body: '{"keys":7}' })],
    ['answers no keys', () => ({ status: 200, body: '{"keys":[]}' })],
  ])('go on working while their address %s, asked no more than once per cool-down', async (_what, answer) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const { own, ask } = await server(30_000)
    await ask()
    own.answer = answer
    vi.advanceTimersByTime(3_600_000)
    const strangers = Array.from({ length: 50 }, () => ask({}, own.keys[0], { kid: 'nobody' }))
    expect(await outcomes(strangers)).toEqual(new Set(['UNAUTHENTICATED']))
    expect(await outcomes(Array.from({ length: 50 }, (_, n) => ask({ jti: String(n) })))).toEqual(new Set(['taken']))
    expect(own.fetches).toBe(2)
    await own.stop()
  })

  it('that never came leave a caller with SERVICE_UNAVAILABLE, and are asked for again a second later', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const { own, ask } = await server(30_000)
    const normal = own.answer
    own.answer = null
    expect(await outcomes(Array.from({ length: 50 }, (_, n) => ask({ jti: String(n) })))).toEqual(
      new Set(['SERVICE_UNAVAILABLE']),
    )
    expect(own.fetches).toBe(1)
    own.answer = normal
    vi.advanceTimersByTime(1_001)
    expect(await ask()).not.toBeNull()
    await own.stop()
  })
})

describe('without its database', () => {
  it('the server tells a caller to try again', async () => {
    const db = connectDatabase({
      url: 'postgres://nobody@127.0.0.1:1/none',
      maxConnections: 1,
      statementTimeoutMs: 1_000,
      log: testLog,
    })
    const cut = await createIdentity({ ...deps, db }, { auth: provider.auth, groupsClaim: GROUPS, adminGroup: 'admin' })
    const outcome = cut.authenticate(bearer(await provider.sign()))
    await expect(outcome).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } })
    await db.destroy()
  })
})
