/** Lists are read from a streaming replica, and nobody can tell but by its load. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { connectDatabase } from '../../src/platform/database.ts'
import { metricsText } from '../../src/platform/metrics.ts'
import { openReplica } from '../../src/platform/replica.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { testLog } from '../support/database.ts'
import { redisProgram, spawnRedis } from '../support/redis-server.ts'
import { startPrimaryAndReplica } from '../support/replica.ts'

const postgres = await startPrimaryAndReplica()
const pool = { maxConnections: 5, log: testLog }
const db = connectDatabase({ url: postgres.primaryUrl, statementTimeoutMs: 10_000, ...pool })
const onReplica = connectDatabase({ url: postgres.replicaUrl, statementTimeoutMs: 10_000, ...pool })
const replica = openReplica({ url: postgres.replicaUrl, primary: db, ...pool })
const app = await startTestApp({ deps: { db, replica } })
afterAll(async () => {
  await app.stop()
  await replica.close()
  await onReplica.destroy()
  await db.destroy()
  await postgres.stop()
})

const admin = { token: await app.token('organiser@example.com', { admin: true }) }
const alice = { token: await app.token('alice@example.com') }
const bob = { token: await app.token('bob@example.com') }
await app.ask(
  'mutation { saveEvent(input: {eventId: "kickstart", status: OPEN, parameters: {driftEnabled: false}}) { event { status } } }',
  null,
  admin,
)
await app.ask('mutation { saveProject(input: {projectId: "p", ticker: "P", seedAmount: "9"}) { isNew } }', null, admin)

const buy = async (as: { token: string }): Promise<number> => {
  const { buy: bought } = await app.ask('mutation { buy(input: {projectId: "p", shares: "1"}) { trade { sequence } } }', null, as)
  return bought.trade.sequence
}
/** The newest trade, candle and price point, and the list of projects, as the caller is shown them. */
const newest = async (as?: { token: string }): Promise<number[]> => {
  const { project, event } = await app.ask(
    `{ project(projectId: "p") { trades(first: 1) { nodes { sequence } } priceHistory(last: 1) { nodes { sequence } } }
      event { projects { nodes { totalTrades } } news { nodes { headline } } } }`,
    null,
    as,
  )
  return [project.trades.nodes[0]?.sequence ?? 1, project.priceHistory.nodes[0].sequence, event.projects.nodes[0].totalTrades + 1]
}
const counted = (line: string): number => Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(metricsText())?.[1] ?? 0)
const fromReplica = () => counted('replica_reads_total\\{from="replica",why="fresh"\\}')
const ownWrites = () => counted('replica_reads_total\\{from="primary",why="own write"\\}')
const unknown = () => counted('replica_reads_total\\{from="primary",why="no word of writes"\\}')
const late = () => counted('replica_reads_total\\{from="primary",why="behind"\\}')
const replay = (what: 'pause' | 'resume') => sql`select ${sql.raw(`pg_wal_replay_${what}`)}()`.execute(onReplica)
/** The replica replays nothing more; at the end of the test it goes on. */
const standStill = async () => {
  onTestFinished(async () => void (await replay('resume')))
  await replay('pause')
}
/** Until the replica shows all that was written so far, and a guest is served by it. */
const caughtUp = async () => {
  const { rows } = await sql<{ lsn: string }>`select pg_current_wal_lsn()::text as lsn`.execute(db)
  const shows = sql<{ shows: boolean }>`select pg_last_wal_replay_lsn() >= ${rows[0]!.lsn}::pg_lsn as shows`
  await expect.poll(async () => (await shows.execute(onReplica)).rows[0]!.shows, { timeout: 10_000 }).toBe(true)
  const before = fromReplica()
  await expect.poll(async () => (await newest(), fromReplica()), { timeout: 10_000 }).toBeGreaterThan(before)
}

test('what others wrote is there within a second, read from the replica', async () => {
  const sequence = await buy(alice)
  await expect.poll(() => newest(), { timeout: 1_000 }).toEqual([sequence, sequence, sequence])
  await caughtUp()
  expect(await newest()).toEqual([sequence, sequence, sequence])
})

test('who wrote reads the own write at once, however far behind the replica is; others meanwhile read the replica', async () => {
  await caughtUp()
  const before = await newest()
  await standStill()
  const [own, shown] = [ownWrites(), fromReplica()]
  const sequence = await buy(alice)
  expect(await newest(alice)).toEqual([sequence, sequence, sequence])
  expect(ownWrites()).toBe(own + 1)
  expect(await newest(bob)).toEqual(before)
  expect(fromReplica()).toBe(shown + 1)
  await expect.poll(() => newest(bob), { timeout: 1_000 }).toEqual([sequence, sequence, sequence])
  expect(late()).toBeGreaterThan(0)
})

test('a change up to a move that the replica lacks is told by the primary, and one that it has by the replica', async () => {
  await caughtUp()
  const change = async () => {
    const query = '{ project(projectId: "p") { currentPrice change(minutes: 60) { reference absolute high } } }'
    const { currentPrice, change: found } = (await app.ask(query, null, bob)).project
    expect(Number(found.reference) + Number(found.absolute)).toBeCloseTo(Number(currentPrice), 6)
    return Number(found.high)
  }
  const before = await change()
  await standStill()
  await buy(alice)
  expect(await change()).toBeGreaterThan(before)
})

test('tables are taken away from the replica, up to where its feed stands; an organiser who wrote gets them from the primary', async () => {
  const rows = async () => {
    const response = await fetch(`${app.url}/export/trades.csv?eventId=kickstart`, {
      headers: { authorization: `Bearer ${admin.token}` },
    })
    return (await response.text()).split('\r\n').length - 2
  }
  await caughtUp()
  const before = await rows()
  await standStill()
  const shown = fromReplica()
  await buy(alice)
  expect(await rows()).toBe(before)
  expect(fromReplica()).toBe(shown + 1)
  await app.ask('mutation { saveProject(input: {projectId: "q", ticker: "Q", seedAmount: "9"}) { isNew } }', null, admin)
  expect(await rows()).toBe(before + 1)
})

test.skipIf(!redisProgram())(
  'who wrote at one server reads it at another, which knows it from Redis; without a word from there it asks the primary',
  async () => {
    const redis = (await spawnRedis())!
    const replicas = [1, 2].map(() => openReplica({ ...pool, url: postgres.replicaUrl, primary: db, redisUrl: redis.url }))
    const [one, two] = (await Promise.all(replicas.map((each) => startTestApp({ deps: { db, replica: each } })))) as [
      TestApp,
      TestApp,
    ]
    const count = async (at: TestApp, as: { token: string }) =>
      (await at.ask('{ event { projects { nodes { totalTrades } } } }', null, as)).event.projects.nodes[0].totalTrades
    try {
      await caughtUp()
      await expect.poll(async () => (await count(two, bob), fromReplica())).toBeGreaterThan(fromReplica())
      const before = await count(two, bob)
      await standStill()
      await one.ask('mutation { buy(input: {projectId: "p", shares: "1"}) { trade { sequence } } }', null, alice)
      expect(await count(two, alice)).toBe(before + 1)
      expect(await count(two, bob)).toBe(before)
      await replay('resume')
      await expect.poll(() => count(two, bob)).toBe(before + 1)
      await redis.stop()
      await expect.poll(async () => (await count(two, bob), unknown())).toBeGreaterThan(0)
    } finally {
      await Promise.all([one.stop(), two.stop()])
      await Promise.all(replicas.map((each) => each.close()))
    }
  },
)

test('a trade is decided by the primary while the replica stands still', async () => {
  await caughtUp()
  await standStill()
  const sequences = [await buy(alice), await buy(bob), await buy(alice)]
  expect(sequences[2]! - sequences[0]!).toBe(2)
  const { sell } = await app.ask('mutation { sell(input: {projectId: "p", shares: "1"}) { trade { sequence } } }', null, bob)
  expect(sell.trade.sequence).toBe(sequences[2]! + 1)
})

test('a replica that hangs delays a reader by two seconds at most, once; then the primary answers for it', async () => {
  await caughtUp()
  postgres.signalReplica('SIGSTOP')
  try {
    const begun = performance.now()
    expect(await newest()).toHaveLength(3)
    expect(performance.now() - begun).toBeLessThan(4_500)
    expect(counted('replica_failures_total')).toBeGreaterThan(0)
    const later = performance.now()
    await newest()
    expect(performance.now() - later).toBeLessThan(500)
  } finally {
    postgres.signalReplica('SIGCONT')
  }
  await caughtUp()
})

test('a replica that is no replica of this primary is not read', async () => {
  const said = Promise.withResolvers<string>()
  const other = openReplica({ ...pool, url: postgres.primaryUrl, primary: db, log: pino({}, { write: said.resolve }) })
  expect(await said.promise).toContain('DATABASE_REPLICA_URL is no replica of DATABASE_URL')
  expect(await other.readerFor(null)).toBe(db)
  await other.close()
})

test('a replica that dies costs no answer', async () => {
  await caughtUp()
  postgres.signalReplica('SIGKILL')
  const sequence = await buy(alice)
  expect(await newest(alice)).toEqual([sequence, sequence, sequence])
  await expect.poll(() => newest(), { timeout: 1_500 }).toEqual([sequence, sequence, sequence])
})
