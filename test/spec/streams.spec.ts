import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { cursorOfPosition } from '../../src/events/cursor.ts'
import type { Bus } from '../../src/platform/bus.ts'
import { createLocalBus } from '../../src/platform/bus-local.ts'
import { createRedisBus } from '../../src/platform/bus-redis.ts'
import { connectDatabase } from '../../src/platform/database.ts'
import { countWatchers } from '../../src/streams/watchers.sql.ts'
import { createTestDatabase, createTestDeps, testLog, testRedisUrl } from '../support/database.ts'
import { runSql } from '../support/postgres-server.ts'
import {
  createFeed,
  expectUnbroken,
  type Feed,
  startStreamServer,
  type StreamServer,
  subscribe,
  type Told,
} from '../support/streaming.ts'

/** The fan-out between the feed and its readers: every move once or counted, on whatever server a reader comes back. */
const PRICES = `subscription ($eventId: ID!, $projectIds: [ID!], $after: Cursor, $mode: StreamMode, $throttleMs: Int) {
  priceUpdated(eventId: $eventId, projectIds: $projectIds, after: $after, mode: $mode, throttleMs: $throttleMs) {
    kind projectId sequence missed currentPrice source cursor
  }
}`
const NEWS =
  'subscription ($eventId: ID!, $after: Cursor) { newsPublished(eventId: $eventId, after: $after) { headline cursor } }'

const { db } = await createTestDatabase()
const deps = await createTestDeps({ db })
const servers: StreamServer[] = []
afterAll(async () => {
  for (const server of servers) await server.stop()
})

function startServer(bus: Bus = deps.bus): StreamServer {
  const server = startStreamServer({ ...deps, bus, serverId: crypto.randomUUID() })
  servers.push(server)
  return server
}
const here = startServer()
/** A second server that no message of the bus reaches: the tables are all that it has. */
const apart = startServer(createLocalBus(testLog))

let events = 0
const newFeed = (projects: number) => createFeed(deps, `feed-${++events}`, projects)

const prices = (server: StreamServer, { eventId }: Feed, more: Record<string, unknown> = {}, options = {}) =>
  subscribe(server, PRICES, { variables: { eventId, ...more }, ...options })

const expectedEnd = (feed: Feed) => new Map([...feed.sequences].map(([number, sequence]) => [feed.idOf(number), sequence]))
const isUpToDate =
  (feed: Feed, before: ReadonlyMap<string, number> = new Map()) =>
  (told: Told[]) => {
    const last = new Map(before)
    for (const { projectId, sequence } of told) last.set(projectId, sequence)
    return [...expectedEnd(feed)].every(([projectId, sequence]) => last.get(projectId) === sequence)
  }

describe('priceUpdated', () => {
  test('begins with a SNAPSHOT of each project and goes on with each move', async () => {
    const feed = await newFeed(3)
    await feed.move([2, 2])
    const reader = await prices(here, feed)
    expect(await reader.until(3)).toMatchObject(
      [1, 2, 3].map((number) => ({ kind: 'SNAPSHOT', projectId: feed.idOf(number), missed: 0 })),
    )
    await feed.move([1, 2])
    const number = await feed.list()
    await feed.move([number])
    const told = await reader.until(7)
    expect(told.slice(3)).toMatchObject([
      { kind: 'CHANGE', projectId: feed.idOf(1), sequence: 2, missed: 0, source: 'DRIFT' },
      { projectId: feed.idOf(2), sequence: 4 },
      { projectId: feed.idOf(4), sequence: 1, source: 'PROJECT_CREATE' },
      { projectId: feed.idOf(4), sequence: 2 },
    ])
    expect(expectUnbroken(told)).toEqual(expectedEnd(feed))
    await reader.stop()
  })

  test('sends only the projects that were asked for', async () => {
    const feed = await newFeed(4)
    const reader = await prices(here, feed, { projectIds: [feed.idOf(3), feed.idOf(1)] })
    await feed.move([1, 2, 3, 4])
    expect((await reader.until(4)).map((update: Told) => update.projectId)).toEqual([1, 3, 1, 3].map(feed.idOf))
    await reader.stop()
  })

  test('is resumed behind any of its cursors, on any server, without a gap or a repeat', async () => {
    const feed = await newFeed(3)
    const reader = await prices(here, feed)
    await reader.until(3)
    for (const numbers of [[1], [2, 3, 1], [1, 1], [3]]) await feed.move(numbers)
    const told: Told[] = await reader.until(10)
    for (let seen = 3; seen <= told.length; seen++) {
      for (const server of [here, apart]) {
        const again = await prices(server, feed, { after: told[seen - 1]!.cursor })
        expect((await again.until(told.length - seen)).map(withoutCursor)).toEqual(told.slice(seen).map(withoutCursor))
        await again.stop()
      }
    }
    await reader.stop()
  })

  test('begins with a SNAPSHOT where a cursor of the first messages does not cover a project yet', async () => {
    const feed = await newFeed(5)
    const reader = await prices(here, feed)
    const told: Told[] = await reader.until(5)
    const again = await prices(apart, feed, { after: told[1]!.cursor })
    expect(await again.until(3)).toMatchObject([3, 4, 5].map((number) => ({ kind: 'SNAPSHOT', projectId: feed.idOf(number) })))
    await feed.move([1, 5])
    expect((await again.until(5)).slice(3)).toMatchObject([{ projectId: feed.idOf(1) }, { projectId: feed.idOf(5) }])
    for (const each of [reader, again]) await each.stop()
  })

  test('survives any mixture of modes, pauses, servers and reconnects', async () => {
    const step = fc.record({
      moves: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 }),
      apart: fc.boolean(),
      pause: fc.boolean(),
      reconnect: fc.boolean(),
      mode: fc.constantFrom('EVERY', 'LATEST'),
      throttleMs: fc.constantFrom(0, 0, 30),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        const feed = await newFeed(4)
        // Of the same group as the reader whenever that one asks for every update here.
        const steady = await prices(here, feed, { mode: 'EVERY', throttleMs: 0 })
        let reader = await prices(here, feed, { mode: 'EVERY', throttleMs: 0 })
        let last = new Map<string, number>()
        let cursor: string | null = null
        for (const { moves, pause, reconnect, mode, throttleMs, apart: elsewhere } of steps) {
          if (pause) reader.pause()
          if (moves.length > 0) await feed.move(moves)
          if (reconnect) {
            await reader.stop()
            last = expectUnbroken(reader.messages, last)
            cursor = reader.messages.at(-1)?.cursor ?? cursor
            reader = await prices(elsewhere ? apart : here, feed, { after: cursor, mode, throttleMs })
          } else reader.resume()
        }
        reader.resume()
        await reader.until(isUpToDate(feed, last))
        await steady.until(isUpToDate(feed))
        expect(expectUnbroken(reader.messages, last)).toEqual(expectedEnd(feed))
        expect(expectUnbroken(steady.messages)).toEqual(expectedEnd(feed))
        for (const each of [reader, steady]) await each.stop()
      }),
      { numRuns: 15, endOnFailure: true },
    )
  })

  test('folds the oldest of more than 1,000 missed moves of a project, and says how many', async () => {
    const feed = await newFeed(2)
    const reader = await prices(here, feed)
    const [, , { cursor }] = (await feed.move([2]), await reader.until(3))
    await reader.stop()
    for (let round = 0; round < 5; round++)
      await feed.move(Array.from({ length: 1_200 }, (_, index) => (index % 1_200 === 7 ? 2 : 1)))
    // 6,000 entries are more than a server keeps in memory.
    const again = await prices(startServer(), feed, { after: cursor })
    const told: Told[] = await again.until(1_005)
    const ofFirst = told.filter(({ projectId }) => projectId === feed.idOf(1))
    expect(ofFirst).toHaveLength(1_000)
    expect(ofFirst[0]).toMatchObject({ kind: 'CHANGE', missed: 5_995 - 1_000 })
    expect(told.filter(({ missed }) => missed > 0)).toHaveLength(1)
    expect(
      expectUnbroken(
        told,
        new Map([
          [feed.idOf(1), 1],
          [feed.idOf(2), 2],
        ]),
      ),
    ).toEqual(expectedEnd(feed))
    // Every cursor on the way is as good.
    const onTheWay = await prices(here, feed, { after: told[300]!.cursor })
    await onTheWay.until(isUpToDate(feed, expectUnbroken(told.slice(0, 301))))
    expectUnbroken(onTheWay.messages, expectUnbroken(told.slice(0, 301)))
    for (const each of [again, onTheWay]) await each.stop()
  })

  test('LATEST is resumed with the newest of each project that moved, however old the cursor', async () => {
    const feed = await newFeed(3)
    const reader = await prices(here, feed)
    const told: Told[] = await reader.until(3)
    await reader.stop()
    await feed.move(Array.from({ length: 5_000 }, (_, index) => 1 + (index % 2)))
    const again = await prices(startServer(), feed, { after: told[2]!.cursor, mode: 'LATEST' })
    expect(await again.until(2)).toMatchObject(
      [1, 2].map((number) => ({ kind: 'CHANGE', projectId: feed.idOf(number), missed: 2_499 })),
    )
    await feed.move([3])
    expect((await again.until(3))[2]).toMatchObject({ projectId: feed.idOf(3), missed: 0 })
    await again.stop()
  })

  test('a reader that pauses is folded, within bounds, and harms nobody else', async () => {
    const feed = await newFeed(2)
    const [slow, quick] = [await prices(here, feed, { mode: 'EVERY' }), await prices(here, feed)]
    await Promise.all([slow.until(2), quick.until(2)])
    slow.pause()
    for (let round = 0; round < 20; round++) await feed.move(Array.from({ length: 50 }, () => 1))
    expect((await quick.until(1_002)).every((update: Told) => update.missed === 0)).toBe(true)
    expect(slow.messages.length).toBe(3)
    slow.resume()
    await slow.until(isUpToDate(feed))
    expect(slow.messages.length).toBeLessThan(300)
    expect(expectUnbroken(slow.messages)).toEqual(expectedEnd(feed))
    for (const each of [slow, quick]) await each.stop()
  })

  test('throttled, a project is shown at once, then once a window, the newest in the end', async () => {
    const feed = await newFeed(1)
    const reader = await prices(here, feed, { throttleMs: 200 })
    await reader.until(1)
    for (let count = 0; count < 5; count++) await feed.move([1])
    expect(reader.messages).toHaveLength(1)
    expect((await reader.until(2))[1]).toMatchObject({ sequence: 6, missed: 4 })
    await reader.stop()
  })

  test('what the bus loses arrives within about a second', async () => {
    const feed = await newFeed(1)
    const reader = await prices(apart, feed)
    await reader.until(1)
    const startedAt = performance.now()
    await feed.move([1, 1, 1])
    expect(expectUnbroken(await reader.until(4))).toEqual(expectedEnd(feed))
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    await reader.stop()
  })

  test('stays open while the database is away, and catches up when it is back', async () => {
    const own = await createTestDatabase({ maxConnections: 4 })
    const server = startStreamServer({ ...deps, db: own.db, bus: createLocalBus(testLog), serverId: crypto.randomUUID() })
    const writer = connectDatabase({ url: own.url, maxConnections: 1, statementTimeoutMs: 20_000, log: testLog })
    const feed = await createFeed({ ...deps, db: writer, bus: createLocalBus(testLog) }, 'outage', 2)
    const reader = await prices(server, feed)
    const { cursor } = (await reader.until(2))[0]
    const name = new URL(own.url).pathname.slice(1)
    // Every connection of the server is refused or cut, while another one, made before, goes on writing.
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and query not like '%feed_writer%'`
    await sql`select pg_backend_pid() as feed_writer`.execute(writer)
    await runSql(inject('postgresUrl'), `alter database ${name} allow_connections false`)
    await runSql(inject('postgresUrl'), cut)
    await feed.move([1, 2, 1])
    await runSql(inject('postgresUrl'), `alter database ${name} allow_connections true`)
    expect(expectUnbroken(await reader.until(5))).toEqual(expectedEnd(feed))
    const again = await prices(server, feed, { after: cursor })
    await again.until(isUpToDate(feed))
    for (const each of [reader, again]) await each.stop()
    await server.stop()
    await writer.destroy()
  })

  test('a database that was set back begins anew, and a cursor from before says nothing', async () => {
    const feed = await newFeed(2)
    const reader = await prices(here, feed)
    await reader.until(2)
    await feed.move([1, 2, 1])
    const { cursor } = (await reader.until(5)).at(-1)
    await sql`delete from price_points where event_id = ${feed.eventId} and position > 3`.execute(db)
    await sql`update event_feeds set position = 3 where event_id = ${feed.eventId}`.execute(db)
    await sql`update projects set sequence = 3 - project_number where event_id = ${feed.eventId}`.execute(db)
    expect((await reader.until(7)).slice(5)).toMatchObject([
      { kind: 'SNAPSHOT', sequence: 2 },
      { kind: 'SNAPSHOT', sequence: 1 },
    ])
    const again = await prices(apart, feed, { after: cursor })
    expect(await again.until(2)).toMatchObject([
      { kind: 'SNAPSHOT', sequence: 2 },
      { kind: 'SNAPSHOT', sequence: 1 },
    ])
    const elsewhere = await prices(here, feed, { after: cursorOfPosition(1, feed.eventId, 2n) })
    expect(await elsewhere.until(2)).toMatchObject([{ kind: 'SNAPSHOT' }, { kind: 'SNAPSHOT' }])
    for (const each of [reader, again, elsewhere]) await each.stop()
  })

  test('is executed and encoded once for all who ask the same', async () => {
    const feed = await newFeed(3)
    const readers = []
    for (let count = 0; count < 10; count++) readers.push(await prices(here, feed))
    await Promise.all(readers.map((reader) => reader.until(3)))
    await feed.move([1, 2, 3])
    const told = await Promise.all(readers.map((reader) => reader.until(6)))
    expect(new Set(told.map((messages) => JSON.stringify(messages))).size).toBe(1)
    expect(readers.reduce((sum, reader) => sum + reader.encoded, 0)).toBe(6)
    for (const reader of readers) await reader.stop()
    expect(here.services.streams.counts).toEqual({ streams: 0, groups: 0 })
  })

  test.each<[string, (feed: Feed, other: Feed) => Record<string, unknown>, string]>([
    ['an unknown event', () => ({ eventId: 'nowhere' }), 'NOT_FOUND'],
    ['an id that no event has', () => ({ eventId: '../x' }), 'NOT_FOUND'],
    ['an unknown project', () => ({ projectIds: ['nothing'] }), 'NOT_FOUND'],
    ['a project of another event', (_feed, other) => ({ projectIds: [other.idOf(1)] }), 'NOT_FOUND'],
    ['garbage for a cursor', () => ({ after: 'AAAA' }), 'BAD_USER_INPUT'],
    ['a cursor of another event', (_feed, other) => ({ after: cursorOfPosition(1, other.eventId, 1n) }), 'BAD_USER_INPUT'],
    ['a negative window', () => ({ throttleMs: -1 }), 'BAD_USER_INPUT'],
    ['a window above a minute', () => ({ throttleMs: 60_001 }), 'BAD_USER_INPUT'],
  ])('refuses %s', async (_what, variables, code) => {
    const [feed, other] = [await newFeed(1), await newFeed(1)]
    await expect(prices(here, feed, variables(feed, other))).rejects.toMatchObject({ extensions: { code } })
    expect(here.services.streams.isWatched(feed.eventId)).toBe(false)
  })
})

describe('newsPublished', () => {
  test('begins with the next item, and behind a cursor with every item since', async () => {
    const feed = await newFeed(1)
    await feed.news('before')
    const reader = await subscribe(here, NEWS, { variables: { eventId: feed.eventId } })
    await feed.news('first')
    await feed.move([1])
    for (let count = 0; count < 300; count++) await feed.news(`item ${count}`)
    const told = await reader.until(301)
    expect(told[0].headline).toBe('first')
    const again = await subscribe(apart, NEWS, { variables: { eventId: feed.eventId, after: told[0].cursor } })
    expect(await again.until(300)).toEqual(told.slice(1))
    for (const each of [reader, again]) await each.stop()
  })

  test('waits for a reader that pauses, and leaves nothing out', async () => {
    const feed = await newFeed(1)
    const reader = await subscribe(here, NEWS, { variables: { eventId: feed.eventId }, isPaused: true })
    for (let count = 0; count < 30; count++) await feed.news(`item ${count}`)
    await reader.until(1)
    reader.resume()
    expect((await reader.until(30)).map((item: { headline: string }) => item.headline)).toEqual(
      Array.from({ length: 30 }, (_, count) => `item ${count}`),
    )
    await reader.stop()
  })
})

describe('watchers', () => {
  const WATCHERS = 'subscription ($eventId: ID!) { eventUpdated(eventId: $eventId) { watchers } }'
  const counted = async ({ eventId }: Feed) => (await countWatchers(db, [eventId]))[0]?.watchers ?? 0

  test('are connections with a live subscription, over all servers', async () => {
    const feed = await newFeed(1)
    const socket = {}
    const readers = [
      await prices(here, feed, {}, { connection: socket }),
      await prices(here, feed, { mode: 'LATEST' }, { connection: socket }),
      await prices(here, feed),
      await prices(apart, feed),
    ]
    await expect.poll(() => counted(feed)).toBe(3)
    const event = await subscribe(apart, WATCHERS, { variables: { eventId: feed.eventId }, connection: socket })
    expect((await event.until(1))[0].watchers).toBeGreaterThanOrEqual(3)
    for (const reader of [...readers, event]) await reader.stop()
    await expect.poll(() => counted(feed)).toBe(0)
  })
})

describe.skipIf(!testRedisUrl())('two servers with a Redis between them', () => {
  test('tell each other what happens, long before the tables are asked', async () => {
    const newBus = () => createRedisBus({ url: testRedisUrl()!, log: testLog, serverId: crypto.randomUUID() })
    const buses = [newBus(), newBus()] as const
    const [one, two] = [startServer(buses[0]), startServer(buses[1])]
    await expect.poll(() => buses.map((bus) => bus.state)).toEqual(['up', 'up'])
    const feed = await newFeed(2)
    const reader = await prices(two, feed)
    await reader.until(2)
    const startedAt = performance.now()
    for (let count = 0; count < 20; count++) await feed.move([1, 2, 1], one.deps)
    const told = await reader.until(62)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    expect(expectUnbroken(told)).toEqual(expectedEnd(feed))
    await reader.stop()
    for (const server of [one, two]) await server.stop()
    for (const bus of buses) await bus.close()
  })
})

const withoutCursor = ({ cursor: _cursor, ...told }: Told) => told
