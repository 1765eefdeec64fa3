import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createIdentity, type Identity, type IdentityOptions } from '../../src/identity/identity.http.ts'
import type { IdentityRequest } from '../../src/identity/issuer.http.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { createTestDeps } from '../support/database.ts'
import { IdentityProvider } from '../support/identity-provider.ts'

const GROUPS = 'cognito:groups'
let deps: Deps
const open = (mode: 'dev' | 'guest', given: Partial<IdentityOptions> = {}) =>
  createIdentity(deps, { auth: { mode }, groupsClaim: GROUPS, adminGroup: 'admin', ...given })

type Given = Partial<Omit<IdentityRequest, 'body'>>
const post = (path: string, value: unknown, given: Given = {}): IdentityRequest => ({
  method: 'POST',
  path,
  remoteAddress: '127.0.0.1',
  ...given,
  headers: { host: 'localhost:4000', 'content-type': 'application/json', ...given.headers },
  body: async () => (typeof value === 'string' ? value : JSON.stringify(value)),
})
const ask = async (identity: Identity, ...how: Parameters<typeof post>) => {
  const answer = (await identity.handle(post(...how)))!
  const body = JSON.parse(answer.body) as { token?: string; errors?: { message: string; extensions: Record<string, unknown> }[] }
  return { ...answer, ...body, code: body.errors?.[0]?.extensions.code }
}
const signIn = async (identity: Identity, ...how: Parameters<typeof post>) => {
  const { token } = await ask(identity, ...how)
  return { viewer: (await identity.authenticate(`Bearer ${token}`))!, claims: decodeJwt(token!) }
}

beforeAll(async () => void (deps = await createTestDeps()))

describe('the development issuer', () => {
  it('knows a person again, however the address is written, on every server of the database', async () => {
    const [one, two] = await Promise.all([open('dev'), open('dev')])
    const first = await signIn(one, '/dev/token', { email: 'alice@example.com', name: 'Alice' })
    const second = await signIn(two, '/dev/token', { email: ' Alice@EXAMPLE.com' })
    expect(second.viewer.userId).toBe(first.viewer.userId)
    expect(one.jwks()).toEqual(two.jwks())
  })

  it('lets no e-mail address into a token or the table of users', async () => {
    const { claims } = await signIn(await open('dev'), '/dev/token', { email: 'carol@example.com' })
    expect(JSON.stringify(claims)).not.toMatch(/@|carol/i)
    expect(JSON.stringify(await deps.db.selectFrom('users').selectAll().execute())).not.toMatch(/@|carol/i)
  })

  it('gives a group to whoever sits at this machine', async () => {
    for (const given of [{}, { remoteAddress: '::1' }, { remoteAddress: '::ffff:127.0.0.1' }]) {
      const { viewer } = await signIn(await open('dev'), '/dev/token', { email: 'alice@example.com', groups: ['admin'] }, given)
      expect(viewer).toMatchObject({ isAdmin: true, groups: ['admin'] })
    }
  })

  it.each<[string, Given]>([
    ['from the network', { remoteAddress: '192.168.1.20' }],
    [
      'from the network, claiming loopback as the forwarded address',
      { remoteAddress: '192.168.1.20', clientAddress: '127.0.0.1' },
    ],
    ['behind X-Forwarded-For', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['behind Forwarded', { headers: { forwarded: 'for=127.0.0.1' } }],
    ['behind X-Real-IP', { headers: { 'x-real-ip': '127.0.0.1' } }],
    [
      'by a web page that rebinds its name to loopback',
      { headers: { host: 'evil.example:4000', origin: 'http://evil.example:4000' } },
    ],
    ['by a web page of another site', { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }],
  ])('asked for a group %s, gives a token without it', async (_what, given) => {
    const { viewer } = await signIn(await open('dev'), '/dev/token', { email: 'mallory@example.com', groups: ['admin'] }, given)
    expect(viewer).toMatchObject({ isAdmin: false, groups: [] })
  })

  it.each<[string, unknown, Given, number]>([
    ['text/plain', {}, { headers: { 'content-type': 'text/plain' } }, 415],
    ['a form', {}, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['another charset', {}, { headers: { 'content-type': 'application/json; charset=utf-16' } }, 415],
    ['5 kB', { email: 'a@b', name: 'a'.repeat(5_000) }, {}, 413],
    ['a length of 5 MB', {}, { headers: { 'content-length': '5000000' } }, 413],
    ['no JSON', 'email=a@b', {}, 400],
    ['an array', [], {}, 400],
    ['no e-mail', {}, {}, 400],
    ['groups as a text', { email: 'a@b', groups: 'admin' }, {}, 400],
    ['GET', {}, { method: 'GET' }, 405],
  ])('refuses %s', async (_what, body, given, status) => {
    const answer = await ask(await open('dev'), '/dev/token', body, given)
    expect(answer.token).toBeUndefined()
    expect(answer).toMatchObject({ status, errors: [{ message: expect.stringMatching(/\.$/) }] })
  })

  it('serves its public keys and nothing private', async () => {
    const answer = await (await open('dev')).handle({ ...post('/.well-known/jwks.json', ''), method: 'GET' })
    const { keys } = JSON.parse(answer!.body) as { keys: Record<string, unknown>[] }
    expect(keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        kid: expect.any(String),
        x: expect.any(String),
        y: expect.any(String),
      },
    ])
  })

  it.each(['/graphql', '/guest/token', '/guest/admin', '/dev', '/dev/token/', '/constructor', '/__proto__'])(
    'leaves %s alone',
    async (path) => {
      expect(await (await open('dev')).handle(post(path, {}))).toBeNull()
    },
  )
})

describe('with an identity provider', () => {
  it('the issuers do not exist, and their tokens are worth nothing', async () => {
    const provider = await IdentityProvider.start()
    const { token } = await ask(await open('dev'), '/dev/token', { email: 'alice@example.com', groups: ['admin'] })
    const production = await createIdentity(deps, { auth: provider.auth, groupsClaim: GROUPS, adminGroup: 'admin' })
    for (const path of ['/dev/token', '/guest/token', '/guest/admin', '/.well-known/jwks.json']) {
      expect(await production.handle(post(path, { email: 'alice@example.com' }))).toBeNull()
    }
    expect(production.jwks()).toBeNull()
    await expect(production.authenticate(`Bearer ${token}`)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    await provider.stop()
  })
})

describe('the guest issuer', () => {
  it('makes another user at every call, with the name it is given or one it makes up', async () => {
    const identity = await open('guest')
    const [one, two, three] = [
      await signIn(identity, '/guest/token', { name: ' Alice ' }),
      await signIn(identity, '/guest/token', { name: 'Alice' }),
      await signIn(identity, '/guest/token', {}),
    ]
    expect(new Set([one, two, three].map(({ viewer }) => viewer.userId)).size).toBe(3)
    const names = await deps.db
      .selectFrom('users')
      .select('display_name')
      .where('issuer', '=', 'urn:btx-exchange:guest')
      .orderBy('created_at')
      .execute()
    expect(names.map((row) => row.display_name)).toEqual([
      'Alice',
      'Alice',
      expect.stringMatching(/^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u),
    ])
  })

  it('never gives a group', async () => {
    const { viewer } = await signIn(await open('guest'), '/guest/token', {
      name: 'mallory',
      groups: ['admin'],
      [GROUPS]: ['admin'],
      sub: 'x',
    })
    expect(viewer).toMatchObject({ groups: [], isAdmin: false })
  })

  it.each([
    ['an e-mail address', 'a@example.com'],
    ['a text direction', 'a\u202eb'],
    ['a control character', 'a\u0000b'],
    ['33 characters', 'a'.repeat(33)],
  ])('refuses %s as a name', async (_what, name) =>
    expect(await ask(await open('guest'), '/guest/token', { name })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' }),
  )

  it("and the development issuer do not take each other's tokens", async () => {
    const [dev, guest] = [await open('dev'), await open('guest')]
    const { token: admin } = await ask(dev, '/dev/token', { email: 'alice@example.com', groups: ['admin'] })
    const { token: nobody } = await ask(guest, '/guest/token', {})
    await expect(guest.authenticate(`Bearer ${admin}`)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    await expect(dev.authenticate(`Bearer ${nobody}`)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    expect(await guest.handle(post('/dev/token', { email: 'alice@example.com' }))).toBeNull()
  })

  it('is limited per address, whatever a caller says of itself', async () => {
    const identity = await open('guest', { issuerLimits: { guestsPerAddress: { burst: 3, perSecond: 0.1 } } })
    const from = (remoteAddress: string, n: number) =>
      ask(
        identity,
        '/guest/token',
        {},
        { remoteAddress, headers: { 'x-forwarded-for': `192.0.2.${n}`, cookie: `btx_device=${n}` } },
      )
    for (const n of [1, 2, 3]) expect(await from('2001:db8::1', n)).toMatchObject({ status: 200 })
    const refused = await from('2001:db8::2', 4)
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', headers: { 'retry-after': '10' } })
    expect(refused.errors?.[0]?.extensions.retryAfterMs).toBeGreaterThan(9_000)
    expect(await from('2001:db8:1::1', 5)).toMatchObject({ status: 200 })
  })

  it('lets a hall of 500 in through one address', async () => {
    const identity = await open('guest')
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => ask(identity, '/guest/token', {}, { remoteAddress: '192.0.2.1' })),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
  })

  it('is limited per device, on every server of the database', async () => {
    const issuerLimits = { guestsPerDevice: { burst: 2, perSecond: 0.01 } }
    const [one, two] = [await open('guest', { issuerLimits }), await open('guest', { issuerLimits })]
    const cookie = (await ask(one, '/guest/token', {})).headers['set-cookie']!
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    const again = (server: Identity, value: string) =>
      ask(server, '/guest/token', {}, { headers: { cookie: `theme=dark; ${value.split(';')[0]}` } })
    expect([(await again(one, cookie)).status, (await again(one, cookie)).status]).toEqual([200, 429])
    expect([(await again(two, cookie)).status, (await again(two, cookie)).status, (await again(two, cookie)).status]).toEqual([
      200, 200, 429,
    ])
    // A forged cookie is no device: it is counted for its address like any newcomer, and answered with a cookie.
    expect((await again(one, cookie.replace(/\.[\w-]+/, `.${'A'.repeat(43)}`))).headers).toHaveProperty('set-cookie')
  })

  it("prints the administrators' secret once, stores it hashed, and takes it on every server", async () => {
    await deps.db.deleteFrom('issuer_keys').where('name', '=', 'admin-secret').execute()
    const servers = await Promise.all(Array.from({ length: 4 }, () => open('guest')))
    const secrets = servers.map((server) => server.freshAdminSecret).filter((secret) => secret !== null)
    expect(secrets).toEqual([expect.stringMatching(/^([0-9a-z]{4}-){4}[0-9a-z]{4}$/)])
    const secret = secrets[0]!
    expect(JSON.stringify(await deps.db.selectFrom('issuer_keys').selectAll().execute())).not.toContain(secret)
    for (const server of servers) {
      const { viewer } = await signIn(server, '/guest/admin', {
        secret: secret.toUpperCase().replaceAll('-', ' '),
        name: 'Organiser',
      })
      expect(viewer).toMatchObject({ isAdmin: true, groups: ['admin'] })
    }
    expect((await open('guest')).freshAdminSecret).toBeNull()
    expect(await ask(servers[0]!, '/guest/admin', { secret: `${secret}x` })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    })
    expect(await ask(servers[0]!, '/guest/admin', {})).toMatchObject({ status: 400 })
  })

  it('slows down who guesses the secret', async () => {
    const identity = await open('guest', { issuerLimits: { adminsPerAddress: { burst: 2, perSecond: 0.1 } } })
    const guesses = [1, 2, 3].map((n) => ask(identity, '/guest/admin', { secret: `guess ${n}` }))
    expect((await Promise.all(guesses)).map((answer) => answer.status)).toEqual([401, 401, 429])
  })
})
