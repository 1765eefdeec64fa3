/** What a process does is its role: doors serve, workers tick and run jobs, and what nobody does waits visibly. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Config, loadConfig, type Role } from '../../src/config.ts'
import { withFlags } from '../../src/flags.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import { connectDatabase } from '../../src/platform/database.ts'
import { startServices } from '../../src/services.ts'
import { startServer } from '../../src/start.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDatabase, createTestDeps, testLog, testRedisUrl } from '../support/database.ts'

const HEALTH = '{ health(eventId: "windy") { servers workers matchers } }'
const SNAPSHOT = '{ marketSnapshot(eventId: "windy") { projects { sequence } } }'

const { url, db } = await createTestDatabase()
const busUrl = testRedisUrl()
const ownBus = (serverId: string) => busUrl && { bus: createRedisBus({ url: busUrl, log: testLog, serverId, prefix: `${url}:` }) }

/** One process of its own: own connections, own bus. */
async function depsOfProcess() {
  const serverId = randomUUID()
  const own = connectDatabase({ url, maxConnections: 5, statementTimeoutMs: 10_000, log: testLog })
  return await createTestDeps({ db: own, serverId, ...ownBus(serverId) })
}

async function runWorker(): Promise<{ stop(): Promise<void> }> {
  const deps = await depsOfProcess()
  const running = startServices(deps, 'worker')
  return {
    async stop() {
      await running.stop()
      await deps.bus.close()
      await deps.db.destroy()
    },
  }
}

const serverId = randomUUID()
const door = await startTestApp({ role: 'api', deps: { db, serverId, ...ownBus(serverId) } })
const admin = { token: await door.token('organiser@example.com', { admin: true }) }
const parameters = { driftIntervalMs: 250, driftMaxPctPerTick: '0.2' }
const saveEvent = (input: object) =>
  door.ask('mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', { input }, admin)
await saveEvent({ eventId: 'windy', status: 'OPEN', parameters })
await door.ask(
  'mutation ($input: SaveProjectInput!) { saveProject(input: $input) { isNew } }',
  { input: { projectId: 'kite', eventId: 'windy', ticker: 'KITE', seedAmount: '90' } },
  admin,
)
const health = async () => (await door.ask(HEALTH, null, admin)).health
const sequence = async (): Promise<number> => (await door.ask(SNAPSHOT)).marketSnapshot.projects[0].sequence

test('without a worker no price drifts, what the clock should open waits, and the health query says why', async () => {
  await saveEvent({ eventId: 'later', status: 'SCHEDULED', opensAt: new Date(Date.now() + 200).toISOString() })
  await expect.poll(health).toEqual({ servers: 1, workers: 0, matchers: 0 })
  const begun = performance.now()
  while (performance.now() - begun < 1_000) expect(await sequence()).toBe(1)
  const transitions = await db.selectFrom('audit_entries').select('action').where('event_id', '=', 'later').execute()
  expect(transitions).toHaveLength(1)
})

test('a worker opens what is due, and ticks what is read or watched at another process', async () => {
  const worker = await runWorker()
  try {
    await expect.poll(health).toEqual({ servers: 1, workers: 1, matchers: 0 })
    const stored = () => db.selectFrom('events').select('status').where('event_id', '=', 'later').executeTakeFirst()
    await expect.poll(stored, { timeout: 5_000 }).toEqual({ status: 'OPEN' })
    await expect.poll(sequence, { timeout: 5_000 }).toBeGreaterThan(1)
    const updates = await door.take(door.client(), 4, 'subscription { priceUpdated(eventId: "windy") { sequence } }')
    expect(updates.at(-1).priceUpdated.sequence).toBeGreaterThan(updates[0].priceUpdated.sequence)
  } finally {
    await worker.stop()
  }
  expect(await health()).toEqual({ servers: 1, workers: 0, matchers: 0 })
})

test.each<Role>(['worker', 'matcher'])('a %s answers probes and serves nobody', async (role) => {
  const env = { ROLE: role, PORT: '0', DATABASE_URL: url, REDIS_URL: busUrl ?? '', LOG_LEVEL: 'silent' }
  const server = await startServer(loadConfig(env) satisfies Config, testLog)
  try {
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)
    expect(await (await get('/health')).json()).toEqual({ alive: true })
    expect(await (await get('/ready')).json()).toMatchObject({ ready: true })
    expect(await (await get('/metrics')).text()).toMatch(/^workers_seen \d/m)
    expect((await get('/graphql?query={__typename}')).status).toBe(404)
    expect((await get('/')).status).toBe(404)
  } finally {
    await server.stop()
  }
})

test('a flag says the same as its variable, and wins', () => {
  expect(loadConfig(withFlags({ ROLE: 'api' }, ['--role', 'worker'])).role).toBe('worker')
  expect(() => withFlags({}, ['--rolle', 'api'])).toThrow(/--role/)
  expect(() => loadConfig(withFlags({}, ['--role', 'waiter']))).toThrow(/ROLE is "waiter"; it may be all, api, worker or matcher/)
})
