import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restoreBackup, takeBackup } from '../../src/backup/backup.commands.ts'
import { verifyBooks } from '../../src/books/books.commands.ts'
import type { Database } from '../../src/database.ts'
import { migrationNames } from '../../src/platform/migrate.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { EVENT, type FullMarket, playFullMarket } from '../support/full-market.ts'
import { checkInvariants } from '../support/invariants.ts'

const folder = mkdtempSync(join(tmpdir(), 'btx-backup-'))
const file = join(folder, 'market.backup')
const EXTRA = sql`create table extra (
  id int8 generated always as identity primary key, note text, twice text generated always as (note || note) stored)`
const PRICES = `subscription ($after: Cursor) { priceUpdated(eventId: "${EVENT}", after: $after) { kind projectId sequence missed cursor } }`

let source: TestDatabase
let app: TestApp
let market: FullMarket

beforeAll(async () => {
  source = await createTestDatabase()
  app = await startTestApp({ deps: { db: source.db } })
  market = await playFullMarket(app.deps)
  await EXTRA.execute(source.db)
  await sql`insert into extra (note) values ('a\tb\\c\nd'), (null), ('\\.'), ('ü☃')`.execute(source.db)
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true })
})

/** A migrated database with the table that no migration makes. */
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  await EXTRA.execute(database.db)
  return database
}

const rowsOf = async (database: TestDatabase, table: keyof Database, order: string) =>
  (await sql<Record<string, unknown>>`select * from ${sql.table(table)} order by ${sql.raw(order)}`.execute(database.db)).rows

describe('A backup', () => {
  test('taken while everybody trades is one moment: restored, its books are right and every row is one of the source', async () => {
    let isOver = false
    const trading = market.traders.map(async (trader) => {
      for (let count = 0; !isOver; count++)
        await (count % 2 === 0 ? market.asking.buy : market.asking.sell)(trader, 'kite', '0.5')
    })
    const taken = await takeBackup(source.url, file)
    isOver = true
    await Promise.all(trading)
    const { rows } = await sql<{ count: bigint }>`select count(*) from trades`.execute(source.db)
    expect(rows[0]!.count).toBeGreaterThan(taken.tables.trades!.rows)
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const target = await emptyDatabase()
    const restored = await restoreBackup(target.url, file)
    expect(restored.tables).toEqual(taken.tables)
    await checkInvariants(target.db)
    const verified = await verifyBooks(target.db, await migrationNames(), (difference) => expect(difference).toBeNull())
    expect(verified.trades).toBe(taken.tables.trades!.rows)
    expect(await rowsOf(target, 'extra' as never, 'id')).toEqual(await rowsOf(source, 'extra' as never, 'id'))
    for (const [table, order] of [
      ['trades', 'project_id, sequence'],
      ['price_points', 'project_id, sequence'],
      ['audit_entries', 'audit_id'],
    ] as const) {
      const inSource = (await rowsOf(source, table, order)).map((row) => String(Object.values(row)))
      const missing = (await rowsOf(target, table, order)).filter((row) => !inSource.includes(String(Object.values(row))))
      expect(missing).toEqual([])
    }
    await sql`insert into extra (note) values ('next')`.execute(target.db)
    expect((await rowsOf(target, 'extra' as never, 'id')).at(-1)).toMatchObject({ id: 5n, twice: 'nextnext' })
  })

  test('restored begins new epochs: a cursor from before is answered with SNAPSHOTs, and the market goes on', async () => {
    const [, second] = await app.take(app.client(), 2, PRICES)
    await market.asking.buy(market.traders[1]!, 'kite', '1')
    const after = second.priceUpdated.cursor
    expect((await app.take(app.client(), 1, PRICES, { after }))[0].priceUpdated).toMatchObject({ kind: 'CHANGE' })

    const target = await emptyDatabase()
    await restoreBackup(target.url, file)
    const epochs = async (database: TestDatabase) => (await rowsOf(database, 'event_feeds', 'event_id')).map((row) => row.epoch)
    const [before, now] = [await epochs(source), await epochs(target)]
    expect(now.filter((epoch, index) => epoch === before[index])).toEqual([])
    const other = await startTestApp({ deps: { db: target.db } })
    const updates = await other.take(other.client(), 2, PRICES, { after })
    expect(updates.map(({ priceUpdated }) => priceUpdated.kind)).toEqual(['SNAPSHOT', 'SNAPSHOT'])
    const token = await other.token('dave@example.com')
    const bought = await other.ask(
      'mutation { buy(input: { projectId: "kite", shares: "1" }) { userErrors { code } trade { sequence } } }',
      null,
      { token },
    )
    expect(bought.buy).toMatchObject({ userErrors: [], trade: { sequence: expect.any(Number) } })
    await other.stop()
    await checkInvariants(target.db)
  })

  test('is not written over another file, and leaves nothing behind where it fails', async () => {
    await expect(takeBackup(source.url, file)).rejects.toThrow('exists already')
    const unreachable = join(folder, 'none.backup')
    await expect(takeBackup('postgres://127.0.0.1:1/none', unreachable)).rejects.toThrow()
    await expect(takeBackup(source.url, join(folder, 'no', 'folder'))).rejects.toThrow('ENOENT')
    expect(() => statSync(unreachable)).toThrow('ENOENT')
    expect(() => statSync(`${unreachable}.partial`)).toThrow('ENOENT')
  })
})

describe('A restore', () => {
  let target: TestDatabase
  beforeAll(async () => {
    target = await emptyDatabase()
  })

  const write = (name: string, content: Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const changed = (name: string, change: (text: string) => string) =>
    write(name, gzipSync(change(gunzipSync(readFileSync(file)).toString('utf8'))))

  test('of a file that is cut, damaged or none fails with a sentence, and leaves the database as it was', async () => {
    const whole = readFileSync(file)
    const damaged = Buffer.from(whole)
    damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 16)
    const attempts: [string, RegExp][] = [
      [write('cut', whole.subarray(0, whole.length - 2_000)), /not a whole one|ends too early/],
      [write('damaged', damaged), /not a whole one|damaged/],
      [write('text', Buffer.from('hello\n')), /no backup/],
      [write('empty', Buffer.alloc(0)), /not whole|no backup/],
      [write('other', gzipSync('hello\n')), /no backup/],
      [changed('no-end', (text) => text.slice(0, text.lastIndexOf('\n-- End'))), /ends too early/],
      [changed('richer', (text) => text.replace('\t2500000000\t', '\t9500000000\t')), /damaged: \w+ is not as it was written/],
      [changed('shorter', (text) => text.replace(/^kite\t.*\n/m, '')), /damaged|violates/],
      [changed('table', (text) => text.replaceAll('"news_items"', '"newer_items"')), /not whole|has not/],
      [changed('format', (text) => text.replace('"format":1', '"format":2')), /format/],
      [changed('newer', (text) => text.replace('"migrations":[', '"migrations":["2000-01-01-01-old",')), /version that took it/],
    ]
    for (const [path, sentence] of attempts) await expect(restoreBackup(target.url, path), path).rejects.toThrow(sentence)
    const { rows } = await sql<{ events: bigint; users: bigint }>`
      select (select count(*) from events) as events, (select count(*) from users) as users`.execute(target.db)
    expect(rows).toEqual([{ events: 1n, users: 0n }])
  })

  test('into a database that is not empty is refused', async () => {
    await restoreBackup(target.url, file)
    const copy = join(folder, 'copy')
    copyFileSync(file, copy)
    await expect(restoreBackup(target.url, copy)).rejects.toThrow(/not empty \(.*users.*\)/)
  })
})
