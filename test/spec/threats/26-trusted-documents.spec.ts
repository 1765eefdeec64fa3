/** Row 26: a server that runs trusted documents runs nothing else, over any transport, and tells nothing of its schema. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { documentIdOf } from '../../../src/graphql/trusted-documents.ts'
import { startTestApp } from '../../support/app.ts'
import { createProber, TRANSPORTS } from '../../support/probes.ts'

const HELLO = 'query Hello { event { eventId } }'
const QUOTE = 'query Quote($side: Side!) { quote(projectId: "none", side: $side, shares: "1") { fee } }'
const WATCH = 'subscription Watch { eventUpdated { eventId } }'
const RENAME = 'mutation Rename { setDisplayName(input: { displayName: "Bob" }) { viewer { displayName } } }'
const folder = mkdtempSync(join(tmpdir(), 'btx-trusted-'))
const file = join(folder, 'documents.json')
writeFileSync(file, JSON.stringify(Object.fromEntries([HELLO, QUOTE, WATCH, RENAME].map((text) => [documentIdOf(text), text]))))
afterAll(() => rmSync(folder, { recursive: true }))

const profiles = {
  locked: await startTestApp({ config: { profile: 'locked', trustedDocuments: file } }),
  public: await startTestApp({ config: { profile: 'public', trustedDocuments: file } }),
}

describe.each(Object.entries(profiles))('With trusted documents in the profile %s', (_name, app) => {
  describe.each(TRANSPORTS)('over %s', async (transport) => {
    const token = await app.token('alice@example.com')
    const prober = await createProber(app, token)
    afterAll(() => prober.raw.close())

    test('a document of the list runs by its id', async () => {
      expect((await prober.send(transport, { documentId: documentIdOf(HELLO) })).data).toEqual({
        event: { eventId: 'kickstart' },
      })
    })

    test.each<[string, object]>([
      ['another query', { query: '{ event { name } }' }],
      ['a query of the list as text', { query: HELLO }],
      ['a query of the list in another layout', { query: `${HELLO} ` }],
      ['introspection', { query: getIntrospectionQuery({ descriptions: false }) }],
      ['a mutation', { query: 'mutation { setDisplayName(input: { displayName: "x" }) { viewer { displayName } } }' }],
      ['a subscription', { query: 'subscription { newsPublished { headline } }' }],
      ['a syntax error', { query: '{ event' }],
      ['an unknown field', { query: '{ evnt { eventId } }' }],
      ['an id that is not on the list', { documentId: documentIdOf('{ event { name } }') }],
      ['the id of another hash', { documentId: documentIdOf(HELLO).replace('sha256:', '') }],
      ['the id in capitals', { documentId: documentIdOf(HELLO).toUpperCase() }],
      ['a name of every object', { documentId: '__proto__' }],
      [
        'an automatic persisted query',
        {
          query: '{ event { name } }',
          extensions: { persistedQuery: { version: 1, sha256Hash: documentIdOf('{ event { name } }').slice(7) } },
        },
      ],
      ['nothing', {}],
    ])('%s does not', async (_what, probe) => {
      const { data, codes, text } = await prober.send(transport, probe)
      expect(codes).toEqual(['BAD_REQUEST'])
      expect(data ?? null).toBeNull()
      expect(text).not.toMatch(/did you mean|eventId/i)
    })

    test('text beside an id is not looked at', async () => {
      const { data } = await prober.send(transport, { query: '{ viewer { displayName } }', documentId: documentIdOf(HELLO) })
      expect(data).toEqual({ event: { eventId: 'kickstart' } })
    })

    test('what else the list has is still held to its transport', async () => {
      const { codes, data } = await prober.send(transport, { documentId: documentIdOf(RENAME) })
      if (transport === 'GET') expect(codes).toEqual(['BAD_REQUEST'])
      else expect(data).toEqual({ setDisplayName: { viewer: { displayName: 'Bob' } } })
    })
  })
})

describe('The locked profile', () => {
  const app = profiles.locked

  test.each(TRANSPORTS)('makes no suggestions over %s, not for variables either', async (transport) => {
    const prober = await createProber(app)
    const { text, codes } = await prober.send(transport, { documentId: documentIdOf(QUOTE), variables: { side: 'BUYS' } })
    expect(codes).toEqual(['BAD_USER_INPUT'])
    expect(text).not.toMatch(/did you mean|BUY\b|SELL\b/i)
    prober.raw.close()
  })

  test('runs subscriptions of its list', async () => {
    const prober = await createProber(app)
    expect((await prober.send('WebSocket', { documentId: documentIdOf(WATCH) })).data).toEqual({
      eventUpdated: { eventId: 'kickstart' },
    })
    prober.raw.close()
  })

  test('is not started where there is nothing that may be sent', async () => {
    await expect(startTestApp({ config: { profile: 'locked' } })).rejects.toThrow('locked only where the pages are built or')
  })

  test('has no GraphiQL, no printed schema and no list of types', async () => {
    for (const path of ['/graphiql', '/schema.graphql', '/possible-types.json'])
      expect([path, (await fetch(app.url + path)).status]).toEqual([path, 404])
    const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(406)
    expect(await page.text()).not.toContain('<')
  })
})
