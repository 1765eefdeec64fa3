import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Topic } from '../../src/platform/bus.ts'
import { createLocalBus, defineTopic } from '../../src/platform/bus-local.ts'
import { createRedisBus, type RedisBus, type RedisBusOptions } from '../../src/platform/bus-redis.ts'
import { testLog, testRedisUrl } from '../support/database.ts'
import { redisProgram, spawnRedis, type TestRedis } from '../support/redis-server.ts'

interface News {
  readonly number: number
  readonly text?: string
}

const news: Topic<News> = defineTopic({
  name: 'news',
  encode: (message) => JSON.stringify(message),
  decode: (text) => {
    const value = JSON.parse(text) as News
    return typeof value?.number === 'number' ? value : null
  },
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function server(options: Partial<RedisBusOptions> & { url: string; prefix: string }): RedisBus {
  const bus = createRedisBus({ serverId: randomUUID(), log: testLog, heartbeatMs: 200, ...options })
  closing.push(() => bus.close())
  return bus
}

const isUp = (...buses: RedisBus[]) =>
  vi.waitFor(() => expect(buses.every(({ state }) => state === 'up')).toBe(true), { timeout: 10_000 })

/** Collects what a bus delivers, once the subscription is known to Redis. */
async function listen(bus: RedisBus, url: string, prefix: string, readers = 1): Promise<{ numbers: number[]; end(): void }> {
  const numbers: number[] = []
  const end = bus.subscribe(news, ({ number }) => numbers.push(number))
  await hasReaders(url, prefix, readers)
  return { numbers, end }
}

async function hasReaders(url: string, prefix: string, readers: number): Promise<void> {
  const redis = new Redis(url).on('error', () => undefined)
  closing.push(async () => redis.disconnect())
  await vi.waitFor(async () => expect((await redis.pubsub('NUMSUB', `${prefix}news`))[1]).toBe(readers), { timeout: 10_000 })
}

describe('The bus within one process', () => {
  test('delivers before publish returns, to every subscriber, whatever another one throws', async () => {
    const bus = createLocalBus(testLog)
    const seen: number[] = []
    bus.subscribe(news, () => {
      throw new Error('a bug')
    })
    const end = bus.subscribe(news, ({ number }) => seen.push(number))
    bus.publish(news, { number: 1 })
    end()
    bus.publish(news, { number: 2 })
    expect(seen).toEqual([1])
    expect(bus.state).toBe('local')
  })
})

describe.skipIf(!testRedisUrl())('The bus over Redis', () => {
  const shared = () => ({ url: testRedisUrl()!, prefix: `test-${randomUUID()}:` })

  test('tells the other servers everything in order, and this one at once and only once', async () => {
    const place = shared()
    const [one, two] = [server(place), server(place)]
    await isUp(one, two)
    const there = await listen(two, place.url, place.prefix)
    const here = await listen(one, place.url, place.prefix, 2)
    for (let number = 1; number <= 100; number++) one.publish(news, { number })
    expect(here.numbers).toHaveLength(100)
    await vi.waitFor(() => expect(there.numbers).toHaveLength(100))
    expect(there.numbers).toEqual(here.numbers)
    two.publish(news, { number: 101 })
    await vi.waitFor(() => expect(here.numbers).toHaveLength(101))
  })

  test('keeps one subscription for all readers of a topic, until the last has left', async () => {
    const place = shared()
    const bus = server(place)
    await isUp(bus)
    const first = await listen(bus, place.url, place.prefix)
    const second = await listen(bus, place.url, place.prefix, 1)
    first.end()
    first.end()
    bus.publish(news, { number: 1 })
    expect([first.numbers, second.numbers]).toEqual([[], [1]])
    second.end()
    await hasReaders(place.url, place.prefix, 0)
  })

  test('drops and counts what is not JSON, of a wrong shape, without an envelope, or of 10 MB', async () => {
    const place = shared()
    const bus = server(place)
    await isUp(bus)
    const { numbers } = await listen(bus, place.url, place.prefix)
    const mallory = new Redis(place.url)
    closing.push(async () => mallory.disconnect())
    const probes = [
      'not json',
      'x {',
      'x {"number":"1"}',
      'x null',
      '',
      Buffer.alloc(10_000_000, 'x'),
      Buffer.from([0xff, 0x20, 0xfe]),
    ]
    for (const probe of probes) await mallory.publish(`${place.prefix}news`, probe)
    await mallory.publish(`${place.prefix}news`, 'x {"number":7}')
    await vi.waitFor(() => expect(numbers).toEqual([7]))
    expect(bus.counts.rejected).toBe(probes.length)
    expect(bus.state).toBe('up')
  })

  test('does not send a message beyond 1 MB', async () => {
    const place = shared()
    const bus = server(place)
    bus.publish(news, { number: 1, text: 'x'.repeat(1_000_001) })
    expect(bus.counts.rejected).toBe(1)
  })
})

describe.skipIf(!redisProgram())('When Redis', () => {
  const own = async (port?: number): Promise<TestRedis & { url: string; port: number }> => {
    const redis = (await spawnRedis(port))!
    closing.push(() => redis.stop())
    return { ...redis, url: redis.url!, port: Number(new URL(redis.url!).port) }
  }

  test('is absent at boot, publishing neither throws nor waits, and what waited arrives when it comes', async () => {
    const redis = await own()
    await redis.stop()
    const prefix = 'late:'
    const [one, two] = [server({ url: redis.url, prefix }), server({ url: redis.url, prefix, queueMax: 3 })]
    const numbers: number[] = []
    two.subscribe(news, ({ number }) => numbers.push(number))
    for (let number = 1; number <= 5; number++) two.publish(news, { number })
    expect([numbers.length, two.state, two.counts.dropped]).toEqual([5, 'degraded', 2])
    await own(redis.port)
    await isUp(one, two)
    await hasReaders(redis.url, prefix, 1)
    one.publish(news, { number: 6 })
    await vi.waitFor(() => expect(numbers.at(-1)).toBe(6))
  })

  test('dies and comes back, subscriptions made before and meanwhile work again', async () => {
    const redis = await own()
    const prefix = 'dies:'
    const [one, two, three] = [1, 2, 3].map(() => server({ url: redis.url, prefix })) as [RedisBus, RedisBus, RedisBus]
    await isUp(one, two, three)
    const before = await listen(two, redis.url, prefix)
    await redis.stop()
    await vi.waitFor(() => expect(one.state).toBe('degraded'))
    const meanwhile: number[] = []
    three.subscribe(news, ({ number }) => meanwhile.push(number))
    await own(redis.port)
    await isUp(one, two, three)
    await hasReaders(redis.url, prefix, 2)
    one.publish(news, { number: 1 })
    await vi.waitFor(() => expect([before.numbers.at(-1), meanwhile.at(-1)]).toEqual([1, 1]))
  })

  test('hangs, publishing goes on at once, and the bus says that it is degraded', async () => {
    const redis = await own()
    const bus = server({ url: redis.url, prefix: 'hangs:' })
    await isUp(bus)
    process.kill(redis.pid!, 'SIGSTOP')
    const start = performance.now()
    for (let number = 1; number <= 20_000; number++) bus.publish(news, { number })
    expect(performance.now() - start).toBeLessThan(2_000)
    await vi.waitFor(() => expect(bus.state).toBe('degraded'), { timeout: 5_000 })
    process.kill(redis.pid!, 'SIGCONT')
    await isUp(bus)
    expect(bus.counts.dropped).toBeGreaterThan(0)
  })
})
