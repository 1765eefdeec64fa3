/** `npm run bench`: the figures that this project claims, measured against peers in the same run, interleaved. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureAccount } from '../src/accounts/accounts.commands.ts'
import { keyedRequest } from '../src/idempotency/idempotency.commands.ts'
import { shareUnits } from '../src/money/units.ts'
import { createLocalBus } from '../src/platform/bus-local.ts'
import { connectDatabase } from '../src/platform/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { migrateUp } from '../src/platform/migrate.ts'
import { secureRandom } from '../src/platform/random.ts'
import { saveProjects } from '../src/projects/listing.commands.ts'
import { createTradeExecutor } from '../src/trading/executor.ts'
import { createPeer } from './peers/stored-procedure.ts'

const ROUNDS = 3
const ROUND_MS = 3_000
const PEER_CONNECTIONS = 32
const IN_FLIGHT = 1_024
const TRADERS = 200
const PROJECTS = 1_000
/** 0.0001 shares: a trade that never runs out of cash. */
const UNITS = 1n

const directory = mkdtempSync(join(tmpdir(), 'btx-bench-'))
const log = createLog('warn')
console.log('starting a Postgres of its own …')
const postgres = await startEmbeddedPostgres({ dataDir: directory, log })
await migrateUp(postgres.url)
const db = connectDatabase({ url: postgres.url, maxConnections: 20, statementTimeoutMs: 30_000, log })
const deps: Deps = { db, bus: createLocalBus(log), log, random: secureRandom, serverId: randomUUID() }
const executor = createTradeExecutor(deps)
const peer = await createPeer(postgres.url, PEER_CONNECTIONS)

console.log(`listing ${PROJECTS} projects, opening ${TRADERS} accounts …`)
const users = await db
  .insertInto('users')
  .values(Array.from({ length: TRADERS }, (_, n) => ({ issuer: 'bench', subject: `${n}`, display_name: `${n}`, name_key: `${n}` })))
  .returning('user_id')
  .execute()
const accounts = await Promise.all(users.map(async (user) => (await ensureAccount(deps, 'kickstart', { userId: user.user_id, isAdmin: false }))!))
const inputs = Array.from({ length: PROJECTS }, (_, n) => ({ projectId: `p${n}`, ticker: `P${n}`, seedAmount: { digits: 1n, decimals: 0 } }))
await saveProjects(deps, keyedRequest(users[0]!.user_id, 'saveProjects', inputs, null, null), inputs.map((input, n) => ({ input, path: [`${n}`] })))

/** Keeps `width` calls in flight for a round; answers how many finished per second. */
async function rate(width: number, call: (n: number) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  const until = started + ROUND_MS
  let done = 0
  let next = 0
  const worker = async () => {
    while (performance.now() < until) {
      await call(next++)
      done++
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return done / ((performance.now() - started) / 1_000)
}

const viaExecutor = (projects: number) => async (n: number) => {
  const account = accounts[n % TRADERS]!
  const answer = await executor.execute({
    owner: { userId: account.userId, isAdmin: false },
    command: { side: 'BUY', projectId: `p${n % projects}`, shares: shareUnits(UNITS), limit: null },
    keyed: { userId: account.userId, key: null, mutation: 'buy', inputHash: '' },
  })
  if (answer?.kind !== 'FILLED') throw new Error(`a trade of the bench came to nothing: ${answer?.kind}`)
}
const viaPeer = (projects: number) => (n: number) => peer.buy(`p${n % projects}`, accounts[n % TRADERS]!.accountId, UNITS)

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const whole = (value: number): string => Math.round(value).toLocaleString('en')

const rows: string[] = []
for (const [name, projects, target] of [['one hot project', 1, 5], ['1,000 projects', PROJECTS, 1.5]] as const) {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    process.stdout.write(`durable trades, ${name}: round ${round} of ${ROUNDS}\r`)
    theirs.push(await rate(PEER_CONNECTIONS, viaPeer(projects)))
    ours.push(await rate(IN_FLIGHT, viaExecutor(projects)))
  }
  const ratios = ours.map((value, round) => value / theirs[round]!)
  rows.push(
    `| durable trades, ${name} | ${whole(median(ours))}/s | stored procedure, ${PEER_CONNECTIONS} connections: ${whole(median(theirs))}/s | ` +
      `${median(ratios).toFixed(1)} × (${Math.min(...ratios).toFixed(1)} – ${Math.max(...ratios).toFixed(1)}) | ≥ ${target} × |`,
  )
}

console.log('| path | this server | peer in the same run | ratio: median (spread) | to reach |\n|---|---|---|---|---|')
for (const row of rows) console.log(row)

await executor.drain()
await peer.close()
await db.destroy()
await postgres.stop()
rmSync(directory, { recursive: true, force: true })
