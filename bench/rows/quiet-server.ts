/** `npm start` as a user runs it: how soon it is ready, how fast it answers when nobody else asks, what it keeps resident. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/platform/postgres-cluster.ts'
import { median, percentile, progress, type Row } from '../row.ts'

const WARM_UP = 50
const BUYS = 300
const PAUSE_MS = 10
const RESIDENT_AFTER_MS = 60_000
const READY_MAX_MS = 60_000
const root = fileURLToPath(new URL('../..', import.meta.url))

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

interface Answer {
  readonly status: number
  readonly text: string
}

const ask = (url: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const method = body ? 'POST' : 'GET'
    const sent = request(url, { method, agent, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () => resolve({ status: response.statusCode!, text })).once('error', reject)
    })
    sent.once('error', reject).end(body && JSON.stringify(body))
  })

async function start(dataDir: string, port: number): Promise<{ child: ChildProcess; readyMs: number }> {
  const startedAt = performance.now()
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', DATABASE_URL: '', REDIS_URL: '' }
  const child = spawn('npm', ['start'], { cwd: root, env, stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGTERM'))
  for (;;) {
    const status = await ask(`http://127.0.0.1:${port}/ready`).then(
      (answer) => answer.status,
      () => 0,
    )
    const readyMs = performance.now() - startedAt
    if (status === 200) return { child, readyMs }
    if (child.exitCode !== null || readyMs > READY_MAX_MS) throw new Error('npm start did not become ready')
    await sleep(10)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

/** One buy after another, with pauses between them. */
async function buyLatencies(url: string): Promise<number[]> {
  const { token } = JSON.parse((await ask(`${url}/dev/token`, { email: 'bench@example.com', name: 'Bench' })).text) as {
    token: string
  }
  const query =
    'mutation { buy(input: {projectId: "sunferry", shares: "0.01"}) { trade { priceAfter } account { cashBalance } userErrors { message } } }'
  const latencies: number[] = []
  for (let n = 0; n < WARM_UP + BUYS; n++) {
    const startedAt = performance.now()
    const { text } = await ask(`${url}/graphql`, { query }, { authorization: `Bearer ${token}` })
    if (n >= WARM_UP) latencies.push(performance.now() - startedAt)
    if (!text.includes('"priceAfter"')) throw new Error(`a buy came to nothing: ${text}`)
    await sleep(PAUSE_MS)
  }
  return latencies
}

async function residentMegabytes(url: string): Promise<number> {
  const { text } = await ask(`${url}/metrics`)
  return Math.round(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)![1]) / 1e6)
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/**
 * Resolves once the server is ready; what it answers measures the rest, a minute later at the earliest. Until then whoever does
 * not mind an idle server beside him can use the time.
 */
export async function startQuietServer(): Promise<() => Promise<Row[]>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const port = (await freePort(0))!
  const url = `http://127.0.0.1:${port}`
  progress('npm start, with an empty data folder')
  const first = await start(dataDir, port)
  await stop(first.child)
  progress('npm start, again')
  const again = await start(dataDir, port)
  const idle = sleep(RESIDENT_AFTER_MS).then(() => residentMegabytes(url))
  idle.catch(() => undefined)
  return async () => {
    progress('the server of npm start: until it has run for a minute')
    const idleMegabytes = await idle
    progress('buys on a quiet server')
    const latencies = await buyLatencies(url)
    const usedMegabytes = await residentMegabytes(url)
    await stop(again.child)
    agent.destroy()
    rmSync(dataDir, { recursive: true, force: true })
    return rowsOf({ firstMs: first.readyMs, againMs: again.readyMs, latencies, idleMegabytes, usedMegabytes })
  }
}

interface Found {
  readonly firstMs: number
  readonly againMs: number
  readonly latencies: readonly number[]
  readonly idleMegabytes: number
  readonly usedMegabytes: number
}

function rowsOf({ firstMs, againMs, latencies, idleMegabytes, usedMegabytes }: Found): Row[] {
  const plain = { peer: '', ratio: '' }
  return [
    {
      ...plain,
      path: 'a buy over HTTP, quiet server',
      ours: `median ${median(latencies).toFixed(1)} ms, p99 ${percentile(latencies, 99).toFixed(1)} ms`,
      target: 'median < 10 ms',
    },
    {
      ...plain,
      path: '`npm start` until ready, dependencies installed',
      ours: `${seconds(againMs)}; ${seconds(firstMs)} the first time, with initdb and the demo`,
      target: '< 3 s',
    },
    {
      ...plain,
      path: "the server's Node process a minute later",
      ours: `${idleMegabytes} MB resident; ${usedMegabytes} MB after the buys above`,
      target: '< 200 MB',
    },
  ]
}
