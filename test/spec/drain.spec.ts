/** A server that drains while somebody is being answered. Source: faults, 10 and 11. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'

const app = await startTestApp()

test('a write under way is answered, and its connection, which would be kept, does not hold the drain', async () => {
  const token = await app.token('organiser@example.com', { admin: true })
  const save = (input: object) =>
    app.ask('mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', { input }, { token })
  await save({ eventId: 'late', status: 'OPEN' })
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>()
  const holding = app.deps.db.transaction().execute(async (tx) => {
    await sql`select from events where event_id = 'late' for update`.execute(tx)
    lock()
    await released
  })
  await locked
  const waiting = save({ eventId: 'late', name: 'Late' })
  const isWaiting = async () => {
    const { rows } =
      await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(app.deps.db)
    return rows.length > 0
  }
  await expect.poll(isWaiting).toBe(true)
  const draining = app.app.drain()
  const started = performance.now()
  release()
  await holding
  expect((await waiting).saveEvent.event.status).toBe('OPEN')
  await draining
  expect(performance.now() - started).toBeLessThan(2_000)
})
