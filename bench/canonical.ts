/**
 * `npm run bench`: the figures that this project claims, measured against peers in the same run, interleaved. With
 * `-- "note"` the table is also put on top of bench/RESULTS.md.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { openMarket } from './market.ts'
import { progress, tableOf } from './row.ts'
import { fanOutRows } from './rows/fan-out.ts'
import { quietServerRows } from './rows/quiet-server.ts'
import { tradeRows } from './rows/trades.ts'

const startedAt = performance.now()
const load = loadavg()[0]!.toFixed(1)
const quiet = await quietServerRows()
progress('opening a market of 1,000 projects')
const market = await openMarket()
const trades = await tradeRows(market)
const fanOut = await fanOutRows(market)
await market.stop()

const table = tableOf([...trades, ...fanOut, ...quiet])
console.log(table)
progress(`${Math.round((performance.now() - startedAt) / 1_000)} s`)

const note = process.argv[2]
if (note) {
  const file = new URL('RESULTS.md', import.meta.url)
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const where = `${availableParallelism()} cores, Node ${process.versions.node}, load ${load} at the start`
  const section = `## ${new Date().toISOString().slice(0, 10)} · ${commit} · ${where}\n\n${note}\n\n${table}\n`
  const [head, ...older] = readFileSync(file, 'utf8').split(/^(?=## )/m)
  writeFileSync(file, [head, section, ...(older.length > 0 ? ['\n', ...older] : [])].join(''))
}
