/** Statements of one transaction that travel together, and statements that are prepared by name. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '../../src/platform/transaction.ts'
import { createTestDeps } from '../support/database.ts'

const deps = await createTestDeps()
await sql`create table counters (id int4 primary key, value int4 not null)`.execute(deps.db)
await sql`insert into counters values (1, 0)`.execute(deps.db)

test('run in the order in which they were asked for, each on what the one before it left', async () => {
  const seen = await inTransaction(deps, async (tx) => {
    const add = () => sql`update counters set value = value + 1 where id = 1`.execute(tx.sql)
    const read = async () =>
      (await sql<{ value: number }>`select value from counters where id = 1`.execute(tx.sql)).rows[0]!.value
    return await Promise.all([read(), add(), read(), add(), add(), read()])
  })
  expect([seen[0], seen[2], seen[5]]).toEqual([0, 1, 3])
})

test('when one fails, those behind it fail, and nothing of the transaction stays', async () => {
  const before = await sql<{ value: number }>`select value from counters`.execute(deps.db)
  const failing = inTransaction(deps, async (tx) => {
    const results = await Promise.allSettled([
      sql`update counters set value = 100`.execute(tx.sql),
      sql`select 1 / 0`.execute(tx.sql),
      sql`update counters set value = 200`.execute(tx.sql),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    throw (results[1] as PromiseRejectedResult).reason
  })
  await expect(failing).rejects.toThrow('division by zero')
  expect((await sql<{ value: number }>`select value from counters`.execute(deps.db)).rows).toEqual(before.rows)
})

/** A statement whose failure is told on late, as by a function that awaits in between. */
async function heardLate(statement: Promise<unknown>): Promise<void> {
  try {
    await statement
  } catch (error) {
    await new Promise(setImmediate)
    throw error
  }
}

test('what made the others fail is what is thrown, whichever of them is heard first', async () => {
  const failing = inTransaction(deps, async (tx) => {
    await Promise.all([heardLate(sql`select 1 / 0`.execute(tx.sql)), sql`select 1`.execute(tx.sql)])
  })
  await expect(failing).rejects.toThrow('division by zero')
})

test('a transaction that lost a race is run again, whichever failure is heard first', async () => {
  let runs = 0
  await inTransaction(deps, async (tx) => {
    runs++
    const lost = sql`do $$ begin raise exception 'lost the race' using errcode = '40001'; end $$`
    await Promise.all([
      heardLate((runs === 1 ? lost : sql`select 1`).execute(tx.sql)),
      sql`update counters set value = value + 1`.execute(tx.sql),
    ])
  })
  expect(runs).toBe(2)
})

test('a migration beside a running server makes no prepared statement fail', async () => {
  const read = () => sql<object>`select * from counters`.execute(deps.db)
  const readInside = () => inTransaction(deps, (tx) => sql<object>`select * from counters where id > 0`.execute(tx.sql))
  for (let time = 0; time < 10; time++) await Promise.all([read(), read(), readInside(), readInside()])
  await sql`alter table counters add column more int4`.execute(deps.db)
  for (let time = 0; time < 10; time++) {
    const found = await Promise.all([read(), read(), readInside(), readInside()])
    for (const { rows } of found) expect(rows[0]).toHaveProperty('more')
  }
})
