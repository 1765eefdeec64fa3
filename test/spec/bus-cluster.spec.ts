/** The bus over a Redis Cluster: each channel is the business of one node, and a node that dies takes no other along. */
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { Topic } from '../../src/platform/bus.ts'
import { createRedisBus, type RedisBus } from '../../src/platform/bus-redis.ts'
import { createSharedBuckets } from '../../src/platform/buckets-redis.ts'
import { testLog } from '../support/database.ts'
import { startRedisCluster } from '../support/redis-cluster.ts'

const cluster = await startRedisCluster()
const open = (): RedisBus => createRedisBus({ url: cluster.urls, log: testLog, serverId: randomUUID(), heartbeatMs: 200 })
const [one, two] = [open(), open()]
afterAll(async () => {
  await one.close()
  await two.close()
  await cluster.stop()
})
const areUp = () => vi.waitFor(() => expect([one.state, two.state]).toEqual(['up', 'up']), { timeout: 15_000 })

const topics: Topic<number>[] = Array.from({ length: 24 }, (_, index) => ({
  name: `feed:event-${index}`,
  encode: String,
  decode: Number,
}))
const owners = await Promise.all(topics.map(({ name }) => cluster.ownerOf(`btx:${name}`)))
const heard = topics.map((topic) => {
  const numbers: number[] = []
  two.subscribe(topic, (number) => numbers.push(number))
  return numbers
})
let last = 0
/** Says a number on the topics until all of them were heard; channels take a moment to be opened. */
const areHeard = (which: (owner: number) => boolean) =>
  vi.waitFor(
    () => {
      last++
      for (const topic of topics) one.publish(topic, last)
      const silent = topics.filter((_, index) => which(owners[index]!) && !heard[index]!.some((number) => number > last - 5))
      expect(silent.map(({ name }) => name)).toEqual([])
    },
    { timeout: 15_000, interval: 50 },
  )

test('every node carries channels, and each is heard in order', async () => {
  await areUp()
  expect(new Set(owners)).toEqual(new Set([0, 1, 2]))
  await areHeard(() => true)
  const from = last
  for (let number = from + 1; number <= from + 100; number++) for (const topic of topics) one.publish(topic, number)
  const expected = Array.from({ length: 100 }, (_, index) => from + 1 + index)
  await vi.waitFor(() =>
    expect(heard.map((numbers) => numbers.filter((number) => number > from))).toEqual(topics.map(() => expected)),
  )
  last += 100
})

test('a node that dies silences its own channels only, and the bus says that it is degraded', async () => {
  await cluster.kill(0)
  await vi.waitFor(() => expect(one.state).toBe('degraded'), { timeout: 5_000 })
  const begun = performance.now()
  for (const topic of topics) one.publish(topic, ++last)
  expect(performance.now() - begun).toBeLessThan(50)
  await areHeard((owner) => owner !== 0)
})

test('a channel that is opened while its node is away works as soon as the node is back, like all others', async () => {
  const index = owners.indexOf(0)
  const late: number[] = []
  const third = open()
  const end = third.subscribe(topics[index]!, (number) => late.push(number))
  await cluster.restart(0)
  await areHeard(() => true)
  await vi.waitFor(
    () => {
      one.publish(topics[index]!, ++last)
      expect(late.length).toBeGreaterThan(0)
    },
    { timeout: 10_000, interval: 50 },
  )
  end()
  await areUp()
  await third.close()
})

test('buckets are shared over the nodes, whichever holds a key', async () => {
  const buckets = createSharedBuckets({ url: cluster.urls, log: testLog })
  await vi.waitFor(() => expect(buckets.isUp).toBe(true), { timeout: 10_000 })
  const terms = { burst: 100, perSecond: 1 }
  for (let n = 0; n < 12; n++) {
    const settled = await buckets.settle(`user:${n}-${randomUUID()}`, terms, { owed: 0, wanted: 40, atMost: 100 })
    expect(settled).toMatchObject({ granted: 40 })
  }
  buckets.close()
})

test('REDIS_URL takes addresses with commas between, and says which is none', () => {
  expect(loadConfig({ REDIS_URL: cluster.urls }).redisUrl).toBe(cluster.urls)
  expect(() => loadConfig({ REDIS_URL: 'redis://a:1,http://b:2' })).toThrow(/it may be an address that begins with redis:/)
})
