/** Row 22 over two servers of one Redis: a caller's budget is one, whichever server, transport or connection spends it. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createIdentity } from '../../../src/identity/identity.http.ts'
import { createSharedBuckets, type SharedBuckets } from '../../../src/platform/buckets-redis.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase, createTestDeps, testLog } from '../../support/database.ts'
import { createProber, type Prober, TRANSPORTS } from '../../support/probes.ts'
import { redisProgram, spawnRedis, type TestRedis } from '../../support/redis-server.ts'

const GUESTS = { auth: { mode: 'guest' }, groupsClaim: 'cognito:groups', adminGroup: 'admin' } as const
const POINTS = 1_280
/** A 64th for each of two servers, let through on credit. */
const CREDIT = 2 * (POINTS / 64)
const config = { rateLimitPoints: POINTS, rateLimitPerSecond: 1 }
/** Costs a point for each name and one more. */
const aliases = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: rateLimit { remaining }`).join(' ')} }`
const QUERY = '{ rateLimit { remaining } }'

const { db } = await createTestDatabase()
const closing: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

interface Pair {
  readonly redis: TestRedis
  readonly buckets: readonly SharedBuckets[]
  readonly apps: readonly [TestApp, TestApp]
}

async function pair(): Promise<Pair> {
  const redis = (await spawnRedis())!
  closing.push(() => redis.stop())
  const start = async () => {
    const shared = createSharedBuckets({ url: redis.url!, log: testLog, heartbeatMs: 200 })
    closing.push(() => shared.close())
    await vi.waitFor(() => expect(shared.isUp).toBe(true))
    return { shared, app: await startTestApp({ deps: { db }, config, buckets: shared }) }
  }
  const [one, two] = [await start(), await start()]
  return { redis, buckets: [one.shared, two.shared], apps: [one.app, two.app] }
}

const remaining = async (app: TestApp, token: string): Promise<number> =>
  (await app.ask(QUERY, null, { token })).rateLimit.remaining

describe.skipIf(!redisProgram())('Two servers of one Redis', async () => {
  const { apps, buckets } = redisProgram() ? await pair() : ({} as Pair)

  test('grant one bucket to who spends it on both at once, over every transport', async () => {
    const token = await apps[0].token('mallory@example.com')
    const startedMs = Date.now()
    let spent = 0
    let isRefused = false
    const hammer = async (prober: Prober, count: number) => {
      for (let n = 0; n < count; n++) {
        for (const transport of TRANSPORTS) {
          const { codes, extensions } = await prober.send(transport, aliases(1 + (n % 20)))
          if (codes[0] === 'RATE_LIMITED') isRefused = true
          else spent += extensions.cost.actual
        }
      }
    }
    const probers = await Promise.all(Array.from({ length: 8 }, (_, index) => createProber(apps[index % 2]!, token)))
    await Promise.all(probers.map((prober) => hammer(prober, 10)))
    for (const { raw } of probers) raw.close()
    const restored = Math.ceil((Date.now() - startedMs) / 1_000)
    expect(isRefused).toBe(true)
    expect(spent).toBeLessThanOrEqual(POINTS + CREDIT + restored)
    // What lies in the hands of the other server is no more than its share, and goes back when it is idle.
    expect(spent).toBeGreaterThanOrEqual(POINTS - 2 * CREDIT - 21)
  })

  test('show one budget: what the first took is gone at the second, in the field and in the headers', async () => {
    const token = await apps[0].token('alice@example.com')
    for (let n = 0; n < 20; n++) await apps[0].ask(aliases(20), null, { token })
    const left = await remaining(apps[0], token)
    expect(left).toBeLessThan(POINTS - 400)
    expect(Math.abs((await remaining(apps[1], token)) - left)).toBeLessThanOrEqual(CREDIT)

    const other = await apps[0].token('bob@example.com')
    for (let n = 0; n < 20; n++) await apps[0].ask(aliases(20), null, { token: other })
    await remaining(apps[0], other)
    const { headers } = await apps[1].gql('{ __typename }', null, { token: other })
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(POINTS - 400)
  })

  test('let no more guests in through one address, and hear no more guesses of the secret, than one would', async () => {
    const deps = await createTestDeps()
    const limits = {
      guestsPerAddress: { burst: 10, perSecond: 0.001 },
      adminsPerAddress: { burst: 4, perSecond: 0.001 },
    }
    const doors = await Promise.all(
      buckets.map((shared) => createIdentity(deps, { ...GUESTS, issuerLimits: limits, buckets: shared })),
    )
    const statuses = async (count: number, path: string, body: object) =>
      await Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const answer = await doors[index % 2]!.handle({
            method: 'POST',
            path,
            headers: { 'content-type': 'application/json' },
            body: async () => JSON.stringify(body),
            remoteAddress: '192.0.2.7',
          })
          return answer!.status
        }),
      )
    const guests = await statuses(30, '/guest/token', {})
    expect(
      [guests.filter((status) => status === 200), guests.filter((status) => status === 429)].map(({ length }) => length),
    ).toEqual([10, 20])
    const guesses = await statuses(12, '/guest/admin', { secret: 'a guess', name: 'mallory' })
    expect(guesses.filter((status) => status === 401)).toHaveLength(4)
    for (const door of doors) door.close()
  })

  test('bring back what is in hand when its caller rests', async () => {
    const token = await apps[0].token('carol@example.com')
    await Promise.all(Array.from({ length: 40 }, () => apps[0].gql(aliases(10), null, { token })))
    const before = await remaining(apps[0], token)
    await vi.waitFor(async () => expect(Math.abs((await remaining(apps[1], token)) - before)).toBeLessThan(5), { timeout: 3_000 })
  })
})

describe.skipIf(!redisProgram())('When Redis', () => {
  test('hangs, nobody waits for it more than once, and each server goes on with what it knew', async () => {
    const { apps, redis, buckets } = await pair()
    const token = await apps[0].token('alice@example.com')
    for (let n = 0; n < 30; n++) await apps[0].ask(aliases(20), null, { token })
    const known = await remaining(apps[0], token)
    process.kill(redis.pid!, 'SIGSTOP')
    const startedMs = performance.now()
    let served = 0
    for (let n = 0; n < POINTS / 20; n++) if (!(await apps[0].gql(aliases(20), null, { token })).errors) served++
    expect(performance.now() - startedMs).toBeLessThan(3_000)
    expect(served * 21).toBeLessThanOrEqual(known + 30)
    expect(served * 21).toBeGreaterThan(known - 60)
    expect(buckets[0]!.isUp).toBe(false)
    process.kill(redis.pid!, 'SIGCONT')
    await vi.waitFor(() => expect(buckets.every(({ isUp }) => isUp)).toBe(true), { timeout: 10_000 })
    // What was spent meanwhile is told to the other.
    await remaining(apps[0], token)
    expect(await remaining(apps[1], token)).toBeLessThan(60)
  })

  test('is gone, the budget is each server’s own, and one again when it is back', async () => {
    const { apps, redis, buckets } = await pair()
    const token = await apps[0].token('alice@example.com')
    await remaining(apps[0], token)
    await redis.stop()
    await vi.waitFor(() => expect(buckets.some(({ isUp }) => isUp)).toBe(false))
    for (let n = 0; n < 10; n++) for (const app of apps) await app.ask(aliases(20), null, { token })
    const each = [await remaining(apps[0], token), await remaining(apps[1], token)]
    for (const left of each) expect(left).toBeLessThan(POINTS - 200)
    const back = (await spawnRedis(Number(new URL(redis.url!).port)))!
    closing.push(() => back.stop())
    await vi.waitFor(() => expect(buckets.every(({ isUp }) => isUp)).toBe(true), { timeout: 10_000 })
    const left = await remaining(apps[0], token)
    expect(left).toBeLessThan(POINTS - 200)
    expect(await remaining(apps[1], token)).toBeLessThanOrEqual(left)
  })
})

describe('An operation that the policy refuses', async () => {
  const app = await startTestApp({ deps: { db }, config })

  test.each(TRANSPORTS)('has been read, and costs over %s', async (transport) => {
    const prober = await createProber(app, await app.token(`${transport.toLowerCase()}@example.com`))
    const left = async () => (await prober.send(transport, QUERY)).data.rateLimit.remaining as number
    const before = await left()
    const long = `{ ${'nothing '.repeat(150)} }`
    for (const query of ['{', '{ nothing }', aliases(21), long])
      expect((await prober.send(transport, query)).codes).not.toEqual([])
    expect(before - (await left())).toBeGreaterThanOrEqual(3 + 1 + Math.floor(long.length / 20))
    prober.raw.close()
  })

  test.each([
    ['too many tokens', `{ __typename ${'@include(if: true) '.repeat(700)} }`, 'COST_LIMIT_EXCEEDED', 290],
    ['a fault at its beginning', `{ ) ${'nothing '.repeat(1_500)} }`, 'GRAPHQL_PARSE_FAILED', 5],
  ])('costs no more than was read of it, where it has %s', async (_what, query, code, pointsMax) => {
    const token = await app.token(`${code.toLowerCase()}@example.com`)
    const before = await remaining(app, token)
    expect((await app.gql(query, null, { token })).errors?.[0]?.extensions['code']).toBe(code)
    expect(before - (await remaining(app, token))).toBeLessThan(pointsMax)
  })

  test('pays for large variables, also beside a document that is known', async () => {
    const token = await app.token('large@example.com')
    const query = 'query ($id: ID!) { node(id: $id) { id } }'
    await app.gql(query, { id: 'x' }, { token })
    const before = await remaining(app, token)
    await app.gql(query, { id: 'x' }, { token })
    const small = before - (await remaining(app, token))
    await app.gql(query, { id: 'x'.repeat(90_000) }, { token })
    expect(before - (await remaining(app, token)) - small).toBeGreaterThanOrEqual(89_000 / 200 - 5)
  })

  test('is not even read for who has no points left', async () => {
    const token = await app.token('spent@example.com')
    const codes = []
    for (let n = 0; n < 300; n++)
      codes.push((await app.gql(`{ ${'nothing '.repeat(130)} }`, null, { token })).errors?.[0]?.extensions['code'])
    expect(codes[0]).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(codes.at(-1)).toBe('RATE_LIMITED')
  })
})
