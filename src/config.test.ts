import { describe, expect, test } from 'vitest'
import { isLoopbackHost, loadConfig } from './config.ts'

const oidc = { AUTH_ISSUER: 'https://id.example.com/pool', AUTH_CLIENT_ID: 'web' }

describe('The configuration', () => {
  test('of an empty environment serves this machine with development tokens', () => {
    const config = loadConfig({})
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: null, redisUrl: null, auth: { mode: 'dev' } })
    expect(config).toMatchObject({ profile: 'public', maxBodyBytes: 100_000, maxSubscriptionsPerSocket: 100, seedDemo: true })
  })

  test('takes an empty value as unset', () => {
    expect(loadConfig({ PORT: '', HOST: ' ', DATABASE_URL: '', AUTH: '', ALLOWED_ORIGINS: '' })).toEqual(loadConfig({}))
  })

  test('asks the identity provider as soon as an issuer is named', () => {
    expect(loadConfig({ ...oidc, HOST: '0.0.0.0' }).auth).toEqual({
      mode: 'oidc',
      issuer: 'https://id.example.com/pool',
      jwksUrl: 'https://id.example.com/pool/.well-known/jwks.json',
      audience: null,
      clientId: 'web',
    })
  })

  test('lets a hall join with names on a public address', () => {
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'guest' }).auth).toEqual({ mode: 'guest' })
  })

  test('locks to what the pages send when told nothing else', () => {
    expect(loadConfig({ PROFILE: 'locked' })).toMatchObject({ profile: 'locked', trustedDocuments: null })
  })

  test('has development tokens on a public address only when told twice', () => {
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'dev', AUTH_DEV_ON_PUBLIC_HOST: 'yes' }).auth).toEqual({ mode: 'dev' })
  })
})

describe('A wrong configuration', () => {
  const wrong: [sentence: RegExp, env: Record<string, string>][] = [
    [/^PORT is "70000"; it may be a whole number from 0 to 65535\.$/, { PORT: '70000' }],
    [/^PORT is "4e3"; it may be a whole number/, { PORT: '4e3' }],
    [/^MAX_BODY_BYTES is "-1"; it may be a whole number/, { MAX_BODY_BYTES: '-1' }],
    [/^AUTH is "none"; it may be oidc, dev or guest\.$/, { AUTH: 'none' }],
    [/^LOG_LEVEL is "loud"; it may be fatal, error/, { LOG_LEVEL: 'loud' }],
    [/^CHAIN_ID is "0x1"; it may be a whole number from 1 to/, { CHAIN_ID: '0x1' }],
    [/^VERIFYING_CONTRACT is "0xc0"; it may be an address: 0x and 40 hex digits\.$/, { VERIFYING_CONTRACT: '0xc0' }],
    [/^SEED_DEMO is "maybe"; it may be yes or no\.$/, { SEED_DEMO: 'maybe' }],
    [
      /^DATABASE_URL is "mysql:\/\/…@db"; it may be an address that begins with postgres:\/\//,
      { DATABASE_URL: 'mysql://root:secret@db' },
    ],
    [/^REDIS_URL is "localhost"; it may be an address that begins with redis:\/\//, { REDIS_URL: 'localhost' }],
    [/^ALLOWED_ORIGINS is "\*"; it may be origins/, { ALLOWED_ORIGINS: '*' }],
    [/^ALLOWED_ORIGINS is "https:\/\/a.example\/path"; it may be origins/, { ALLOWED_ORIGINS: 'https://a.example/path' }],
    [/^AUTH is not set; it may be one of oidc .* because HOST=0\.0\.0\.0 lets others reach this server\.$/, { HOST: '0.0.0.0' }],
    [/^AUTH is not set; .* TRUSTED_PROXIES=1 lets others/, { TRUSTED_PROXIES: '1' }],
    [/^AUTH is "dev"; it may be dev where others can reach .* AUTH_DEV_ON_PUBLIC_HOST=yes/, { HOST: '::', AUTH: 'dev' }],
    [/^AUTH is "dev"; it may be oidc or unset where AUTH_ISSUER is set/, { ...oidc, AUTH: 'dev' }],
    [/^AUTH_ISSUER is not set; it may be the address/, { AUTH: 'oidc' }],
    [/^AUTH_ISSUER is "http:\/\/id.example.com"; it may be an https/, { ...oidc, AUTH_ISSUER: 'http://id.example.com' }],
    [/^AUTH_AUDIENCE is not set; it may be .* AUTH_CLIENT_ID/, { AUTH_ISSUER: 'https://id.example.com' }],
    [/^TRUSTED_DOCUMENTS is "no.json"; it may be the path of a file that exists\.$/, { TRUSTED_DOCUMENTS: 'no.json' }],
  ]
  test.for(wrong)('is one sentence that says what was wrong: %s', ([sentence, env]) => {
    expect(() => loadConfig(env)).toThrow(sentence)
  })
})

test('Only this machine reaches a loopback host', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'].filter(isLoopbackHost)).toHaveLength(5)
  expect(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.example.com', ''].filter(isLoopbackHost)).toEqual([])
})
