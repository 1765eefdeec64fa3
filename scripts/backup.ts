/**
 * npm run backup -- FILE
 * Writes every table of the database of DATABASE_URL, or of the embedded one of DATA_DIR, to a new file, as of one moment,
 * beside running servers. npm run restore -- FILE reads it; inside it is gzipped text that any Postgres can copy from.
 * The file has what the database has, names and keys of issuers among it: keep it as you keep the database.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { takeBackup } from '../src/backup/backup.commands.ts'
import { loadConfig } from '../src/config.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { sentenceOf } from './sentence.ts'

async function backUp(url: string, file: string): Promise<void> {
  const started = performance.now()
  const { opening, tables, bytes } = await takeBackup(url, file)
  const written = Object.values(tables)
  const rows = written.reduce((sum, table) => sum + table.rows, 0)
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  console.log(`${file}: ${written.length} tables, ${rows} rows, ${bytes} bytes, as of ${opening.takenAt}, in ${seconds} s.`)
}

try {
  const [name, ...rest] = process.argv.slice(2)
  if (!name || rest.length > 0) throw new Error('Usage: npm run backup -- FILE')
  const file = resolve(process.env.INIT_CWD ?? '.', name)
  const { databaseUrl, dataDir, logLevel } = loadConfig(process.env)
  if (!databaseUrl && !existsSync(join(dataDir, 'postgres')))
    throw new Error(`There is no database in ${dataDir}: set DATA_DIR or DATABASE_URL as for the server.`)
  const postgres = databaseUrl ? null : await startEmbeddedPostgres({ dataDir, log: createLog(logLevel) })
  try {
    await backUp(databaseUrl ?? postgres!.url, file)
  } finally {
    await postgres?.stop()
  }
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}
