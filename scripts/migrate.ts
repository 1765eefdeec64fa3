/**
 * npm run migrate [-- up | down | status]
 * Brings the database of DATABASE_URL, or the embedded one of DATA_DIR, up to date; takes back the newest migration; or
 * lists them. A server does `up` by itself at start. Safe to run beside servers: an advisory lock lets one migrate.
 */
import { loadConfig } from '../src/config.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { ConfigError } from '../src/platform/environment.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateDown, migrateUp, migrationStates } from '../src/platform/migrate.ts'
import { sentenceOf } from './sentence.ts'

const [command = 'up', ...rest] = process.argv.slice(2)

async function run(url: string): Promise<void> {
  if (command === 'status') {
    for (const { name, executedAt } of await migrationStates(url))
      console.log(`${executedAt ? executedAt.toISOString() : 'pending                 '}  ${name}`)
    return
  }
  const names = command === 'up' ? await migrateUp(url) : await migrateDown(url)
  for (const name of names) console.log(`${command} ${name}`)
  if (names.length === 0) console.log(command === 'up' ? 'The database is up to date.' : 'There is no migration to take back.')
}

try {
  if (!['up', 'down', 'status'].includes(command) || rest.length > 0)
    throw new ConfigError('The command', [command, ...rest].join(' '), 'up, down or status')
  const { databaseUrl, dataDir, logLevel } = loadConfig(process.env)
  const postgres = databaseUrl ? null : await startEmbeddedPostgres({ dataDir, log: createLog(logLevel) })
  try {
    await run(databaseUrl ?? postgres!.url)
  } finally {
    await postgres?.stop()
  }
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}
