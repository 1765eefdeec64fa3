/**
 * `npm run bench`: the figures that this project claims, measured against peers in the same run, interleaved, in under ten
 * minutes on two cores. `-- --full` measures longer and with ten times the data, `-- --only trades,buys` some rows, and
 * `-- "a note"` puts the table on top of bench/RESULTS.md.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { stopPostgres } from './postgres.ts'
import { type Extent, extentOf, progress, type Row, tableOf, whole } from './row.ts'
import { bookRows } from './rows/book.ts'
import { buyRows } from './rows/buys.ts'
import { depthRows } from './rows/depth.ts'
import { fanOutRows } from './rows/fan-out.ts'
import { growthRows } from './rows/growth.ts'
import { historyRows } from './rows/history.ts'
import { latencyRows } from './rows/latency.ts'
import { leaderboardRows } from './rows/leaderboard.ts'
import { memoryRows } from './rows/memory.ts'
import { orderRows } from './rows/orders.ts'
import { processRows } from './rows/processes.ts'
import { startQuietServer } from './rows/quiet-server.ts'
import { readRows } from './rows/reads.ts'
import { traceRows } from './rows/traces.ts'
import { tradeRows } from './rows/trades.ts'

/** Those that stand before `quiet` are measured while its server is idle for a minute. */
const GROUPS: Readonly<Record<string, (extent: Extent) => Promise<Row[]>>> = {
  book: bookRows,
  memory: memoryRows,
  depth: depthRows,
  orders: orderRows,
  quiet: async () => (await quietServer!)(),
  trades: tradeRows,
  buys: buyRows,
  reads: readRows,
  'fan-out': fanOutRows,
  latency: latencyRows,
  leaderboard: leaderboardRows,
  history: historyRows,
  growth: growthRows,
  processes: processRows,
  traces: traceRows,
}

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' } },
  allowPositionals: true,
})
const asked = values.only?.split(',') ?? Object.keys(GROUPS)
const unknown = asked.filter((name) => !(name in GROUPS))
const names = Object.keys(GROUPS).filter((name) => asked.includes(name))
if (unknown.length > 0) throw new Error(`No rows are called ${unknown.join(', ')}; there are ${Object.keys(GROUPS).join(', ')}.`)

const load = loadavg()[0]!.toFixed(1)
const quietServer = names.includes('quiet') ? startQuietServer() : null
await quietServer
const rows: Row[] = []
const took: string[] = []
for (const name of names) {
  const startedAt = performance.now()
  const found = await GROUPS[name]!(extentOf(values.full))
  rows.push(...found)
  took.push(`${name} ${whole((performance.now() - startedAt) / 1_000)}`)
  progress(`${took.at(-1)} s\n${tableOf(found)}`)
}
await stopPostgres()
const table = tableOf(rows)
const duration = `Took ${whole(performance.now() / 1_000)} s: ${took.join(', ')}.`
console.log(`${table}\n\n${duration}`)

const [note] = positionals
if (note) {
  const file = new URL('RESULTS.md', import.meta.url)
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const where = `${availableParallelism()} cores, Node ${process.versions.node}, load ${load} at the start`
  const section = `## ${new Date().toISOString().slice(0, 10)} · ${commit} · ${where}\n\n${note} ${duration}\n\n${table}\n`
  const [head, ...older] = readFileSync(file, 'utf8').split(/^(?=## )/m)
  writeFileSync(file, [head, section, ...(older.length > 0 ? ['\n', ...older] : [])].join(''))
}
