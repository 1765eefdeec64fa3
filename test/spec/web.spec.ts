import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createWeb } from '../../src/web.ts'
import { createDiscovery } from '../../src/web-login.ts'
import { startTestApp } from '../support/app.ts'

function writeBuild(): string {
  const dist = mkdtempSync(join(tmpdir(), 'btx-web-'))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(dist, 'screen.html'), '<!doctype html><title>screen</title>')
  writeFileSync(join(dist, 'assets', 'index-abc.js'), `export const text = '${'a'.repeat(2_000)}'`)
  writeFileSync(join(dist, 'documents.json'), '{}')
  writeFileSync(join(dist, 'sources.sha256'), 'not for anybody')
  return dist
}

describe('The pages are served', async () => {
  const web = createWeb({ auth: { mode: 'guest' }, adminGroup: 'admin', profile: 'public', trustedDocuments: null }, writeBuild())
  const app = await startTestApp({ web })
  const get = (path: string, init: RequestInit = {}) => fetch(`${app.url}${path}`, init)

  test('at / and at their names, under a policy that runs no script but ours', async () => {
    for (const [path, title] of [
      ['/', 'page'],
      ['/?event=other', 'page'],
      ['/screen', 'screen'],
    ] as const) {
      const response = await get(path)
      expect(await response.text()).toContain(title)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      const policy = response.headers.get('content-security-policy')!
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
      expect(policy).not.toContain('unsafe')
    }
  })

  test('with files that may be kept for ever, compressed where that is read', async () => {
    const response = await get('/assets/index-abc.js')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(Number(response.headers.get('content-length'))).toBeLessThan(200)
    expect(await response.text()).toContain('aaaa')
    const head = await get('/assets/index-abc.js', { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '2022', ''])
  })

  test('and nothing else of the folder, or beyond it', async () => {
    for (const path of [
      '/documents.json',
      '/sources.sha256',
      '/assets/../sources.sha256',
      '/assets/%2e%2e/sources.sha256',
      '/assets/',
      '/index.html.bak',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
  })

  test('with what they need to know', async () => {
    const response = await get('/config.json')
    expect(await response.json()).toEqual({
      auth: { mode: 'guest' },
      adminGroup: 'admin',
      eventId: 'kickstart',
      hasExplorer: true,
      trustedOnly: false,
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('The login of an identity provider', () => {
  test('is where its discovery document says, but only at safe addresses', async () => {
    const document = {
      authorization_endpoint: 'https://login.example/authorize',
      token_endpoint: 'http://elsewhere.example/token',
    }
    const { endpoints, tokenOrigin } = createDiscovery('https://issuer.example/', async () => document)
    expect(await endpoints()).toMatchObject({ authorizationEndpoint: 'https://login.example/authorize', tokenEndpoint: null })
    expect(await tokenOrigin()).toBeNull()
  })

  test('is unknown while the provider is silent, and asked for once by all who come meanwhile', async () => {
    let asked = 0
    const { endpoints } = createDiscovery('https://issuer.example', async () => {
      asked++
      throw new Error('silent')
    })
    const answers = await Promise.all([endpoints(), endpoints(), endpoints()])
    expect(answers.map(({ tokenEndpoint }) => tokenEndpoint)).toEqual([null, null, null])
    expect(asked).toBe(1)
  })
})
