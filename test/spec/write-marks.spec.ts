/** Who wrote is marked in Redis, for as long as was asked from the last write on, in few commands. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createWriteMarks } from '../../src/platform/write-marks.ts'
import { testLog } from '../support/database.ts'
import { redisProgram, spawnRedis, type TestRedis } from '../support/redis-server.ts'

async function start(): Promise<TestRedis & { readonly url: string }> {
  const redis = (await spawnRedis())!
  onTestFinished(() => redis.stop())
  return { ...redis, url: redis.url! }
}

/** Marks of one server, connected. */
async function marksAt(url: string, forMs = 1_000) {
  const marks = createWriteMarks({ url, log: testLog, forMs })
  onTestFinished(() => marks.close())
  await vi.waitFor(async () => expect(await marks.isSet('nobody')).toBe(false))
  return marks
}

/** How many times marks were set so far, as Redis counts. */
async function settings(url: string): Promise<number> {
  const redis = new Redis(url)
  const stats = await redis.info('commandstats')
  redis.disconnect()
  return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)
}

describe.skipIf(!redisProgram())('A mark of a writer', () => {
  test('is seen by the other server, and by nobody of somebody else', async () => {
    const { url } = await start()
    const [one, two] = [await marksAt(url), await marksAt(url)]
    await one.set('alice')
    expect(await Promise.all(['alice', 'bob'].map((userId) => two.isSet(userId)))).toEqual([true, false])
  })

  test('is set once for many writes of a second, and stays as long behind the last of them as behind one', async () => {
    const { url } = await start()
    const [one, two] = [await marksAt(url), await marksAt(url)]
    await one.set('alice')
    const before = await settings(url)
    for (let n = 0; n < 20; n++) await one.set('alice')
    await sleep(800)
    await one.set('alice')
    expect(await settings(url)).toBe(before)
    await sleep(900)
    expect(await two.isSet('alice')).toBe(true)
    await one.set('alice')
    expect(await settings(url)).toBe(before + 1)
    await vi.waitFor(async () => expect(await two.isSet('alice')).toBe(false), { timeout: 4_000 })
  })

  test('is set anew once Redis has forgotten it', async () => {
    const redis = await start()
    const [one, two] = [await marksAt(redis.url), await marksAt(redis.url)]
    await one.set('alice')
    await redis.stop()
    const back = (await spawnRedis(Number(new URL(redis.url).port)))!
    onTestFinished(() => back.stop())
    for (const marks of [one, two]) await vi.waitFor(async () => expect(await marks.isSet('bob')).toBe(false), { timeout: 8_000 })
    await one.set('alice')
    expect(await two.isSet('alice')).toBe(true)
  })

  test('is set each time while Redis does not say that it was', async () => {
    const redis = await start()
    const [one, two] = [await marksAt(redis.url), await marksAt(redis.url)]
    process.kill(redis.pid!, 'SIGSTOP')
    await one.set('alice')
    process.kill(redis.pid!, 'SIGCONT')
    await vi.waitFor(async () => expect(await one.isSet('bob')).toBe(false))
    await one.set('alice')
    expect(await two.isSet('alice')).toBe(true)
  })
})
