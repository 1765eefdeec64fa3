import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { bannerOf } from '../../src/banner.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { sendableDocuments } from '../../src/graphql/trusted-documents.ts'
import { createWeb, documentsOfPages } from '../../src/web.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'

/** What the banner tells to type is typed: a shell runs it. */
describe.each<[string, Record<string, string>]>([
  ['public', {}],
  ['locked', { PROFILE: 'locked' }],
])('The banner of a %s server', (_name, env) => {
  let config: Config
  let app: TestApp
  beforeAll(async () => {
    config = loadConfig(env)
    app = await startTestApp({ config: { profile: config.profile }, web: createWeb(config) })
    await openMarket(await startTestApp({ deps: app.deps }), 'kickstart', ['sunferry'])
  })

  test('has a token and a first trade that work as they stand', async () => {
    const documents = sendableDocuments(config, documentsOfPages(config))
    const { port } = new URL(app.url)
    const banner = bannerOf(config, { port: Number(port), isEmbedded: true, hasDemo: true, adminSecret: null, documents })
    const token = /^ {2}token +(TOKEN=.*)$/m.exec(banner)![1]
    const trade = /^ {2}trade +(curl .*\\\n.*)$/m.exec(banner)![1]
    const { stdout } = await promisify(execFile)('sh', ['-c', `${token}\n${trade}`])
    expect(JSON.parse(stdout)).toMatchObject({ data: { buy: { trade: { price: expect.any(String) }, userErrors: [] } } })
  })
})

test('The banner of a server that knows only documents of others prints no trade that it would refuse', () => {
  const config = loadConfig({ PROFILE: 'locked' })
  const facts = { port: 4000, isEmbedded: true, hasDemo: true, adminSecret: null }
  expect(bannerOf(config, { ...facts, documents: new Map([['sha256:0', '{ __typename }']]) })).not.toContain('/graphql')
})
