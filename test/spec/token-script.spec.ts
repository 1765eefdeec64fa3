import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { createIdentity } from '../../src/identity/identity.http.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { createTestDatabase, createTestDeps, type TestDatabase } from '../support/database.ts'

const script = fileURLToPath(new URL('../../scripts/token.ts', import.meta.url))
const run = (parameters: string[], env: Record<string, string>): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...parameters], { env: { PATH: process.env.PATH, ...env } }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })

let database: TestDatabase
let deps: Deps
let emptyDir: string
beforeAll(async () => {
  database = await createTestDatabase()
  deps = await createTestDeps({ db: database.db })
  emptyDir = mkdtempSync(join(tmpdir(), 'btx-token-'))
  return () => rmSync(emptyDir, { recursive: true })
})

const identityOf = (mode: 'dev' | 'guest') =>
  createIdentity(deps, { auth: { mode }, groupsClaim: 'cognito:groups', adminGroup: 'admin' })

describe('npm run token', () => {
  it.each(['dev', 'guest'] as const)(
    'prints a token that a server in %s mode on the same database takes, and nothing else',
    async (mode) => {
      const { code, out, err } = await run(['you@example.com', '--admin', '--name', 'You'], {
        DATABASE_URL: database.url,
        AUTH: mode,
      })
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
      const identity = await identityOf(mode)
      const admin = await identity.authenticate(`Bearer ${out.trim()}`)
      expect(admin).toMatchObject({ isAdmin: true, groups: ['admin'] })
      const again = await run([' YOU@example.com'], { DATABASE_URL: database.url, AUTH: mode })
      expect(await identity.authenticate(`Bearer ${again.out.trim()}`)).toMatchObject({ userId: admin!.userId, isAdmin: false })
      const service = await run(['bank@example.com', '--investments'], { DATABASE_URL: database.url, AUTH: mode })
      expect(await identity.authenticate(`Bearer ${service.out.trim()}`)).toMatchObject({ isAdmin: false, isService: true })
    },
  )

  it.each<[string, string[], () => Record<string, string>, RegExp]>([
    ['no address', [], () => ({ DATABASE_URL: database.url }), /^Usage: /],
    ['an unknown flag', ['a@b', '--root'], () => ({ DATABASE_URL: database.url }), /Usage: /],
    ['what is no address', ['alice'], () => ({ DATABASE_URL: database.url }), /^email must be/],
    ['no running server', ['a@b'], () => ({ DATA_DIR: emptyDir }), /^No server runs on .*npm start/],
    [
      'nobody at DATABASE_URL',
      ['a@b'],
      () => ({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
      /^No server runs on 127\.0\.0\.1:1\./,
    ],
    [
      'an identity provider',
      ['a@b'],
      () => ({ AUTH_ISSUER: 'https://idp.example', AUTH_AUDIENCE: 'btx' }),
      /^AUTH_ISSUER is set/,
    ],
    ['a wrong configuration', ['a@b'], () => ({ AUTH: 'nonsense' }), /^AUTH .*nonsense/],
  ])('with %s says what to do, in a sentence', async (_what, parameters, env, sentence) => {
    const { code, out, err } = await run(parameters, env())
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(sentence)
    expect(err).not.toMatch(/\n\s+at /)
  })
})
