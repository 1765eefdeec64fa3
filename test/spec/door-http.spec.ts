/** The HTTP half of the door: methods, types, sizes, origins, tokens, masked errors, pages. Rows are those of the threats. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import type { KyselyPlugin } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { createTestDatabase } from '../support/database.ts'
import { countStatements } from '../support/count-statements.ts'
import { startTestApp } from '../support/app.ts'
import { createDoorSchema } from '../support/door-schema.ts'
import { createProber, TRANSPORTS } from '../support/probes.ts'

const LISTED = 'https://market.example.com'
const lines: Record<string, unknown>[] = []
const log = createLog('silent')
for (const level of ['info', 'error', 'warn'] as const)
  log[level] = ((fields: object, text: string) => lines.push({ ...fields, level, text })) as never

const { db } = await createTestDatabase()
const counted = countStatements(db)
const schema = createDoorSchema()
const app = await startTestApp({ schema, config: { allowedOrigins: [LISTED] }, deps: { log, db: counted.db } })
const alice = await app.token('alice@example.com')
const json = { 'content-type': 'application/json' }
const hello = JSON.stringify({ query: '{ __typename }' })
const post = (body: BodyInit, headers: Record<string, string> = json) =>
  fetch(`${app.url}/graphql`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/graphql?query=${encodeURIComponent(query)}`, { headers })
const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code

test('row 2: an array of 10 operations is 400', async () => {
  const response = await post(JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ __typename }' }))))
  expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
})

test.each([
  ['application/x-www-form-urlencoded', 'query=mutation{__typename}'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="query"\r\n\r\nmutation{__typename}\r\n--x--'],
  ['text/plain', JSON.stringify({ query: 'mutation { __typename }' })],
  ['application/graphql', 'mutation { __typename }'],
  ['application/json; charset=utf-16', hello],
  ['application/json, text/plain', hello],
])('row 10: a body of %s is 415', async (type, body) => {
  const response = await post(body, { 'content-type': type })
  expect([response.status, await codeOf(response)]).toEqual([415, 'BAD_REQUEST'])
})

test('row 10: a mutation by GET is 405, another method too', async () => {
  const mutation = await get('mutation { __typename }')
  expect([mutation.status, mutation.headers.get('allow'), await codeOf(mutation)]).toEqual([405, 'POST', 'BAD_REQUEST'])
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    expect((await fetch(`${app.url}/graphql`, { method, body: hello, headers: json })).status).toBe(405)
})

describe('row 11: origins', () => {
  test('a foreign page is 403 and reads nothing, also by preflight; a cross-site GET without an Origin too', async () => {
    const foreign = { origin: 'https://evil.example.com' }
    for (const response of [
      await post(hello, { ...json, ...foreign }),
      await get('{ __typename }', foreign),
      await fetch(`${app.url}/graphql`, { method: 'OPTIONS', headers: foreign }),
    ]) {
      expect([
        response.status,
        response.headers.get('access-control-allow-origin'),
        response.headers.get('access-control-allow-credentials'),
      ]).toEqual([403, null, null])
    }
    expect((await post(hello, { ...json, origin: 'null' })).status).toBe(403)
    expect(
      await raw(
        `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 403/)
  })

  test('a listed page may call, without credentials; the own page as well', async () => {
    const preflight = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: LISTED, 'access-control-request-method': 'POST' },
    })
    expect([
      preflight.status,
      preflight.headers.get('access-control-allow-origin'),
      preflight.headers.get('access-control-allow-credentials'),
    ]).toEqual([204, LISTED, null])
    const listed = await post(hello, { ...json, origin: LISTED })
    expect([listed.status, listed.headers.get('access-control-allow-origin'), listed.headers.get('vary')]).toEqual([
      200,
      LISTED,
      'Origin',
    ])
    expect((await post(hello, { ...json, origin: app.url })).status).toBe(200)
  })
})

describe('row 16: sizes', () => {
  const padded = (bytes: number) => JSON.stringify({ query: '{ __typename }', variables: { padding: 'x'.repeat(bytes) } })
  const chunked = (text: string) =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < text.length; at += 65_536) controller.enqueue(new TextEncoder().encode(text.slice(at, at + 65_536)))
        controller.close()
      },
    })

  test.each([[101_000], [5_000_000], [30_000_000]])('a body of %i bytes is 413, chunked as well', async (bytes) => {
    const declared = await post(padded(bytes))
    expect([declared.status, await codeOf(declared)]).toEqual([413, 'BAD_REQUEST'])
    expect((await post(chunked(padded(bytes)) as never)).status).toBe(413)
  })

  test('a body within the limit is read, chunked as well; one that is not UTF-8 or compressed is refused', async () => {
    expect((await post(chunked(padded(90_000)) as never)).status).toBe(200)
    expect((await post(Buffer.from('{"query":"{ __typename }\xff"}', 'latin1'))).status).toBe(400)
    expect((await post(hello, { ...json, 'content-encoding': 'gzip' })).status).toBe(415)
  })

  test('an answer tells its length, a refusal as well', async () => {
    for (const response of [await post(hello), await post('{')]) {
      expect(response.headers.get('content-length')).toBe(String((await response.arrayBuffer()).byteLength))
      expect(response.headers.get('transfer-encoding')).toBeNull()
    }
  })

  test('45,000 nested arrays are 400', async () => {
    const response = await post(`{"query":"{ __typename }","variables":{"a":${'['.repeat(45_000)}${']'.repeat(45_000)}}}`)
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
    const bare = await post(`${'['.repeat(45_000)}${']'.repeat(45_000)}`)
    expect(bare.status).toBe(400)
  })

  test.each([['{'], [''], ['null'], ['"text"'], ['{"query":"{ __typename }","more":1}']])('the body %j is 400', async (body) => {
    const response = await post(body)
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
  })

  test('variables in an address that are no JSON are 400', async () => {
    const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent('{ __typename }')}&variables=%7B`)
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
  })
})

test.each([
  ['garbage', 'Bearer garbage'],
  ['another scheme', 'Basic YWxpY2U6c2VjcmV0'],
  ['nothing', 'Bearer '],
])('a token of %s is 401 for the whole request, even for a public field', async (_title, authorization) => {
  const response = await post(hello, { ...json, authorization })
  expect([response.status, response.headers.get('www-authenticate'), await codeOf(response)]).toEqual([
    401,
    'Bearer',
    'UNAUTHENTICATED',
  ])
  expect((await get('{ __typename }', { authorization, accept: 'text/event-stream' })).status).toBe(401)
})

test('a good token is the viewer, none is a guest', async () => {
  expect((await app.gql('{ viewer { displayName } }', null, { token: alice })).data).toEqual({ viewer: { displayName: 'alice' } })
  expect((await app.gql('{ viewer { displayName } }')).data).toEqual({ viewer: null })
})

describe('the header Idempotency-Key', () => {
  const mutation = (more: string) => `mutation { buy(input: { projectId: "p", shares: "1"${more} }) { userErrors { code } } }`
  const send = (query: string, key: string) => app.gql(query, null, { token: alice, headers: { 'idempotency-key': key } })

  test('serves one mutation field without a key of its own', async () => {
    const { data, errors } = await send(mutation(''), 'key-1')
    expect([data, errors]).toEqual([{ buy: { userErrors: [{ code: 'PROJECT_NOT_FOUND' }] } }, undefined])
  })

  test.each([
    ['a query', '{ __typename }', 'k'],
    ['a mutation with a key of its own', mutation(', idempotencyKey: "own"'), 'k'],
    [
      'two mutation fields',
      `mutation { a: setDisplayName(input: { displayName: "x" }) { __typename } b: setDisplayName(input: { displayName: "x" }) { __typename } }`,
      'k',
    ],
    ['a key of 256 characters', mutation(''), 'k'.repeat(256)],
  ])('is BAD_USER_INPUT with %s', async (_title, query, key) => {
    expect((await send(query, key)).errors![0]!.extensions!['code']).toBe('BAD_USER_INPUT')
  })
})

describe('row 15: an unexpected error', async () => {
  const prober = await createProber(app, alice)

  test.each(TRANSPORTS)('over %s is masked, with an id that the log has', async (transport) => {
    for (const query of ['{ boom }', '{ boomValue }']) {
      const { errors, text } = await prober.send(transport, query)
      expect(errors.map(({ message }) => message)).toEqual(['Unexpected error.'])
      expect(errors[0]!.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) })
      expect(text).not.toMatch(/hunter2|users_pkey/)
      const line = lines.find((each) => each['level'] === 'error' && each['requestId'] === errors[0]!.extensions['requestId'])
      expect((line!['err'] as Error).message).toContain('hunter2')
    }
  })

  test.each(['SSE', 'WebSocket'] as const)('of a stream over %s is masked, before and after it began', async (transport) => {
    const { errors, text } = await prober.send(transport, 'subscription { boomAtOnce }')
    expect(errors.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['Unexpected error.', 'INTERNAL_SERVER_ERROR'],
    ])
    expect(text).not.toContain('hunter2')
  })

  test('that ends a stream is told as an event, and the stream is complete', async () => {
    const text = await (await get('subscription { boomAfter(count: 2) }', { accept: 'text/event-stream' })).text()
    expect(text.match(/^data: (.+)$/gm)).toEqual([
      'data: {"data":{"boomAfter":1}}',
      'data: {"data":{"boomAfter":2}}',
      expect.stringContaining('Unexpected error.'),
    ])
    expect(text).toMatch(/event: complete/)
    expect(text).not.toContain('hunter2')
  })

  test('an outage of the database says so, and may be retried', async () => {
    let isDown = false
    const outage: KyselyPlugin = {
      transformQuery({ node }) {
        if (isDown) throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' })
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const other = await startTestApp({ deps: { db: db.withPlugin(outage) } })
    isDown = true
    const { errors } = await other.gql('{ events { nodes { id } } }')
    expect(errors![0]!.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', retryable: true, retryAfterMs: 500 })
    expect((await fetch(`${other.url}/ready`)).status).toBe(503)
    expect((await fetch(`${other.url}/health`)).status).toBe(200)
    await other.stop()
  })
})

test('row 20: no id of a wrong form reaches the database', async () => {
  const wrong = [
    'garbage',
    'A'.repeat(5_000),
    Buffer.from('Event:../etc').toString('base64url'),
    Buffer.from('Trader:1').toString('base64url'),
    randomBytes(60).toString('base64url'),
  ]
  const ask = async () => {
    for (const id of wrong)
      expect((await app.gql('query ($id: ID!) { node(id: $id) { id } }', { id })).errors![0]!.extensions!['code']).toBe(
        'BAD_USER_INPUT',
      )
  }
  // What the server says of itself every few seconds is not in all of them.
  const counts = [await counted.during(ask), await counted.during(ask), await counted.during(ask)]
  expect(Math.min(...counts)).toBe(0)
})

test('a subscription without an event stream is refused', async () => {
  const response = await post(JSON.stringify({ query: 'subscription { ticks(count: 1) }' }), {
    ...json,
    accept: 'application/json',
  })
  expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
})

test('each request has one line in the log, under the id that the answer has, and no token in it', async () => {
  const response = await post(JSON.stringify({ query: 'query Hello { __typename }' }), {
    ...json,
    authorization: `Bearer ${alice}`,
  })
  const id = response.headers.get('x-request-id')
  await response.text()
  await expect.poll(() => lines.filter((line) => line['requestId'] === id)).toHaveLength(1)
  expect(lines.find((line) => line['requestId'] === id)).toMatchObject({
    method: 'POST',
    path: '/graphql',
    status: 200,
    operation: 'Hello',
    cost: 1,
  })
  expect(JSON.stringify(lines)).not.toContain(alice)
})

describe('pages', () => {
  test('a browser at /graphql and /graphiql sees GraphiQL, which loads nothing from elsewhere', async () => {
    for (const path of ['/graphql', '/graphiql']) {
      const response = await fetch(app.url + path, { headers: { accept: 'text/html,*/*' } })
      const text = await response.text()
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(text).toContain('subscription Prices')
      expect(text).toContain('"subscriptionsProtocol":"WS"')
      expect(text.match(/<(script|link)[^>]+(src|href)="https?:/g)).toBeNull()
    }
  })

  test('the plain addresses answer', async () => {
    const of = async (path: string) => {
      const response = await fetch(app.url + path)
      return [response.status, response.headers.get('x-content-type-options'), await response.text()] as const
    }
    expect(await of('/health')).toEqual([200, 'nosniff', '{"alive":true}'])
    expect(await of('/ready')).toEqual([200, 'nosniff', '{"ready":true,"bus":"local"}'])
    expect((await of('/metrics'))[2]).toMatch(/^http_requests_total\{path="\/graphql",status="200"\} \d+$/m)
    expect(buildSchema((await of('/schema.graphql'))[2]).getType('Node')).toBeTruthy()
    expect(JSON.parse((await of('/possible-types.json'))[2]).possibleTypes.UserError).toContain('BusinessError')
    expect(JSON.parse((await of('/.well-known/jwks.json'))[2]).keys).toHaveLength(1)
    expect((await of('/'))[2]).toContain('/graphiql')
    expect((await of('/nothing'))[0]).toBe(404)
    expect((await of('/__proto__'))[0]).toBe(404)
    expect((await fetch(`${app.url}/health`, { method: 'POST' })).status).toBe(405)
    expect(
      (
        await fetch(`${app.url}/dev/token`, {
          method: 'POST',
          headers: { ...json, origin: 'https://evil.example.com' },
          body: '{"email":"a@example.com"}',
        })
      ).status,
    ).toBe(403)
  })
})

describe('the locked profile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'btx-locked-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const trustedDocuments = join(folder, 'documents.json')
  writeFileSync(trustedDocuments, '{}')
  const locked = await startTestApp({ schema, config: { profile: 'locked', trustedDocuments } })
  const prober = await createProber(locked)

  test.each(TRANSPORTS)('runs nothing but trusted documents over %s', async (transport) => {
    expect((await prober.send(transport, '{ __typename }')).codes).toEqual(['BAD_REQUEST'])
  })

  test('has no GraphiQL and prints no schema', async () => {
    for (const path of ['/graphiql', '/schema.graphql', '/possible-types.json'])
      expect((await fetch(locked.url + path)).status).toBe(404)
    expect((await fetch(`${locked.url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(406)
  })
})

/** Sends bytes as they are and answers with all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('end', () => resolve(answer)).on('error', reject)
  })
}
