/** Connections that Postgres ends while the server holds them. Source: faults, 3 and 4. */
import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTransaction, isOutage } from '../../src/platform/transaction.ts'
import { createTestDeps } from '../support/database.ts'

const deps = await createTestDeps()

test('a connection that ends between two statements of a transaction is an outage of that transaction alone', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('uncaughtExceptionMonitor', note)
  const cut = inTransaction(deps, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.sql)
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(deps.db)
    // Nothing is asked while the connection ends.
    await sleep(200)
    await sql`select 1`.execute(tx.sql)
  })
  const error = await cut.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(isOutage(error)).toBe(true)
  expect((await sql<{ one: number }>`select 1 as one`.execute(deps.db)).rows).toEqual([{ one: 1 }])
  process.off('uncaughtExceptionMonitor', note)
  expect(uncaught).toEqual([])
})
