import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { migrateDown, migrateUp, migrationNames, migrationStates } from '../../src/platform/migrate.ts'
import { createTestDatabase } from './database.ts'

describe('A test database', () => {
  test('is migrated, has the event kickstart, and no other spec writes to it', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
    await sql`update events set name = 'Mine'`.execute(one.db)
    const { rows } = await sql<{ event_id: string; name: string }>`select event_id, name from events`.execute(two.db)
    expect(rows).toEqual([{ event_id: 'kickstart', name: 'Kickstart' }])
  })
})

describe('Migrations', () => {
  test('run once, however many servers start at the same time', async () => {
    const { url, db } = await createTestDatabase()
    await sql`drop schema public cascade`.execute(db)
    await sql`create schema public`.execute(db)
    const runs = await Promise.all([migrateUp(url), migrateUp(url), migrateUp(url)])
    expect(runs.flat().sort()).toEqual(await migrationNames())
  })

  test('go down one by one until nothing is left, and up again', async () => {
    const { url, db } = await createTestDatabase()
    const names = await migrationNames()
    for (const name of names.toReversed()) expect(await migrateDown(url)).toEqual([name])
    const { rows } = await sql`select 1 from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(db)
    expect(rows).toEqual([])
    expect((await migrationStates(url)).every(({ executedAt }) => executedAt === null)).toBe(true)
    expect(await migrateUp(url)).toEqual(names)
  })
})
