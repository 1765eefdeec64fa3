/** Several processes behind one port: one market, one /metrics, and whoever dies is replaced. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient } from 'graphql-ws'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ConfigError } from '../../src/platform/environment.ts'
import { createLog } from '../../src/platform/log.ts'
import { mergedMetrics } from '../../src/platform/process-metrics.ts'
import { loadConfig } from '../../src/config.ts'
import { startProcesses } from '../../src/processes.ts'
import { createTestDatabase } from '../support/database.ts'
import { root } from '../support/programs.ts'

const { url } = await createTestDatabase()
const env = { PATH: process.env.PATH, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'warn' }
const whole: ChildProcess = spawn(process.execPath, [join(root, 'src/server.ts'), '--processes', '2'], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
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
async function ask(path: string, body?: object, token?: string, withinMs = 3_000): Promise<string> {
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
    signal: AbortSignal.timeout(withinMs),
  })
  return await response.text()
}

const { token } = JSON.parse(await ask('/dev/token', { email: 'a@example.com', name: 'A', groups: ['admin'] }))
const gql = async (query: string, withinMs?: number) => JSON.parse(await ask('/graphql', { query }, token, withinMs)).data

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
  // The cluster module hands a connection to one process and waits for its word: that of a killed one never comes, and the
  // connection hangs until its client gives up. Whoever asks again is served.
  const asked = async () => (await gql('{ events { nodes { eventId } } }', 1_000)).events.nodes
  await expect.poll(asked, { timeout: 20_000 }).toEqual([{ eventId: 'kickstart' }])
  const others = () => children().filter((pid) => pid !== before[0])
  await expect.poll(others, { timeout: 20_000 }).toHaveLength(4)
  await expect.poll(names, { timeout: 20_000 }).toEqual(WHOLE)
}, 60_000)

test('a signal ends all of them in order', async () => {
  const all = children()
  const ended = once(whole, 'exit')
  whole.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  for (const pid of all) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

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
