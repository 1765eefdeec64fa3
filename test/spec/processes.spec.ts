/** Several processes behind one port: one market, one /metrics, and whoever dies is replaced. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ConfigError } from '../../src/platform/environment.ts'
import { createLog } from '../../src/platform/log.ts'
import { mergedMetrics } from '../../src/platform/process-metrics.ts'
import { loadConfig } from '../../src/config.ts'
import { startProcesses } from '../../src/processes.ts'
import { createTestDatabase } from '../support/database.ts'
import { root, runProgram } from '../support/programs.ts'
import { openSocket } from '../support/raw-socket.ts'

const { url } = await createTestDatabase()
const env = { PATH: process.env.PATH, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'warn' }
function start(port: string): ChildProcess {
  return spawn(process.execPath, [join(root, 'src/server.ts'), '--processes', '2'], {
    cwd: root,
    env: { ...env, PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
let whole = start('0')
afterAll(() => void whole.kill('SIGKILL'))
const banner = await new Promise<string>((resolve, reject) => {
  let said = ''
  whole.once('exit', (code, signal) => reject(new Error(`the server ended with ${signal ?? code}; what it said stands above`)))
  whole.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    if (said.includes('/graphiql')) resolve(said)
  })
})
const address = /http:\/\/\S+/.exec(banner)![0]

/** Over a connection of its own, so that any process may be the one that answers. */
async function ask(path: string, body?: object, token?: string): Promise<string> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  if (!body) {
    return await new Promise((resolve, reject) => {
      get(`${address}${path}`, { agent: false, signal: AbortSignal.timeout(3_000) }, (response) => resolve(text(response))).once(
        'error',
        reject,
      )
    })
  }
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { ...headers, connection: 'close' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(3_000),
  })
  return await response.text()
}

const { token } = JSON.parse(await ask('/dev/token', { email: 'a@example.com', name: 'A', groups: ['admin'] }))
const gql = async (query: string) => JSON.parse(await ask('/graphql', { query }, token)).data

/** Server processes below this one. */
const children = (): number[] =>
  readFileSync(`/proc/${whole.pid}/task/${whole.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('src/server.ts'))

const names = async (): Promise<string[]> => {
  const metrics = await ask('/metrics')
  return Array.from(metrics.matchAll(/^process_uptime_seconds\{process="(.+)"\}/gm), ([, name]) => name!).sort()
}
const WHOLE = ['api-1', 'api-2', 'matcher', 'parent', 'worker']

test('two doors answer on one port, with a worker and a matcher beside them, and /metrics of any is that of all', async () => {
  expect(JSON.parse(await ask('/ready'))).toEqual({ ready: true, bus: 'up' })
  const seen = new Set<string>()
  while (seen.size < 2) seen.add((await gql('{ health { server { serverId } } }')).health.server.serverId)
  expect(await names()).toEqual(WHOLE)
  expect((await gql('{ health { servers workers matchers } }')).health).toEqual({ servers: 2, workers: 1, matchers: 1 })
})

test('a watcher hears of every trade, whichever process executed it', async () => {
  await gql('mutation { saveProject(input: {projectId: "p", ticker: "P", seedAmount: "9"}) { isNew } }')
  await gql(
    'mutation { saveEvent(input: {eventId: "kickstart", status: OPEN, parameters: {driftEnabled: false}}) { event { status } } }',
  )
  const client = createClient({ url: `${address.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket })
  const updates = client.iterate<{ priceUpdated: { sequence: number } }>({ query: 'subscription { priceUpdated { sequence } }' })
  const sequence = async () => (await updates.next()).value?.data?.priceUpdated.sequence
  expect(await sequence()).toBe(1)
  for (let n = 2; n <= 9; n++) {
    await gql('mutation { buy(input: {projectId: "p", shares: "1"}) { trade { sequence } } }')
    expect(await sequence()).toBe(n)
  }
  await client.dispose()
})

test('a process that is killed is started again, and the others serve meanwhile', async () => {
  const before = children()
  expect(before).toHaveLength(4)
  process.kill(before[0]!, 'SIGKILL')
  expect((await gql('{ events { nodes { eventId } } }')).events.nodes).toEqual([{ eventId: 'kickstart' }])
  const others = () => children().filter((pid) => pid !== before[0])
  await expect.poll(others, { timeout: 20_000 }).toHaveLength(4)
  await expect.poll(names, { timeout: 20_000 }).toEqual(WHOLE)
}, 60_000)

/** Connections one after another by several clients, until the work is done: what became of them, and the longest wait. */
async function connecting(work: () => Promise<void>) {
  const seen = { answered: 0, cut: 0, turnedAway: 0, longestMs: 0 }
  let isOver = false
  const client = async () => {
    while (!isOver) {
      const startedMs = performance.now()
      const status = await new Promise<number | null>((resolve) => {
        get(`${address}/health`, { agent: false }, (response) => {
          response.resume().once('error', () => resolve(null))
          response.once('end', () => resolve(response.statusCode!))
        }).once('error', () => resolve(null))
      })
      seen[status === 200 ? 'answered' : status === 503 ? 'turnedAway' : 'cut']++
      seen.longestMs = Math.max(seen.longestMs, performance.now() - startedMs)
    }
  }
  const clients = Array.from({ length: 8 }, client)
  await work()
  isOver = true
  await Promise.all(clients)
  return seen
}
const pidOf = (name: string): number | undefined =>
  children().find((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PROCESS_NAME=${name}\0`))
/** Both doors have served somebody. */
async function isWhole(): Promise<void> {
  const serving = async () => {
    const served = (await ask('/metrics')).matchAll(/^http_requests_total\{.*process="(api-.)"\}/gm)
    return new Set(Array.from(served, ([, name]) => name)).size
  }
  await expect.poll(serving, { timeout: 30_000 }).toBe(2)
}

test('whoever connects while doors are killed is served by another, and only what a killed door had is cut', async () => {
  const seen = await connecting(async () => {
    for (const name of ['api-1', 'api-2', 'api-1']) {
      process.kill(pidOf(name)!, 'SIGKILL')
      await isWhole()
    }
  })
  expect(seen.answered).toBeGreaterThan(100)
  // Eight at a time, of which the killed door had some.
  expect(seen.cut).toBeLessThanOrEqual(3 * 8)
  expect(seen.turnedAway).toBe(0)
  expect(seen.longestMs).toBeLessThan(3_000)
}, 120_000)

test('a door that hangs keeps one connection waiting, which is told to come again; a door that closes cuts none', async () => {
  await isWhole()
  const hung = pidOf('api-1')!
  const whileHung = await connecting(async () => {
    process.kill(hung, 'SIGSTOP')
    await sleep(2_500).finally(() => process.kill(hung, 'SIGCONT'))
  })
  // What it had in hand when it stopped is answered when it goes on.
  expect(whileHung).toMatchObject({ turnedAway: 1, cut: 0 })
  expect(whileHung.answered).toBeGreaterThan(100)
  await isWhole()
  const whileClosing = await connecting(async () => {
    process.kill(pidOf('api-2')!, 'SIGTERM')
    await expect.poll(() => pidOf('api-2')).toBeUndefined()
    await isWhole()
  })
  expect(whileClosing).toMatchObject({ cut: 0, turnedAway: 0 })
}, 60_000)

test('a port that is taken is said to be, and nothing is started beside it', async () => {
  const port = new URL(address).port
  for (const processes of ['2', '1']) {
    const { code, output } = await runProgram('env', [
      ...Object.entries({ ...env, PORT: port }).map(([name, value]) => `${name}=${value}`),
      process.execPath,
      join(root, 'src/server.ts'),
      '--processes',
      processes,
    ])
    expect(output).toContain(`The server cannot listen on HOST=127.0.0.1 PORT=${port} (EADDRINUSE)`)
    expect(code).toBe(1)
  }
})

test('a signal ends all of them in order, and soon: whoever is connected is told', async () => {
  const all = children()
  const { closed } = await openSocket(`${address.replace('http', 'ws')}/graphql`)
  const ended = once(whole, 'exit')
  const startedMs = performance.now()
  whole.kill('SIGTERM')
  expect(await closed).toMatchObject({ code: 1012 })
  expect(await ended).toEqual([0, null])
  expect(performance.now() - startedMs).toBeLessThan(8_000)
  for (const pid of all) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('a start fails with a process that ends before a door is open; one that ends later is started again', async () => {
  const startedWorker = async () => {
    whole = start(new URL(address).port)
    await expect.poll(() => pidOf('worker'), { timeout: 20_000, interval: 10 }).toBeDefined()
    return pidOf('worker')!
  }
  const early = await startedWorker()
  const ended = once(whole, 'exit')
  process.kill(early, 'SIGKILL')
  expect(await ended).toEqual([1, null])
  const late = await startedWorker()
  process.kill(late, 'SIGSTOP')
  await expect.poll(() => ask('/ready').catch(() => ''), { timeout: 20_000 }).toContain('"ready":true')
  process.kill(late, 'SIGKILL')
  await expect.poll(() => names().catch(() => []), { timeout: 20_000 }).toEqual(WHOLE)
}, 90_000)

test('without a Redis, and without a program that is one, several processes do not start, and say what they lack', async () => {
  const config = loadConfig({ ...env, PROCESSES: '2' })
  const path = process.env.PATH
  process.env.PATH = ''
  try {
    await expect(startProcesses(config, env, createLog('silent'))).rejects.toThrow(ConfigError)
  } finally {
    process.env.PATH = path
  }
  expect(() => loadConfig({ ROLE: 'worker', PROCESSES: '2' })).toThrow(/PROCESSES is "2"; it may be 1 for ROLE=worker/)
})

test('samples of one name stand together, each with its process', () => {
  const one = '# HELP a_total Help.\n# TYPE a_total counter\na_total{kind="x"} 1\n'
  const two = '# HELP b Help.\n# TYPE b gauge\nb 3\n# HELP a_total Help.\n# TYPE a_total counter\na_total 2\n'
  expect(
    mergedMetrics([
      ['one', one],
      ['two', two],
    ]),
  ).toBe(
    '# HELP a_total Help.\n# TYPE a_total counter\na_total{kind="x",process="one"} 1\na_total{process="two"} 2\n' +
      '# HELP b Help.\n# TYPE b gauge\nb{process="two"} 3\n',
  )
})
