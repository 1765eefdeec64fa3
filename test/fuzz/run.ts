/**
 * npm run fuzz [-- --inputs 100000] [--seed 1]
 * Plays inputs made from the schema, and conversations that break the socket's protocol, against a server in this process on
 * a database of its own. Prints what came back, how much memory is held after a full collection at each tenth, and whether the
 * books are right afterwards. Ends with 1 if there was a 5xx, a crash, a silence, an error of the inside, or if memory grew.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { loadConfig } from '../../src/config.ts'
import { schema } from '../../src/graphql/schema.ts'
import { startServer } from '../../src/start.ts'
import type { Tally } from './door.ts'
import { fuzz } from './fuzz.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { inputs: text, seed: text } })
const inputs = Number(values.inputs ?? 100_000)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const PARTS = 10
/** By then the caches are full; from then on nothing may grow but what the market itself holds. */
const WARM_PARTS = 5
const GROWTH_MAX_MB = 20

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void
const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2)

const problems: string[] = []
/** What the server itself calls an error is one, though no client sees it. */
const log = pino({ level: 'error' }, { write: (line: string) => void problems.push(line.trim()) })

const folder = mkdtempSync(join(tmpdir(), 'btx-fuzz-'))
const config = loadConfig({
  PORT: '0',
  DATA_DIR: folder,
  RATE_LIMIT_POINTS: '1000000000',
  RATE_LIMIT_PER_SECOND: '100000000',
  MAX_SOCKETS_PER_USER: '100',
})
console.log(`${inputs} inputs of the seed ${seed}`)
const server = await startServer(config, log)
const url = `http://127.0.0.1:${server.port}`
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error) => problems.push(`${event}: ${(error as Error)?.stack ?? String(error)}`))

async function token(name: string): Promise<string> {
  const response = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.com`, name, groups: name === 'organiser' ? ['admin'] : [] }),
  })
  return ((await response.json()) as { token: string }).token
}

const heaps: number[] = []
const startedMs = performance.now()
async function onPart(done: number, { findings }: Tally): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500))
  collect()
  const { heapUsed, rss, external } = process.memoryUsage()
  heaps.push(megabytes(heapUsed + external))
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  const memory = `heap and buffers ${heaps.at(-1)} MB, resident ${megabytes(rss)} MB`
  console.log(`${done} inputs, ${seconds} s: ${memory}, ${findings.length + problems.length} findings`)
}

const known = ['kickstart', 'sunferry', 'harborlight']
const { counts, findings } = await fuzz({ url, schema, known, token, seed, inputs, parts: PARTS, onPart })
for (const [what, times] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${String(times).padStart(8)}  ${what}`)
for (const finding of [...findings, ...problems]) console.log(`\nFOUND ${finding}`)
const growth = heaps.at(-1)! - heaps[WARM_PARTS - 1]!
console.log(
  `\nMemory from input ${(inputs * WARM_PARTS) / PARTS} on: ${growth >= 0 ? '+' : ''}${growth} MB. Findings: ${findings.length + problems.length}.`,
)
await server.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(findings.length + problems.length > 0 || growth > GROWTH_MAX_MB ? 1 : 0)
