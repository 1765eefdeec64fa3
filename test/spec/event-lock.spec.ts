/** The lock of an event: many writers share it, and who closes or changes the event gets it in turn. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { lockEvent, lockEventShared } from '../../src/events/events.sql.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { createTestDeps } from '../support/database.ts'

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
