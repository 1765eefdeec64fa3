import { Validator } from '@seriousme/openapi-schema-validator'
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type AnyData, startTestApp, type TestApp } from '../support/app.ts'
import { openMarket } from '../support/documents.ts'
import { root } from '../support/programs.ts'

const app = await startTestApp()
let organiser: string
let alice: string
let bob: string

interface Call {
  readonly token?: string
  /** Sent as it stands. */
  readonly body?: string
  readonly headers?: Record<string, string>
  readonly to?: TestApp
}
interface Called {
  readonly status: number
  readonly message: string
  readonly data: AnyData
  readonly text: string
  readonly headers: Headers
}

async function call(method: string, path: string, { token, body, headers = {}, to = app }: Call = {}): Promise<Called> {
  const response = await fetch(`${to.url}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body,
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers, ...(JSON.parse(text) as { message: string; data: AnyData }) }
}
const get = (path: string, more?: Call) => call('GET', path, more)
const post = (path: string, body: object | string, more?: Call) =>
  call('POST', path, { body: typeof body === 'string' ? body : JSON.stringify(body), ...more })

async function serviceToken(email: string, groups: readonly string[]): Promise<string> {
  const response = await fetch(`${app.url}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, groups }),
  })
  return ((await response.json()) as { token: string }).token
}

beforeAll(async () => {
  await openMarket(app, 'kickstart', ['apple', 'pear', 'plum'])
  await openMarket(app, 'other', ['quince'])
  ;[organiser, alice, bob] = await Promise.all([
    app.token('organiser@example.com', { admin: true }),
    app.token('alice@example.com'),
    app.token('bob@example.com'),
  ])
})

test('A program of the original runs unchanged, given the address and its tokens', async () => {
  const trader = await app.token('dora@example.com')
  const env = { ...process.env, BTX_URL: app.url, BTX_TOKEN: trader, BTX_ADMIN_TOKEN: organiser }
  const { stdout } = await promisify(execFile)(process.execPath, ['test/support/original-client.mjs'], { cwd: root, env })
  const seen = JSON.parse(stdout)
  expect(seen.listed).toMatchObject({
    projectId: 'team-7',
    ticker: 'TEAM7',
    seedAmount: 5,
    basePrice: 1.5,
    currentPrice: 1.5,
    netShares: 0,
    isActive: true,
  })
  expect(seen.bought).toMatchObject({
    trade: { projectId: 'team-7', side: 'BUY', shares: 10, price: 1.6, cashDelta: -16.32, priceAfter: 1.7 },
    project: { currentPrice: 1.7, netShares: 10, totalTrades: 1, totalVolume: 10 },
    account: { cashBalance: 2483.68, eventId: 'kickstart' },
  })
  expect(seen.sold).toMatchObject({ trade: { side: 'SELL', shares: 2.5 }, project: { netShares: 7.5, currentPrice: 1.65 } })
  expect(seen.seeded).toMatchObject({ seedAmount: 6.1, basePrice: 1.61 })
  expect(seen.bumped).toMatchObject({ currentPrice: 2.64 })
  expect(seen.invested).toMatchObject({ seedAmount: 6.60005, basePrice: 1.660005, currentPrice: 2.690005 })
  expect(seen.projects.map(({ projectId }: AnyData) => projectId)).toContain('team-7')
  expect(seen.snapshot.projects[0]).toMatchObject({ projectId: 'team-7' })
  expect(seen.trades.map(({ side, userId }: AnyData) => [side, userId])).toEqual([
    ['SELL', seen.bought.trade.userId],
    ['BUY', seen.bought.trade.userId],
  ])
  expect(seen.history.map(({ source }: AnyData) => source)).toEqual([
    'PROJECT_CREATE',
    'TRADE',
    'TRADE',
    'SEED_UPDATE',
    'PHASE_BUMP',
    'SEED_UPDATE',
  ])
  expect(seen.recent[0]).toMatchObject({ ts: seen.sold.trade.ts })
  expect(seen.leaderboard).toMatchObject({ traders: 1, top: [{ rank: 1, userId: seen.bought.trade.userId }], bottom: [] })
  expect(seen.portfolio).toMatchObject({
    account: seen.sold.account,
    holdings: [{ projectId: 'team-7', shares: 7.5, currentPrice: 2.690005, avgPrice: 1.632 }],
  })
  expect(seen.updates.map(({ source, currentPrice }: AnyData) => [source, currentPrice])).toEqual(
    seen.history.slice(1).map(({ source, price }: AnyData) => [source, price]),
  )
  expect(Object.keys(seen.updates[0])).toEqual([
    'type',
    'projectId',
    'ticker',
    'currentPrice',
    'basePrice',
    'netShares',
    'marketCap',
    'source',
    'updatedAt',
  ])
})

describe('Numbers', () => {
  test.each([
    ['1', '1'],
    ['1.50', '1.5'],
    ['15e-1', '1.5'],
    ['0.0001', '0.0001'],
    ['"2.5"', '2.5'],
  ])('in a body: %s shares are bought as %s, exactly', async (token, shares) => {
    const { status, text } = await post('/btx/market/buy', `{"projectId":"apple","shares":${token}}`, { token: alice })
    expect(status, text).toBe(200)
    expect(text).toContain(`"side":"BUY","shares":${shares},`)
  })

  test.each([
    '0',
    '-1',
    '0.00001',
    '100000.1',
    '1e400',
    '1e-400',
    '0.30000000000000004',
    '9007199254740993',
    '"x"',
    'true',
    '[1]',
    '{}',
  ])('in a body: %s shares are refused with 400', async (token) => {
    const { status, data, message } = await post('/btx/market/buy', `{"projectId":"apple","shares":${token}}`, { token: alice })
    expect([status, ['INVALID_SHARES', 'BAD_USER_INPUT'].includes(data.code)], message).toEqual([400, true])
  })

  test('in an answer have every digit that the market has', async () => {
    const token = await app.token('digits@example.com')
    await post('/btx/market/buy', { projectId: 'plum', shares: 447.5922 }, { token })
    const { text } = await get('/btx/portfolio?eventId=kickstart', { token })
    expect(text).toContain('"cashBalance":0.000425,')
  })
})

describe('A request is answered with', () => {
  const unknown = { projectId: 'nobody', shares: 1 }
  test.each<[number, string, () => Promise<Called>]>([
    [400, 'BAD_REQUEST', () => post('/btx/market/buy', '{"projectId":', { token: alice })],
    [400, 'BAD_REQUEST', () => post('/btx/market/buy', '[1]', { token: alice })],
    [400, 'BAD_REQUEST', () => post('/btx/market/buy', '['.repeat(40_000), { token: alice })],
    [400, 'BAD_USER_INPUT', () => post('/btx/market/buy', { shares: 1 }, { token: alice })],
    [400, 'BAD_USER_INPUT', () => post('/btx/market/buy', { projectId: 7, shares: 1 }, { token: alice })],
    [400, 'BAD_USER_INPUT', () => get('/btx/trades?projectId=apple&limit=101')],
    [400, 'BAD_USER_INPUT', () => get('/btx/trades?projectId=apple&limit=-5')],
    [400, 'BAD_USER_INPUT', () => get('/btx/trades?projectId=apple&projectId=pear')],
    [400, 'BAD_USER_INPUT', () => get('/btx/price-history?projectId=apple&since=yesterday')],
    [400, 'BAD_USER_INPUT', () => post('/btx/admin/phase-bump', { projectId: 'pear', bumpType: 'MOON' }, { token: organiser })],
    [
      400,
      'INVALID_PARAMETER',
      () => post('/btx/admin/phase-bump', { projectId: 'pear', bumpType: 'MULTIPLY', multiplier: 1000 }, { token: organiser }),
    ],
    [
      400,
      'BAD_USER_INPUT',
      () => post('/btx/admin/seed', { projectId: 'pear', seedDelta: 1, seedAbsolute: 2 }, { token: organiser }),
    ],
    [401, 'UNAUTHENTICATED', () => post('/btx/market/buy', { projectId: 'apple', shares: 1 })],
    [401, 'UNAUTHENTICATED', () => get('/btx/portfolio')],
    [401, 'UNAUTHENTICATED', () => get('/btx/projects', { token: 'nonsense' })],
    [403, 'FORBIDDEN', () => post('/btx/admin/seed', { projectId: 'pear', seedDelta: 1 }, { token: alice })],
    [403, 'FORBIDDEN', () => get('/btx/projects', { headers: { origin: 'https://evil.example' } })],
    [404, 'NOT_FOUND', () => get('/btx/projects?eventId=nowhere')],
    [404, 'NOT_FOUND', () => get('/btx/trades?projectId=nobody')],
    [404, 'PROJECT_NOT_FOUND', () => post('/btx/market/buy', unknown, { token: alice })],
    [
      404,
      'EVENT_NOT_FOUND',
      () => post('/btx/admin/project', { projectId: 'fig', eventId: 'nowhere', ticker: 'FIG' }, { token: organiser }),
    ],
    [405, 'BAD_REQUEST', () => get('/btx/market/buy')],
    [409, 'TICKER_TAKEN', () => post('/btx/admin/project', { projectId: 'fig', ticker: 'APPLE' }, { token: organiser })],
    [413, 'BAD_REQUEST', () => post('/btx/market/buy', { projectId: 'x'.repeat(200_000), shares: 1 }, { token: alice })],
    [
      415,
      'BAD_REQUEST',
      () => post('/btx/market/buy', 'projectId=apple', { token: alice, headers: { 'content-type': 'text/plain' } }),
    ],
    [422, 'INSUFFICIENT_SHARES', () => post('/btx/market/sell', { projectId: 'pear', shares: 1 }, { token: bob })],
  ])('%i %s', async (status, code, run) => {
    const answer = await run()
    expect([answer.status, answer.data.code]).toEqual([status, code])
    expect(answer.message).toMatch(/\.$/)
    expect(Object.keys(JSON.parse(answer.text))).toEqual(['message', 'data'])
  })

  test('what is missing, where it is cash', async () => {
    const { status, data } = await post('/btx/market/buy', { projectId: 'pear', shares: 448 }, { token: bob })
    expect([status, data]).toEqual([422, { code: 'INSUFFICIENT_CASH', required: 2504.1408, available: 2500 }])
  })

  test('429 and when to come again, where too much was asked', async () => {
    const small = await startTestApp({ config: { rateLimitPoints: 100, rateLimitPerSecond: 1 } })
    // What a reading did not cost comes back, so it takes some to spend the budget.
    let last = await get('/btx/trades?projectId=x&limit=20', { to: small })
    for (let count = 0; last.status !== 429 && count < 200; count++)
      last = await get('/btx/trades?projectId=x&limit=20', { to: small })
    expect([last.status, last.data.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last.headers.get('ratelimit-limit')).toBe('100')
  })
})

test('A repeat with the same Idempotency-Key trades once; with another body it is 409', async () => {
  const token = await app.token('carol@example.com')
  const headers = { 'idempotency-key': 'one-intent' }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => post('/btx/market/buy', '{"projectId":"pear","shares":1.0}', { token, headers })),
  )
  expect(new Set(answers.map(({ data }) => data.trade.tradeId)).size).toBe(1)
  const again = await post('/btx/market/buy', '{"projectId":"pear","shares":1}', { token, headers })
  expect(again.data.trade).toEqual(answers[0]!.data.trade)
  expect((await post('/btx/market/buy', { projectId: 'pear', shares: 2 }, { token, headers })).status).toBe(409)
  expect((await get('/btx/portfolio', { token, headers })).status).toBe(200)
})

test('seedAmount counts for a new project; for one that exists it is ignored, and the message says so', async () => {
  const body = { projectId: 'kiwi', ticker: 'KIWI', name: 'Kiwi', description: 'Green', seedAmount: 3 }
  expect(await post('/btx/admin/project', body, { token: organiser })).toMatchObject({
    status: 200,
    message: 'KIWI is listed.',
    data: { seedAmount: 3, basePrice: 1.3 },
  })
  for (const seedAmount of [3, 9]) {
    const again = await post('/btx/admin/project', { ...body, name: 'Kiwi Fruit', seedAmount }, { token: organiser })
    expect(again).toMatchObject({ status: 200, data: { name: 'Kiwi Fruit', seedAmount: 3 } })
    expect(again.message).toMatch(/seedAmount is ignored/)
  }
  const named = await post('/btx/admin/project', { projectId: 'kiwi', name: 'Kiwi' }, { token: organiser })
  expect(named.message).toBe('KIWI is saved.')
})

test('price-history since gives the newest of the limit, oldest first', async () => {
  for (let count = 0; count < 4; count++) await post('/btx/market/buy', { projectId: 'kiwi', shares: 1 }, { token: bob })
  const all = (await get('/btx/price-history?projectId=kiwi')).data
  expect(all).toHaveLength(5)
  expect((await get(`/btx/price-history?projectId=kiwi&limit=2&since=${all[0].ts}`)).data).toEqual(all.slice(-2))
  expect((await get(`/btx/price-history?projectId=kiwi&since=${all.at(-1).ts + 1}`)).data).toEqual([])
})

describe('A service token of investments', () => {
  let service: string
  beforeAll(async () => {
    service = await serviceToken('bank@example.com', ['investments'])
  })

  test('applies investments', async () => {
    const { status, data } = await post(
      '/btx/admin/investment-impact',
      { teamId: 'pear', amountDelta: 10_000 },
      { token: service },
    )
    expect([status, data.seedAmount]).toEqual([200, 1])
  })

  test('does nothing else, on no transport', async () => {
    const others = [
      get('/btx/projects', { token: service }),
      get('/btx/portfolio', { token: service }),
      post('/btx/market/buy', { projectId: 'pear', shares: 1 }, { token: service }),
      post('/btx/admin/seed', { projectId: 'pear', seedDelta: 1 }, { token: service }),
      get('/export/trades.csv', { token: service }),
    ]
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    const { status, errors } = await app.gql('{ viewer { id } }', null, { token: service })
    expect([status, errors?.[0]?.extensions?.['code']]).toEqual([403, 'FORBIDDEN'])
    const investment = 'mutation { applyInvestment(input: { projectId: "pear", amount: 1 }) { userErrors { code } } }'
    expect((await app.gql(investment, null, { token: service })).status).toBe(403)
    const client = app.client({ token: service })
    await expect(app.take(client, 1, '{ viewer { id } }')).rejects.toMatchObject({ code: 4403 })
  })

  test('is an administrator’s token where it is that, too', async () => {
    const both = await serviceToken('boss@example.com', ['investments', 'admin'])
    expect((await get('/btx/portfolio', { token: both })).status).toBe(200)
  })
})

test('A listed origin may call with a preflight, and a locked server has its routes, too', async () => {
  const trustedDocuments = join(mkdtempSync(join(tmpdir(), 'btx-rest-')), 'documents.json')
  writeFileSync(trustedDocuments, '{}')
  const locked = await startTestApp({ config: { allowedOrigins: ['https://app.example'], profile: 'locked', trustedDocuments } })
  const headers = { origin: 'https://app.example' }
  const preflight = await fetch(`${locked.url}/btx/market/buy`, { method: 'OPTIONS', headers })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example'])
  const { status, headers: answered } = await get('/btx/projects?eventId=nowhere', { headers, to: locked })
  expect([status, answered.get('access-control-allow-origin')]).toEqual([404, 'https://app.example'])
})

describe('/openapi.json', () => {
  test('is valid OpenAPI 3.1, and names every route', async () => {
    const description = (await (await fetch(`${app.url}/openapi.json`)).json()) as AnyData
    const { valid, errors } = await new Validator().validate(description)
    expect(valid, JSON.stringify(errors)).toBe(true)
    expect(description.openapi).toBe('3.1.0')
    expect(
      Object.entries(description.paths).map(([path, methods]) => `${Object.keys(methods as object)[0]!.toUpperCase()} ${path}`),
    ).toEqual([
      'GET /btx/projects',
      'GET /btx/market/snapshot',
      'GET /btx/trades',
      'GET /btx/price-history',
      'GET /btx/leaderboard',
      'POST /btx/market/buy',
      'POST /btx/market/sell',
      'GET /btx/portfolio',
      'POST /btx/admin/project',
      'POST /btx/admin/seed',
      'POST /btx/admin/phase-bump',
      'POST /btx/admin/investment-impact',
      'GET /export/standings.csv',
      'GET /export/trades.csv',
      'GET /export/prices.csv',
    ])
  })

  test('describes the fields that are answered, and no others', async () => {
    const { components } = (await (await fetch(`${app.url}/openapi.json`)).json()) as AnyData
    const { data } = await post('/btx/market/buy', { projectId: 'plum', shares: 1 }, { token: alice })
    for (const [name, value] of Object.entries({ Trade: data.trade, Project: data.project, Account: data.account, Fill: data }))
      expect(Object.keys(value as object)).toEqual(components.schemas[name].required)
  })
})

/** A socket of the original's kind, with what came. */
async function open({ url = app.url, origin }: { url?: string; origin?: string } = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/btx/ws`, { origin })
  const messages: AnyData[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)))
    wake()
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return {
    socket,
    messages,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async until(count: number) {
      while (messages.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return messages
    },
    closed: new Promise<number>((resolve) => socket.once('close', resolve)),
  }
}

/** Waits until somebody watches the event, or until nobody does. */
async function watched(eventId: string, expected: boolean): Promise<void> {
  await expect.poll(() => app.services.streams.isWatched(eventId), { interval: 10 }).toBe(expected)
}

describe('/btx/ws', () => {
  test('sends the moves of its event, and closing it is all the cleaning up', async () => {
    const here = await open()
    here.send({ action: 'subscribe', eventId: 'other' })
    here.send({ action: 'subscribe', eventId: 'other' })
    await watched('other', true)
    const { data } = await post('/btx/market/buy', { projectId: 'quince', shares: 1.5 }, { token: bob })
    await post('/btx/market/buy', { projectId: 'apple', shares: 1 }, { token: bob })
    await post('/btx/market/buy', { projectId: 'quince', shares: 2 }, { token: bob })
    const [first, second, ...more] = await here.until(2)
    expect(first).toEqual({
      type: 'priceUpdate',
      projectId: 'quince',
      ticker: 'QUINCE',
      currentPrice: data.project.currentPrice,
      basePrice: 1,
      netShares: 1.5,
      marketCap: 1.545,
      source: 'TRADE',
      updatedAt: data.trade.ts,
    })
    expect([second.netShares, more]).toEqual([3.5, []])
    here.socket.close()
    await here.closed
    await watched('other', false)
  })

  test('shares nothing with /graphql: the same document there has its own writing', async () => {
    const here = await open()
    here.send({ action: 'subscribe', eventId: 'other' })
    await watched('other', true)
    const { RestPricesDocument } = await import('../../src/rest/generated/graphql.ts')
    const there = app.take(app.client(), 2, RestPricesDocument.toString(), { eventId: 'other' })
    const buying = setInterval(() => void post('/btx/market/buy', { projectId: 'quince', shares: 0.01 }, { token: alice }), 50)
    try {
      expect((await there).at(-1)).toMatchObject({ priceUpdated: { kind: 'CHANGE', currentPrice: expect.any(String) } })
      expect((await here.until(1))[0]).toMatchObject({ type: 'priceUpdate', currentPrice: expect.any(Number) })
    } finally {
      clearInterval(buying)
      here.socket.close()
    }
  })

  test.each([
    ['what is no JSON', 'hello', 'BAD_USER_INPUT'],
    ['another action', { action: 'sell everything' }, 'BAD_USER_INPUT'],
    ['an event that is none', { action: 'subscribe', eventId: 'nowhere' }, 'NOT_FOUND'],
    ['an event of another type', { action: 'subscribe', eventId: 7 }, 'BAD_USER_INPUT'],
  ])('answers %s with an error, and lives on', async (_what, message, code) => {
    const here = await open()
    here.send(message)
    expect(await here.until(1)).toEqual([{ type: 'error', code, message: expect.any(String) }])
    here.send({ action: 'subscribe', eventId: 'other' })
    await watched('other', true)
    here.socket.close()
    await here.closed
  })

  test('refuses foreign origins, more sockets than an address may have, and more events than a socket may', async () => {
    await expect(open({ origin: 'https://evil.example' })).rejects.toThrow(/403/)
    const small = await startTestApp({ config: { maxSocketsPerAddress: 2, maxSubscriptionsPerSocket: 1 } })
    await openMarket(small, 'kickstart', ['apple'])
    const [first] = [await open({ url: small.url }), await open({ url: small.url })]
    await expect(open({ url: small.url })).rejects.toThrow(/429/)
    first!.send({ action: 'subscribe', eventId: 'kickstart' })
    await expect.poll(() => small.services.streams.isWatched('kickstart'), { interval: 10 }).toBe(true)
    first!.send({ action: 'subscribe', eventId: 'another' })
    expect(await first!.until(1)).toMatchObject([{ type: 'error', code: 'COST_LIMIT_EXCEEDED' }])
  })

  test('is closed with 1012 when the server restarts', async () => {
    const restarting = await startTestApp()
    const here = await open({ url: restarting.url })
    await restarting.stop()
    expect(await here.closed).toBe(1012)
  })
})
