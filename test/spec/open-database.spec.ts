/** What the operator reads of a DATABASE_URL that is no use. */
import { expect, inject, test } from 'vitest'
import { DatabaseNotUsable, openDatabase } from '../../src/platform/open-database.ts'
import { testLog } from '../support/database.ts'
import { databaseUrl } from '../support/postgres-server.ts'

test('a database that does not exist is said in one sentence: which variable, what it was, what it may be', async () => {
  const url = databaseUrl(inject('postgresUrl'), 'nowhere')
  const { host, password } = new URL(url)
  const refusal = await openDatabase({ databaseUrl: url, dataDir: '' }, testLog).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseNotUsable)
  const { message } = refusal as DatabaseNotUsable
  expect(message).toMatch(/^DATABASE_URL is .*database "nowhere" does not exist.*; it may be .*\.$/)
  expect(message).toContain(`${host}/nowhere`)
  if (password !== '') expect(message).not.toContain(password)
})

test('a DATA_DIR where nothing can be made is said at once', async () => {
  const dataDir = process.platform === 'linux' ? '/proc/btx/data' : '/dev/null/data'
  const refusal = await openDatabase({ databaseUrl: null, dataDir }, testLog).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseNotUsable)
  expect((refusal as Error).message).toContain(`DATA_DIR ${dataDir} cannot be used`)
})
