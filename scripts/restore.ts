/**
 * npm run restore -- FILE
 * Fills the empty database of DATABASE_URL, or of the embedded one of a new DATA_DIR, from a backup: all of it or nothing.
 * Stop the servers of that database before. Streams that ask for what came after a cursor from before begin anew.
 */
import { resolve } from 'node:path'
import { restoreBackup } from '../src/backup/backup.commands.ts'
import { loadConfig } from '../src/config.ts'
import { createLog } from '../src/platform/log.ts'
import { openDatabase } from '../src/platform/open-database.ts'
import { sentenceOf } from './sentence.ts'

try {
  const [name, ...rest] = process.argv.slice(2)
  if (!name || rest.length > 0) throw new Error('Usage: npm run restore -- FILE')
  const started = performance.now()
  const { databaseUrl, dataDir, logLevel } = loadConfig(process.env)
  const database = await openDatabase({ databaseUrl, dataDir }, createLog(logLevel))
  try {
    const { opening, tables } = await restoreBackup(database.url, resolve(process.env.INIT_CWD ?? '.', name))
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    console.log(
      `Restored ${rows} rows as of ${opening.takenAt} in ${seconds} s. npm run verify tells whether the books are right.`,
    )
  } finally {
    await database.stop()
  }
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}
