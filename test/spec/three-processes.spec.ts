/**
 * Two doors and a worker, each a process of its own, on a three-node Redis Cluster and a primary with a streaming replica:
 * they are one market, and lose nothing when the node that carries the market's channel dies under them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connectDatabase } from '../../src/platform/database.ts'
import { defineServer, type ServerProcess } from '../fault/server-process.ts'
import { testLog } from '../support/database.ts'
import { checkInvariants } from '../support/invariants.ts'
import { startRedisCluster } from '../support/redis-cluster.ts'
import { startPrimaryAndReplica } from '../support/replica.ts'

const TRADERS = 12
const TRADES_EACH = 15
const PROJECTS = ['ant', 'bee', 'cat']

const folder = mkdtempSync(join(tmpdir(), 'btx-three-'))
const [postgres, cluster] = await Promise.all([startPrimaryAndReplica(), startRedisCluster()])
const env = {
  DATABASE_URL: postgres.primaryUrl,
  DATABASE_REPLICA_URL: postgres.replicaUrl,
  REDIS_URL: cluster.urls,
  LOG_LEVEL: 'warn',
}
const [one, two, worker] = await Promise.all([
  defineServer(folder, 'api-1', { ...env, ROLE: 'api' }),
  defineServer(folder, 'api-2', { ...env, ROLE: 'api' }),
  defineServer(folder, 'worker', { ...env, ROLE: 'worker' }),
])
const doors = [one, two]
const db = connectDatabase({ url: postgres.primaryUrl, maxConnections: 4, statementTimeoutMs: 10_000, log: testLog })
const clients: Client[] = []

beforeAll(async () => {
  await Promise.all([one, two, worker].map(async (server) => await server.start({ readyWithinMs: 60_000 })))
  for (const [name, server] of Object.entries({ 'api-1': one, 'api-2': two, worker }))
    expect(await server.readiness(), readFileSync(join(folder, `${name}.log`), 'utf8')).toMatchObject({ ready: true })
}, 120_000)
afterAll(async () => {
  await Promise.all(clients.map(async (client) => await client.dispose()))
  for (const server of [one, two, worker]) server.signal('SIGTERM')
  await Promise.all([one.ended(), two.ended(), worker.ended()])
  await db.destroy()
  await cluster.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function post(server: ServerProcess, path: string, body: object, token?: string) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return JSON.parse(await response.text())
}
const signIn = async (email: string, groups: string[] = []): Promise<string> =>
  (await post(one, '/dev/token', { email, name: email.split('@')[0], groups })).token
async function ask(server: ServerProcess, query: string, token?: string, variables: object = {}) {
  const { data, errors } = await post(server, '/graphql', { query, variables }, token)
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

interface Update {
  readonly projectId: string
  readonly sequence: number
  readonly missed: number
}

/** Collects the prices that a watcher at the server is told. */
function watch(server: ServerProcess): Update[] {
  const client = createClient({ url: `ws://127.0.0.1:${server.port}/graphql`, webSocketImpl: WebSocket })
  clients.push(client)
  const updates: Update[] = []
  client.subscribe<{ priceUpdated: Update }>(
    { query: 'subscription { priceUpdated { projectId sequence missed } }' },
    { next: ({ data }) => data && updates.push(data.priceUpdated), error: () => undefined, complete: () => undefined },
  )
  return updates
}

test('a market traded through two doors, with a node of the cluster killed meanwhile, is one market with nothing lost', async () => {
  const admin = await signIn('organiser@example.com', ['admin'])
  const parameters = { driftEnabled: false }
  await ask(one, 'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', admin, {
    input: { eventId: 'kickstart', status: 'OPEN', parameters },
  })
  for (const projectId of PROJECTS) {
    const input = { projectId, ticker: projectId.toUpperCase(), seedAmount: '1' }
    await ask(two, 'mutation ($input: SaveProjectInput!) { saveProject(input: $input) { isNew } }', admin, { input })
  }
  const watchers = doors.map(watch)
  await expect.poll(() => watchers.map((updates) => updates.length)).toEqual([PROJECTS.length, PROJECTS.length])

  const tokens = await Promise.all(Array.from({ length: TRADERS }, (_, n) => signIn(`trader${n}@example.com`)))
  const owner = await cluster.ownerOf('btx:feed:kickstart')
  const bought = new Map(PROJECTS.map((projectId) => [projectId, [] as number[]]))
  await Promise.all(
    tokens.map(async (token, trader) => {
      for (let n = 0; n < TRADES_EACH; n++) {
        const projectId = PROJECTS[(trader + n) % PROJECTS.length]!
        const query = `mutation { buy(input: {projectId: "${projectId}", shares: "0.1"}) { trade { sequence } } }`
        const { buy } = await ask(doors[trader % 2]!, query, token)
        bought.get(projectId)!.push(buy.trade.sequence)
        if (trader === 0 && n === 5) await cluster.kill(owner)
      }
    }),
  )
  const everything = Array.from({ length: (TRADERS * TRADES_EACH) / PROJECTS.length }, (_, index) => index + 2)
  for (const projectId of PROJECTS) expect(bought.get(projectId)!.sort((a, b) => a - b)).toEqual(everything)

  const told = (updates: Update[], projectId: string) =>
    updates.filter((update) => update.projectId === projectId).map(({ sequence, missed }) => [sequence, missed])
  const all = [1, ...everything].map((sequence) => [sequence, 0])
  for (const updates of watchers)
    for (const projectId of PROJECTS) await expect.poll(() => told(updates, projectId), { timeout: 5_000 }).toEqual(all)
  await checkInvariants(db)
}, 60_000)

test('the bus says that a node is missing, and is whole again when it is back', async () => {
  const owner = await cluster.ownerOf('btx:feed:kickstart')
  expect((await one.readiness())!.ready).toBe(true)
  await cluster.restart(owner)
  const states = async () => await Promise.all(doors.map(async (door) => (await door.readiness())?.bus))
  await expect.poll(states, { timeout: 20_000 }).toEqual(['up', 'up'])
}, 30_000)

test('lists come from the replica, and say the same at both doors', async () => {
  const last = (TRADERS * TRADES_EACH) / PROJECTS.length + 1
  const query = '{ project(projectId: "ant") { trades(first: 1) { nodes { sequence } } } }'
  const newest = async () =>
    await Promise.all(doors.map(async (door) => (await ask(door, query)).project.trades.nodes[0].sequence))
  await expect.poll(newest).toEqual([last, last])
  for (const door of doors) expect(await door.metric('replica_reads_total{from="replica",why="fresh"}')).toBeGreaterThan(0)
})

test('the worker keeps the prices going for readers at the doors', async () => {
  const admin = await signIn('organiser@example.com', ['admin'])
  const input = { eventId: 'kickstart', parameters: { driftEnabled: true, driftIntervalMs: 250, driftMaxPctPerTick: '0.2' } }
  await ask(two, 'mutation ($input: SaveEventInput!) { saveEvent(input: $input) { event { status } } }', admin, { input })
  const query = '{ marketSnapshot { projects { sequence } } health { servers workers } }'
  const last = (TRADERS * TRADES_EACH) / PROJECTS.length + 1
  const moved = async () =>
    (await ask(one, query, admin)).marketSnapshot.projects.some((project: Update) => project.sequence > last)
  await expect.poll(moved, { timeout: 10_000 }).toBe(true)
  expect((await ask(one, query, admin)).health).toEqual({ servers: 2, workers: 1 })
})
