/** The lock of an event: many writers share it, and who closes or changes the event gets it in turn. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { lockEvent, lockEventShared } from '../../src/events/events.sql.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { keyedRequest } from '../../src/idempotency/idempotency.commands.ts'
import { isRefusal } from '../../src/refusals/refusal.ts'
import { saveProjects } from '../../src/projects/listing.commands.ts'
import { lockProjects } from '../../src/projects/projects.sql.ts'
import { createTradeExecutor } from '../../src/trading/executor.ts'
import { createTestDeps } from '../support/database.ts'
import { shares } from '../support/market.ts'

const deps = await createTestDeps()
const EVENT = 'kickstart'

test('a change of the event waits for those that trade now, and not for all who come after', async () => {
  let isOver = false
  let shared = 0
  const trade = async (pauseMs: number) => {
    await sleep(pauseMs)
    while (!isOver) {
      await inTransaction(deps, async (tx) => {
        await lockEventShared(tx, EVENT)
        await sleep(60)
      })
      shared++
    }
  }
  const traders = [0, 10, 20, 30, 40, 50].map((pauseMs) => trade(pauseMs))
  await sleep(300)
  const waitedMs: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    const startedMs = performance.now()
    await inTransaction(deps, async (tx) => {
      expect((await lockEvent(tx, EVENT))?.event.eventId).toBe(EVENT)
      waitedMs.push(performance.now() - startedMs)
    })
    await sleep(50)
  }
  isOver = true
  await Promise.all(traders)
  expect(Math.max(...waitedMs)).toBeLessThan(1_000)
  expect(shared).toBeGreaterThan(10)
})

test('who waited for a change sees it, and the clock after it', async () => {
  const change = inTransaction(deps, async (tx) => {
    const found = await lockEvent(tx, EVENT)
    await tx.sql.updateTable('events').set({ name: 'Changed' }).where('event_id', '=', EVENT).execute()
    await sleep(200)
    return found!.now
  })
  await sleep(50)
  const seen = await inTransaction(deps, async (tx) => await lockEventShared(tx, EVENT))
  expect(seen?.event.name).toBe('Changed')
  expect(seen!.now.getTime() - (await change).getTime()).toBeGreaterThan(150)
  expect(await inTransaction(deps, async (tx) => await lockEventShared(tx, 'nothing'))).toBeNull()
})

test('a trade that waited for its project until the event was over is refused', async () => {
  const { user_id: userId } = await deps.db
    .insertInto('users')
    .values({ issuer: 'test', subject: 'a', display_name: 'a', name_key: 'a' })
    .returning('user_id')
    .executeTakeFirstOrThrow()
  const input = { projectId: 'ant', ticker: 'ANT' }
  const listed = await saveProjects(deps, keyedRequest(userId, 'saveProjects', [input], null, null), [{ input, path: [] }])
  expect(isRefusal(listed)).toBe(false)
  const executor = createTradeExecutor(deps)
  const waits = async () =>
    (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(deps.db))
      .rows
  const traded = await inTransaction(deps, async (tx) => {
    await lockProjects(tx, EVENT, ['ant'])
    await sql`update events set closes_at = statement_timestamp() + interval '400 ms' where event_id = ${EVENT}`.execute(deps.db)
    const answer = executor.execute({
      owner: { userId, isAdmin: false },
      command: { side: 'BUY', projectId: 'ant', shares: shares('1'), limit: null },
      keyed: keyedRequest(userId, 'buy', input, null, null),
    })
    await expect.poll(waits, { interval: 10 }).toHaveLength(1)
    const { rows } = await sql<{ is_open: boolean }>`
      select closes_at > clock_timestamp() as is_open from events where event_id = ${EVENT}`.execute(deps.db)
    expect(rows).toEqual([{ is_open: true }])
    const isOver = sql<{ is_over: boolean }>`
      select closes_at <= clock_timestamp() as is_over from events where event_id = ${EVENT}`
    await expect.poll(async () => (await isOver.execute(deps.db)).rows[0]!.is_over).toBe(true)
    return { answer }
  })
  expect(await traded.answer).toMatchObject({ kind: 'REFUSED', refusal: { refused: 'EVENT_NOT_OPEN' } })
  await executor.drain()
})
