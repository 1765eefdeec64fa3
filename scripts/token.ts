/**
 * npm run -s token -- you@example.com [--admin] [--investments] [--name "Your Name"]
 * Prints a token of the server's own issuer, and nothing else, to standard output. Whoever may read the database may
 * do this: it asks no running server, only the database that the server keeps its keys in.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, loadConfig } from '../src/config.ts'
import { openIssuer } from '../src/identity/issuer.commands.ts'
import { readDevRequest } from '../src/identity/issuer-requests.ts'
import { connectDatabase } from '../src/platform/database.ts'
import { ConfigError } from '../src/platform/environment.ts'
import { createLog } from '../src/platform/log.ts'

/** What the operator can put right; said as it is, without a stack. */
class Advice extends Error {}

const usage = 'Usage: npm run -s token -- you@example.com [--admin] [--investments] [--name "Your Name"]'

function readArguments(): { email: string; name: string | null; isAdmin: boolean; isService: boolean } {
  const { values, positionals } = (() => {
    try {
      return parseArgs({
        allowPositionals: true,
        options: { admin: { type: 'boolean' }, investments: { type: 'boolean' }, name: { type: 'string' } },
      })
    } catch (error) {
      throw new Advice(`${(error as Error).message}\n${usage}`)
    }
  })()
  if (positionals.length !== 1) throw new Advice(usage)
  const reading = readDevRequest({ email: positionals[0], name: values.name })
  if ('fault' in reading) throw new Advice(`${reading.fault}\n${usage}`)
  return {
    email: reading.value.email,
    name: reading.value.name,
    isAdmin: values.admin === true,
    isService: values.investments === true,
  }
}

/** DATABASE_URL, or the embedded Postgres that a server of this DATA_DIR runs. */
function findDatabase({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl) return databaseUrl
  const [port, password, running] = ['postgres.port', 'postgres.password', 'postgres/postmaster.pid'].map((file) =>
    join(dataDir, file),
  ) as [string, string, string]
  if (!existsSync(running) || !existsSync(port) || !existsSync(password)) throw new Advice(noServer(dataDir))
  const secret = encodeURIComponent(readFileSync(password, 'utf8').trim())
  return `postgres://btx:${secret}@127.0.0.1:${readFileSync(port, 'utf8').trim()}/postgres`
}

const noServer = (where: string): string =>
  `No server runs on ${where}. Start one with "npm start" (in another terminal) and try again, ` +
  'or set DATABASE_URL or DATA_DIR as for the server.'

async function printToken(): Promise<void> {
  const { email, name, isAdmin, isService } = readArguments()
  const config = loadConfig(process.env)
  if (config.auth.mode === 'oidc') {
    throw new Advice(
      `AUTH_ISSUER is set: tokens come from the identity provider at ${config.auth.issuer}; ` +
        `administrators are in its group "${config.adminGroup}".`,
    )
  }
  const url = findDatabase(config)
  const db = connectDatabase({ url, maxConnections: 1, statementTimeoutMs: 5_000, log: createLog('silent') })
  try {
    const issuer = await openIssuer(db, config.auth.mode, config.groupsClaim)
    const subject = issuer.subjectOf('email', email)
    const groups = [...(isAdmin ? [config.adminGroup] : []), ...(isService ? [config.investmentGroup] : [])]
    console.log(await issuer.mint({ subject, name, groups }))
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    if (code === '42P01')
      throw new Advice('The database is empty: start a server on it once ("npm start"), or run "npm run migrate".')
    if (code === 'ECONNREFUSED') throw new Advice(noServer(config.databaseUrl ? new URL(url).host : config.dataDir))
    throw error
  } finally {
    await db.destroy()
  }
}

try {
  await printToken()
} catch (error) {
  if (!(error instanceof Advice || error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
