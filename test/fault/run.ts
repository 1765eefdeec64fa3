/**
 * npm run faults [-- --only 1,3,8] [--quick] [--record]      --quick: each fault a few times; --record: into docs/FAULTS.md
 * npm run faults -- --ci                                     a selection, each a few times; what .ci/run does
 * npm run faults -- --model 200                              so many random streams of commands and faults against the model
 * Does what may go wrong to two real servers under a recorded load, and holds what clients were told against the tables.
 * Ends with 0 if nothing was lost. A fault that this machine cannot make is said and counted, never shown as passed.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { root } from '../support/programs.ts'
import { type Fault, NotRunHere, type Result, runFault } from './fault.ts'
import { FAULTS } from './faults.ts'
import { record, tableOf } from './report.ts'

const CI_SELECTION = '1,3,5,8,11,C1,C2'
const flag = { type: 'boolean', default: false } as const
const text = { type: 'string' } as const
const { values } = parseArgs({ options: { only: text, quick: flag, record: flag, ci: flag, model: text } })
if (values.model) playModel(values.model)
const isQuick = values.quick || values.ci
const only = (values.only ?? (values.ci ? CI_SELECTION : undefined))?.split(',')
const ROWS = FAULTS.map(({ row }) => row)
const chosen = FAULTS.filter(({ row }) => !only || only.includes(row) || only.includes(row.replace(/[a-z]$/, '')))

const results: Result[] = []
const absent: string[] = []
let broken = 0
for (const fault of chosen) await tryFault(fault)

console.log(`\n${tableOf(results, isQuick).join('\n')}`)
for (const line of absent) console.log(line)
console.log(`\n${chosen.length - absent.length} faults run, ${broken} with problems, ${absent.length} not run here.`)
process.exit(broken > 0 ? 1 : 0)

async function tryFault(fault: Fault): Promise<void> {
  process.stdout.write(`${fault.row.padStart(3)} ${fault.name} … `)
  try {
    const result = await runFault(fault, isQuick)
    results.push(result)
    if (values.record) record(result, isQuick, ROWS)
    const { problems } = result.verdict
    if (problems.length > 0) broken++
    console.log(`${problems.length === 0 ? 'ok' : `${problems.length} PROBLEMS`} (${result.seconds.toFixed(0)} s)`)
    for (const problem of problems.slice(0, 12)) console.log(`      ${problem}`)
  } catch (error) {
    if (error instanceof NotRunHere) {
      const line = `not run here: ${error.message} (row ${fault.row}, ${fault.name})`
      absent.push(line)
      console.log(line)
    } else {
      broken++
      console.log('NO VERDICT\n', error)
    }
  }
}

/** Ends the process. A stream that fails is shrunk; what remains of it belongs to the examples of the spec. */
function playModel(streams: string): never {
  const env = { ...process.env, MODEL_STREAMS: streams, MODEL_SHRINK: 'true', MODEL_SEED: String(Date.now() % 2 ** 31) }
  const spec = ['node_modules/vitest/vitest.mjs', 'run', 'test/model/two-servers.spec.ts']
  const { status } = spawnSync(process.execPath, spec, { cwd: root, env, stdio: 'inherit' })
  process.exit(status ?? 1)
}
