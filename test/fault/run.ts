/**
 * npm run faults [-- --only 1,3,8] [--quick]      --quick: each fault a few times; alone, a selection in under three minutes
 * npm run faults -- --model 200                   so many random streams, with faults among their commands, against the model
 * Does what may go wrong to two real servers under a recorded load, and holds what clients were told against the tables.
 * Ends with 0 if nothing was lost. A fault that this machine cannot make is said and counted, never shown as passed.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { root } from '../support/programs.ts'
import { type Fault, NotRunHere, type Result, runFault, seconds } from './fault.ts'
import { FAULTS } from './faults.ts'

const QUICK_SELECTION = '1,5,8'
const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, model: { type: 'string' } },
})
if (values.model) playModel(values.model)
const only = (values.only ?? (values.quick ? QUICK_SELECTION : undefined))?.split(',')
const chosen = FAULTS.filter(({ row }) => !only || only.includes(row) || only.includes(row.replace(/[a-z]$/, '')))

const results: Result[] = []
const absent: string[] = []
for (const fault of chosen) await tryFault(fault)

console.log(
  `\n| row | fault | runs | writes | in doubt | longest outage | writes lost | updates | updates lost | what was seen |`,
)
console.log('|---|---|---:|---:|---:|---:|---:|---:|---:|---|')
for (const { fault, runs, verdict, notes } of results) {
  const { writes, doubts, outageMs, writesLost, updates, updatesLost, folded, lagMs } = verdict
  const seen = [...notes, `streams ${Math.round(lagMs[0])} ms behind, at most ${seconds(lagMs[1])}`]
  if (folded > 0) seen.push(`${folded} moves told by missed`)
  const cells = [
    fault.row,
    fault.name,
    runs,
    writes,
    doubts,
    seconds(outageMs),
    writesLost,
    updates,
    updatesLost,
    seen.join('; '),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
for (const line of absent) console.log(line)
const broken = results.filter(({ verdict }) => verdict.problems.length > 0)
console.log(`\n${results.length} faults run, ${broken.length} with problems, ${absent.length} not run here.`)
process.exit(broken.length > 0 ? 1 : 0)

/** Ends the process. A stream that fails is shrunk; what remains of it belongs to the examples of the spec. */
function playModel(streams: string): never {
  const env = { ...process.env, MODEL_STREAMS: streams, MODEL_SHRINK: 'true', MODEL_SEED: String(Date.now() % 2 ** 31) }
  const spec = ['node_modules/vitest/vitest.mjs', 'run', 'test/model/two-servers.spec.ts']
  const { status } = spawnSync(process.execPath, spec, { cwd: root, env, stdio: 'inherit' })
  process.exit(status ?? 1)
}

async function tryFault(fault: Fault): Promise<void> {
  process.stdout.write(`${fault.row.padStart(3)} ${fault.name} … `)
  try {
    const result = await runFault(fault, values.quick)
    results.push(result)
    const { problems } = result.verdict
    console.log(`${problems.length === 0 ? 'ok' : `${problems.length} PROBLEMS`} (${result.seconds.toFixed(0)} s)`)
    for (const problem of problems.slice(0, 12)) console.log(`      ${problem}`)
  } catch (error) {
    if (!(error instanceof NotRunHere)) throw error
    const line = `not run here: ${error.message} (row ${fault.row}, ${fault.name})`
    absent.push(line)
    console.log(line)
  }
}
