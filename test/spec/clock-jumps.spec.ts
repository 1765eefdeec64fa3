/** Clocks that jump an hour: waiting is measured otherwise, and drift goes on. Source: faults, 12. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { tickEvent } from '../../src/drift/drift.commands.ts'
import { nextDueMs } from '../../src/drift/drift.sql.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp } from '../support/app.ts'
import { openSignedIn } from '../support/raw-socket.ts'

const HOUR_MS = 3_600_000
// Peers are looked at every 25 ms.
const app = await startTestApp({ config: { slowReaderMs: 100 } })

test.each([
  ['on', HOUR_MS],
  ['back', -HOUR_MS],
])('a clock that jumps an hour %s closes no socket and makes nobody a slow reader', async (_direction, shiftMs) => {
  const raw = await openSignedIn(app.wsUrl)
  const realNow = Date.now
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs)
  try {
    expect(await Promise.race([raw.closed, sleep(400, 'open')])).toBe('open')
    raw.send({ type: 'ping' })
    expect(await raw.next((frame) => frame.type === 'pong')).toMatchObject({ type: 'pong' })
  } finally {
    clock.mockRestore()
    raw.close()
  }
})

test('prices go on drifting after the clock of the database was set back an hour', async () => {
  const token = await app.token('organiser@example.com', { admin: true })
  const input = { eventId: 'windy', status: 'OPEN', parameters: { driftIntervalMs: 250, driftMaxPctPerTick: '0.2' } }
  await app.ask('mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', { input }, { token })
  const project = { projectId: 'kite', eventId: 'windy', ticker: 'KITE', seedAmount: '90' }
  await app.ask('mutation ($input: SaveProjectInput!) { saveProject(input: $input) { isNew } }', { input: project }, { token })
  const { db } = app.deps
  await sql`update projects set ticked_at = statement_timestamp() + interval '1 hour' where project_id = 'kite'`.execute(db)
  expect(await nextDueMs(db, 'windy')).toBe(0)
  await inTransaction(app.deps, (tx) => tickEvent(tx, 'windy'))
  const { rows } = await sql<{ ahead: boolean }>`
    select ticked_at > clock_timestamp() + interval '1 minute' as ahead from projects where project_id = 'kite'`.execute(db)
  expect(rows).toEqual([{ ahead: false }])
  expect(await nextDueMs(db, 'windy')).toBeGreaterThan(0)
})
