/** The WebSocket half of the door: the protocol, its limits, its close codes. Rows are those of the threats. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { documentIdOf } from '../../src/graphql/trusted-documents.ts'
import type { Viewer } from '../../src/identity/viewer.ts'
import { type TestAppOptions, startTestApp } from '../support/app.ts'
import { createDoorSchema } from '../support/door-schema.ts'
import { openSignedIn, openSocket } from '../support/raw-socket.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const schema = createDoorSchema()
const start = (options: TestAppOptions = {}) => startTestApp({ schema, ...options })
const app = await start({ config: { allowedOrigins: ['https://market.example.com'] } })
const alice = await app.token('alice@example.com')
const subscribe = (id: string, query: string, more: object = {}) => ({ id, type: 'subscribe', payload: { query, ...more } })

describe('the handshake', () => {
  test.each([
    ['row 9: a foreign Origin', { origin: 'https://evil.example.com' }, 403],
    ['row 9: the Origin null', { origin: 'null' }, 403],
  ])('%s is refused', async (_title, options, status) => {
    await expect(openSocket(app.wsUrl, options)).rejects.toThrow(`HTTP ${status}`)
  })

  test('another path is 404', async () => {
    await expect(openSocket(app.wsUrl.replace('/graphql', '/other'))).rejects.toThrow('HTTP 404')
  })

  test.each([
    ['the own page', app.url],
    ['a listed page', 'https://market.example.com'],
  ])('row 9: %s may open a socket', async (_title, origin) => {
    const raw = await openSignedIn(app.wsUrl, alice, { origin })
    raw.close()
    expect((await raw.closed).code).toBe(1005)
  })

  test('row 8: the legacy subprotocol is refused', async () => {
    await expect(openSocket(app.wsUrl, { protocol: 'graphql-ws' })).rejects.toThrow(/subprotocol/i)
  })

  test('row 9: a cookie or a header signs nobody in', async () => {
    const raw = await openSignedIn(app.wsUrl, undefined, {
      headers: { authorization: `Bearer ${alice}`, cookie: `token=${alice}` },
    })
    raw.send(subscribe('1', '{ viewer { id } }'))
    expect((await raw.next((frame) => frame.id === '1')).payload.data).toEqual({ viewer: null })
    raw.close()
  })

  test('row 7: a socket without connection_init is closed with 4408 within 3 s', async () => {
    const startedMs = Date.now()
    const raw = await openSocket(app.wsUrl)
    expect((await raw.closed).code).toBe(4408)
    expect(Date.now() - startedMs).toBeLessThan(3_500)
  })

  test.each([['Bearer garbage'], ['garbage'], [7]])('a token of %j is closed with 4403', async (authorization) => {
    const raw = await openSocket(app.wsUrl)
    raw.send({ type: 'connection_init', payload: { authorization } })
    expect((await raw.closed).code).toBe(4403)
  })

  test.each([
    ['a subscribe before the sign-in', [subscribe('1', '{ __typename }')], 4401],
    ['two sign-ins', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['what is no JSON', ['{'], 4400],
    ['an unknown type', [{ type: 'start' }], 4400],
    ['what only a server says', [{ type: 'connection_init' }, { type: 'next', id: '1', payload: {} }], 4400],
  ])('%s closes by the protocol', async (_title, frames, code) => {
    const raw = await openSocket(app.wsUrl)
    for (const frame of frames) raw.send(frame)
    expect((await raw.closed).code).toBe(code)
  })
})

describe('operations', () => {
  test('queries, mutations and subscriptions run over one socket', async () => {
    const raw = await openSignedIn(app.wsUrl, alice)
    raw.send(subscribe('q', '{ viewer { displayName } }'))
    raw.send(
      subscribe('m', 'mutation ($input: SetDisplayNameInput!) { setDisplayName(input: $input) { viewer { displayName } } }', {
        variables: { input: { displayName: 'alice b' } },
      }),
    )
    raw.send(subscribe('s', 'subscription { ticks(count: 3) }'))
    for (const id of ['q', 'm', 's']) await raw.next((frame) => frame.id === id && frame.type === 'complete')
    expect(raw.frames.find((frame) => frame.id === 'm').payload.data).toEqual({
      setDisplayName: { viewer: { displayName: 'alice b' } },
    })
    expect(
      raw.frames.filter((frame) => frame.id === 's' && frame.type === 'next').map((frame) => frame.payload.data.ticks),
    ).toEqual([1, 2, 3])
    raw.close()
  })

  test.each([
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ evnt }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two root fields of a subscription', 'subscription { ticks(count: 1) silent }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a broken limit', `{ ${'__typename '.repeat(30)} }`, 'COST_LIMIT_EXCEEDED'],
    ['row 15: a stream that throws at once', 'subscription { boomAtOnce }', 'INTERNAL_SERVER_ERROR'],
    ['row 15: a stream that throws later', 'subscription { boomAfter(count: 2) }', 'INTERNAL_SERVER_ERROR'],
  ])('%s is an error of its id, and the socket and its streams live on', async (_title, query, code) => {
    const raw = await openSignedIn(app.wsUrl, alice)
    raw.send(subscribe('other', 'subscription { silent }'))
    raw.send(subscribe('bad', query))
    const { payload } = await raw.next((frame) => frame.id === 'bad' && frame.type === 'error')
    expect(payload[0].extensions.code).toBe(code)
    expect(JSON.stringify(raw.frames)).not.toContain('hunter2')
    raw.send(subscribe('good', '{ __typename }'))
    await raw.next((frame) => frame.id === 'good' && frame.type === 'next')
    expect(raw.frames.some((frame) => frame.id === 'other')).toBe(false)
    raw.close()
  })

  test('row 7: the 101st operation of a socket is an error, the first 100 and the socket live on, and an ended one makes room', async () => {
    const raw = await openSignedIn(app.wsUrl)
    for (let n = 0; n < 10_000; n++) raw.send(subscribe(`s${n}`, 'subscription { silent }'))
    await raw.next((frame) => frame.id === 's9999')
    const refused = raw.frames.filter((frame) => frame.type === 'error')
    expect(refused).toHaveLength(9_900)
    expect(new Set(refused.map((frame) => frame.payload[0].extensions.code))).toEqual(new Set(['COST_LIMIT_EXCEEDED']))
    expect(raw.frames.some((frame) => frame.id === 's99')).toBe(false)
    raw.send({ id: 's0', type: 'complete' })
    raw.send(subscribe('late', '{ __typename }'))
    expect((await raw.next((frame) => frame.id === 'late')).type).toBe('next')
    raw.close()
  })

  test('an id that every frame would repeat has at most 255 characters', async () => {
    const raw = await openSignedIn(app.wsUrl)
    for (const length of [256, 90_000]) {
      const id = 'x'.repeat(length)
      raw.send(subscribe(id, '{ __typename }'))
      expect((await raw.next((frame) => frame.id === id)).payload[0].extensions.code).toBe('BAD_REQUEST')
    }
    raw.send(subscribe('x'.repeat(255), '{ __typename }'))
    expect((await raw.next((frame) => frame.id?.length === 255)).type).toBe('next')
    raw.close()
  })

  test('row 16: a frame of 5 MB closes with 1009, nested variables are an error of the id', async () => {
    const raw = await openSignedIn(app.wsUrl)
    raw.send(
      `{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":{"a":${'['.repeat(45_000)}${']'.repeat(45_000)}}}}`,
    )
    expect((await raw.next((frame) => frame.id === '1')).payload[0].extensions.code).toBe('BAD_REQUEST')
    raw.send(subscribe('2', '{ __typename }', { variables: { padding: 'x'.repeat(5_000_000) } }))
    expect((await raw.closed).code).toBe(1009)
  })

  test('row 16: a message in thousands of fragments closes with 1008, one in a few is heard', async () => {
    const raw = await openSignedIn(app.wsUrl)
    const inFragments = (text: string) =>
      Array.from(text, (letter, index) => raw.socket.send(letter, { fin: index === text.length - 1 }))
    inFragments('{"type":"ping"}')
    await raw.next((frame) => frame.type === 'pong')
    inFragments(' '.repeat(2_000))
    expect(await raw.closed).toMatchObject({ code: 1008 })
  })
})

describe('limits of sockets', () => {
  test('row 12: a peer that sends and does not read is not read any more, until it reads', async () => {
    const raw = await openSignedIn(app.wsUrl)
    raw.socket.pause()
    const payload = { text: 'x'.repeat(10_000) }
    for (let sent = 0; sent < 4_000; sent++) raw.send({ type: 'ping', payload })
    await sleep(1_500)
    expect(raw.socket.bufferedAmount).toBeGreaterThan(10_000_000)
    expect((await app.gql('{ __typename }')).status).toBe(200)
    raw.socket.resume()
    while (raw.frames.length < 4_001) await sleep(20)
    raw.close()
  })

  test('row 7: the 101st socket of an address is 429; one that closes makes room', async () => {
    const small = await start({ config: { maxSocketsPerAddress: 100 } })
    const sockets = await Promise.all(Array.from({ length: 100 }, () => openSignedIn(small.wsUrl)))
    await expect(openSocket(small.wsUrl)).rejects.toThrow('HTTP 429')
    sockets[0]!.close()
    await sockets[0]!.closed
    await expect.poll(() => openSocket(small.wsUrl).then(() => 'open', String)).toBe('open')
    await small.stop()
  })

  test('row 7: the 21st socket of a user is closed with 4429, another user is not', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openSignedIn(app.wsUrl, alice)))
    const raw = await openSocket(app.wsUrl)
    raw.send({ type: 'connection_init', payload: { authorization: `Bearer ${alice}` } })
    expect((await raw.closed).code).toBe(4429)
    const bob = await openSignedIn(app.wsUrl, await app.token('bob@example.com'))
    for (const socket of [...sockets, bob]) socket.close()
    await Promise.all(sockets.map((socket) => socket.closed))
    const again = await openSignedIn(app.wsUrl, alice)
    again.close()
  })
})

test('row 7: event streams count like sockets: over both, the third of two is refused, and one that ends makes room', async () => {
  const small = await start({ config: { maxSocketsPerAddress: 3, maxSocketsPerUser: 2 } })
  const token = await small.token('alice@example.com')
  const listen = async (as?: string) => {
    const aborting = new AbortController()
    const response = await fetch(`${small.url}/graphql?query=${encodeURIComponent('subscription { silent }')}`, {
      signal: aborting.signal,
      headers: { accept: 'text/event-stream', ...(as ? { authorization: `Bearer ${as}` } : {}) },
    })
    const { value } = await response.body!.getReader().read()
    return { text: Buffer.from(value!).toString(), status: response.status, leave: () => aborting.abort() }
  }
  const socket = await openSignedIn(small.wsUrl, token)
  const stream = await listen(token)
  expect(stream.text).toBe(':\n\n')
  expect((await listen(token)).text).toContain('RATE_LIMITED')
  const raw = await openSocket(small.wsUrl)
  raw.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
  expect((await raw.closed).code).toBe(4429)
  const guest = await listen()
  expect(guest.text).toBe(':\n\n')
  expect((await listen()).text).toContain('RATE_LIMITED')
  await expect(openSocket(small.wsUrl)).rejects.toThrow('HTTP 429')
  stream.leave()
  await expect.poll(async () => (await listen(token)).text).toBe(':\n\n')
  guest.leave()
  socket.close()
  await small.stop()
})

test('row 18: when the token ends, the socket is closed with 4403', async () => {
  const viewer: Viewer = {
    userId: '00000000-0000-4000-8000-000000000001',
    groups: [],
    isAdmin: false,
    issuedAt: new Date(),
    expiresAt: new Date(Date.now() + 700),
  }
  const short = await start({ identity: { authenticate: async (authorization) => (authorization ? viewer : null) } })
  const raw = await openSignedIn(short.wsUrl, 'x')
  const guest = await openSignedIn(short.wsUrl)
  raw.send(subscribe('1', 'subscription { silent }'))
  expect(await raw.closed).toEqual({ code: 4403, reason: 'The token has expired.' })
  expect(guest.socket.readyState).toBe(guest.socket.OPEN)
  await short.stop()
})

test('a stream that writes its own frames is held back while the reader does not read, and goes on when it does', async () => {
  const raw = await openSignedIn(app.wsUrl)
  raw.send(subscribe('1', 'subscription { framed(bytes: 60000) }'))
  await raw.next((frame) => frame.id === '1')
  expect(raw.frames.find((frame) => frame.id === '1')).toMatchObject({ type: 'next', payload: { data: { framed: 1 } } })
  raw.socket.pause()
  await sleep(300)
  const before = raw.frames.length
  const rss = process.memoryUsage.rss()
  await sleep(300)
  expect(process.memoryUsage.rss() - rss).toBeLessThan(100_000_000)
  raw.socket.resume()
  await expect.poll(() => raw.frames.length).toBeGreaterThan(before + 100)
  raw.send({ id: '1', type: 'complete' })
  raw.send(subscribe('2', '{ __typename }'))
  await raw.next((frame) => frame.id === '2')
  raw.close()
})

test('a draining server is not ready, ends streams, lets what runs finish and closes sockets with 1012', async () => {
  const leaving = await start()
  const sockets = await Promise.all(Array.from({ length: 50 }, () => openSignedIn(leaving.wsUrl)))
  for (const socket of sockets) socket.send(subscribe('1', 'subscription { silent }'))
  const events = fetch(`${leaving.url}/graphql?query=${encodeURIComponent('subscription { silent }')}`, {
    headers: { accept: 'text/event-stream' },
  }).then((response) => response.text())
  const slow = leaving.gql('{ slow(ms: 500) }')
  await sleep(200)
  const startedMs = Date.now()
  const drained = leaving.app.drain()
  expect((await slow).data).toEqual({ slow: 500 })
  expect(await events).toContain('event: complete')
  expect(new Set((await Promise.all(sockets.map((socket) => socket.closed))).map(({ code }) => code))).toEqual(new Set([1012]))
  await drained
  expect(Date.now() - startedMs).toBeLessThan(6_000)
  await expect(fetch(`${leaving.url}/ready`)).rejects.toThrow()
})

describe('trusted documents', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'btx-'))
  afterAll(() => rm(folder, { recursive: true }))
  const text = 'query Hello { __typename }'
  const file = join(folder, 'documents.json')
  await writeFile(file, JSON.stringify({ [documentIdOf(text)]: text }))
  const locked = await start({ config: { profile: 'locked', trustedDocuments: file } })

  test('row 26: run by their id, and nothing else does, over every transport', async () => {
    const { createProber, TRANSPORTS } = await import('../support/probes.ts')
    const prober = await createProber(locked)
    for (const transport of TRANSPORTS) {
      expect((await prober.send(transport, { documentId: documentIdOf(text) })).data).toEqual({ __typename: 'Query' })
      expect((await prober.send(transport, { documentId: documentIdOf('{ event { name } }') })).codes).toEqual(['BAD_REQUEST'])
      expect((await prober.send(transport, { query: '{ event { name } }' })).codes).toEqual(['BAD_REQUEST'])
      expect((await prober.send(transport, { query: '{ evnt }', documentId: documentIdOf(text) })).data).toEqual({
        __typename: 'Query',
      })
    }
  })

  test('a file whose ids are not the hashes of its documents is refused at the start', async () => {
    const wrong = join(folder, 'wrong.json')
    await writeFile(wrong, JSON.stringify({ [documentIdOf('a')]: text }))
    await expect(start({ config: { trustedDocuments: wrong } })).rejects.toThrow('is not the sha256 of its document')
  })
})
