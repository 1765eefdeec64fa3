/**
 * npm run verify [-- --url postgres://… | DATA_DIR]
 * Plays the whole trade and admin log of a database again by the rules and prints every row that differs: the proof that
 * the books are right. Reads one snapshot, beside running servers, and writes nothing. Without an argument it is the
 * database of DATABASE_URL, or the embedded one of DATA_DIR. Ends with 0 if nothing differs, 1 if something does, 2 if it
 * could not be told.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { NotVerifiable, type Verified, verifyBooks } from '../src/books/books.commands.ts'
import { differenceText, INVARIANTS } from '../src/books/difference.ts'
import { loadConfig } from '../src/config.ts'
import { connectDatabase } from '../src/platform/database.ts'
import { noteDistribution } from '../src/platform/distribution.sql.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { migrationNames } from '../src/platform/migrate.ts'
import { sentenceOf } from './sentence.ts'

const DAY_MS = 24 * 3_600_000
const SENTENCES: Record<(typeof INVARIANTS)[number], string> = {
  I1: 'cash is conserved; an account is what its trades and grants made of it',
  I2: 'shares outstanding are the signed trades and the holdings',
  I3: 'nobody ever had negative cash or shares',
  I4: 'prices are numbered 1..N, each by the rules from the one before',
  I5: 'writes are there once and whole: trade, price point, key, news, audit',
  I6: 'fees, cost basis, profit and standings are what the trades make of them',
  I7: 'the order book: the ledger sums to zero; balances, holds and positions are what entries, orders and fills make of them',
  I8: 'the order book: every inbox, played again, gives the orders, fills and positions that are stored',
}

const { databaseUrl, dataDir, logLevel } = loadConfig(process.env)
const log = createLog(logLevel)

async function verify(url: string, place: string): Promise<number> {
  console.log(`Verifying ${place} …`)
  const started = performance.now()
  const db = connectDatabase({ url, maxConnections: 1, statementTimeoutMs: DAY_MS, log })
  try {
    await noteDistribution(db)
    const verified = await verifyBooks(db, await migrationNames(), (difference) => console.log(`  ${differenceText(difference)}`))
    return conclude(verified, (performance.now() - started) / 1_000)
  } finally {
    await db.destroy()
  }
}

function conclude(verified: Verified, seconds: number): number {
  const { at, events, projects, moves, folded, trades, accounts, standings, commands, fills, differences } = verified
  const thinned = folded > 0 ? ` (${folded} more of drift are folded)` : ''
  console.log(`As of ${at.toISOString()}: ${events} events, ${projects} projects, ${moves} moves${thinned}, ${trades} trades,`)
  console.log(
    `${accounts} accounts, ${standings} final ranks, ${commands} order commands, ${fills} fills, in ${seconds.toFixed(1)} s.`,
  )
  for (const invariant of INVARIANTS) {
    const count = differences[invariant] ?? 0
    console.log(
      `${count === 0 ? 'ok     ' : 'BROKEN '} ${invariant} ${SENTENCES[invariant]}${count === 0 ? '' : `: ${count} differences`}`,
    )
  }
  const isRight = Object.keys(differences).length === 0
  console.log(isRight ? 'The books are right.' : 'The books are not right.')
  return isRight ? 0 : 1
}

try {
  const { values, positionals } = parseArgs({ options: { url: { type: 'string' } }, allowPositionals: true })
  if (positionals.length > 1 || (values.url && positionals.length > 0))
    throw new NotVerifiable('Give --url postgres://…, or one DATA_DIR, or nothing.')
  if (values.url && !/^postgres(ql)?:/.test(values.url))
    throw new NotVerifiable(`--url is the address of a database, postgres://…, and was ${values.url}.`)
  const url = values.url ?? (positionals.length > 0 ? null : databaseUrl)
  if (url) process.exitCode = await verify(url, new URL(url).host + new URL(url).pathname)
  else {
    const folder = positionals[0] === undefined ? dataDir : resolve(process.env.INIT_CWD ?? '.', positionals[0])
    if (!existsSync(join(folder, 'postgres')))
      throw new NotVerifiable(`There is no database in ${folder}: set DATA_DIR or DATABASE_URL as for the server.`)
    const postgres = await startEmbeddedPostgres({ dataDir: folder, log })
    try {
      process.exitCode = await verify(postgres.url, `the embedded database in ${folder}`)
    } finally {
      await postgres.stop()
    }
  }
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 2
}
