/**
 * The whole exchange as one process, and as two doors and a worker on a Redis Cluster of three nodes and a primary with a
 * streaming replica: the same buys over the same number of connections. Where there are cores for all of them the second
 * is to grow; on two cores, where everything shares what one process had, it is not to lose much.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineServer, type ServerProcess, UNLIMITED } from '../../test/fault/server-process.ts'
import { startRedisCluster } from '../../test/support/redis-cluster.ts'
import { startPrimaryAndReplica } from '../../test/support/replica.ts'
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { openMarket } from '../market.ts'
import { type Extent, progress, ratioOf, type Row, median, whole } from '../row.ts'
import { checked, EXPECT, rates } from './buys.ts'

const PROJECTS = 20
const TRADERS = 128
const CONNECTIONS = 128
const QUERY =
  'mutation ($input: BuyInput!) { buy(input: $input) { trade { priceAfter sequence } account { cashBalance } userErrors { message } } }'

export async function processRows({ rounds, roundMs }: Extent): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const [postgres, cluster] = await Promise.all([startPrimaryAndReplica({ durable: true }), startRedisCluster()])
  const market = await openMarket({ projects: PROJECTS, traders: 1, url: postgres.primaryUrl })
  const one = { DATABASE_URL: postgres.primaryUrl, LOG_LEVEL: 'warn', ...UNLIMITED }
  const wide = { ...one, DATABASE_REPLICA_URL: postgres.replicaUrl, REDIS_URL: cluster.urls }
  const loads = [await Child.start('load/http.ts'), await Child.start('load/http.ts')]

  /** Both generators at once, each at a door of its own where there are two. */
  async function load(doors: readonly ServerProcess[]): Promise<LoadFigures> {
    const urls = doors.map(({ port }) => `http://127.0.0.1:${port}`)
    const tokens = await signIn(urls[0]!, TRADERS)
    const requests = tokens.map((authorization, n) => ({
      authorization,
      body: JSON.stringify({ query: QUERY, variables: { input: { projectId: `p${n % PROJECTS}`, shares: '0.0001' } } }),
    }))
    const figures = await Promise.all(
      loads.map((child, n) => {
        const asked: HttpLoad = {
          url: urls[n % urls.length]!,
          connections: CONNECTIONS / loads.length,
          forMs: roundMs,
          requests: requests.filter((_, index) => index % loads.length === n),
          expect: EXPECT,
        }
        return child.ask<LoadFigures>({ kind: 'run', ...asked })
      }),
    )
    const [first, second] = figures.map(checked) as [LoadFigures, LoadFigures]
    return { ...first, perSecond: first.perSecond + second.perSecond }
  }

  async function round(servers: readonly ServerProcess[], doors: readonly ServerProcess[]): Promise<LoadFigures> {
    await Promise.all(servers.map((server) => server.start()))
    await load(doors)
    const figures = await load(doors)
    for (const server of servers) server.signal('SIGTERM')
    await Promise.all(servers.map((server) => server.ended()))
    return figures
  }

  const alone = await defineServer(folder, 'one', one)
  const doors = [
    await defineServer(folder, 'api-1', { ...wide, ROLE: 'api' }),
    await defineServer(folder, 'api-2', { ...wide, ROLE: 'api' }),
  ]
  const worker = await defineServer(folder, 'worker', { ...wide, ROLE: 'worker' })
  const found = { one: [] as LoadFigures[], three: [] as LoadFigures[] }
  for (let n = 1; n <= rounds; n++) {
    progress(`one process and three: round ${n} of ${rounds}`)
    found.one.push(await round([alone], [alone]))
    found.three.push(await round([...doors, worker], doors))
  }
  for (const child of loads) await child.stop()
  await market.stop()
  await cluster.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
  const cores = availableParallelism()
  return [
    {
      path: `buys over HTTP, ${CONNECTIONS} connections: two doors and a worker on a Redis Cluster and a replicated Postgres`,
      ours: `${whole(median(rates(found.three)))}/s`,
      peer: `one process, no Redis, the same Postgres: ${whole(median(rates(found.one)))}/s`,
      ratio: ratioOf(rates(found.three), rates(found.one)),
      target: cores > 2 ? 'growth' : `≥ 0.9 × on ${cores} cores`,
    },
  ]
}
