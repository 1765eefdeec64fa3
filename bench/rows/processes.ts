/**
 * The whole exchange as one process, and as two doors and a worker on a Redis Cluster of three nodes and a primary with a
 * streaming replica: the same buys over the same number of connections. Where there are cores for all of them the second
 * is to grow; on two cores, where everything shares what one process had, it is not to lose much. A third contestant is one
 * process on the same Redis and replica: what it loses, the surroundings cost, and what is lost beyond it, the width.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineServer, type ServerProcess, UNLIMITED } from '../../test/fault/server-process.ts'
import { startRedisCluster } from '../../test/support/redis-cluster.ts'
import { startPrimaryAndReplica } from '../../test/support/replica.ts'
import { Child } from '../child.ts'
import type { HttpLoad, LoadFigures } from '../load/http.ts'
import { signIn } from '../load/tokens.ts'
import { openMarket } from '../market.ts'
import { type Extent, median, progress, ratioOf, type Row, whole } from '../row.ts'
import { checked, EXPECT } from './buys.ts'

const PROJECTS = 20
const TRADERS = 128
const CONNECTIONS = 128
/** Processes that are started alike differ, so each contestant is started anew. */
const STARTS = 2
/** Two doors have half of the requests each to get fast by. */
const WARM_UPS = 4
/** The machine is faster and slower for seconds: rounds are short, and there are more of them. */
const SHARE_OF_ROUND = 0.5
const QUERY =
  'mutation ($input: BuyInput!) { buy(input: $input) { trade { priceAfter sequence } account { cashBalance } userErrors { message } } }'

/** The servers of one way to run the exchange, the doors first, and what was found. */
interface Contestant {
  readonly servers: readonly ServerProcess[]
  readonly doors: readonly ServerProcess[]
  readonly rates: number[]
  /** Processor time of all its servers for each buy, in microseconds. */
  readonly micros: number[]
}

const contestant = (doors: readonly ServerProcess[], others: readonly ServerProcess[] = []): Contestant => ({
  servers: [...doors, ...others],
  doors,
  rates: [],
  micros: [],
})

/** Processor time of the process so far, in microseconds; 0 where /proc does not tell. A tick is a hundredth of a second. */
function cpuMicros({ pid }: ServerProcess): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

const cpuOf = ({ servers }: Contestant): number => servers.reduce((sum, server) => sum + cpuMicros(server), 0)

/** Both generators at once, each at a door of its own where there are two; how many buys a second. */
async function load(
  generators: readonly Child[],
  { doors }: Contestant,
  tokens: readonly string[],
  forMs: number,
): Promise<number> {
  const requests = tokens.map((authorization, n) => ({
    authorization,
    body: JSON.stringify({ query: QUERY, variables: { input: { projectId: `p${n % PROJECTS}`, shares: '0.0001' } } }),
  }))
  const figures = await Promise.all(
    generators.map((child, n) => {
      const asked: HttpLoad = {
        url: `http://127.0.0.1:${doors[n % doors.length]!.port}`,
        connections: CONNECTIONS / generators.length,
        forMs,
        requests: requests.filter((_, index) => index % generators.length === n),
        expect: EXPECT,
      }
      return child.ask<LoadFigures>({ kind: 'run', ...asked })
    }),
  )
  return figures.map(checked).reduce((sum, { perSecond }) => sum + perSecond, 0)
}

/** All contestants from their start to their end, in turn. Who is not asked has next to nothing to do. */
async function race(contestants: readonly Contestant[], generators: readonly Child[], extent: Extent, start: number) {
  const rounds = extent.rounds / SHARE_OF_ROUND
  const servers = contestants.flatMap((each) => each.servers)
  await Promise.all(servers.map((server) => server.start()))
  const tokens = await signIn(`http://127.0.0.1:${servers[0]!.port}`, TRADERS)
  for (let round = 1 - WARM_UPS; round <= rounds; round++) {
    const what = round < 1 ? 'warming up' : `round ${round} of ${rounds}`
    progress(`one process and three, start ${start} of ${STARTS}: ${what}`)
    // Whoever is first in a round is not always the same.
    for (const each of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const forMs = round < 1 ? extent.warmUpMs : extent.roundMs * SHARE_OF_ROUND
      const before = cpuOf(each)
      const perSecond = await load(generators, each, tokens, forMs)
      if (round < 1) continue
      each.rates.push(perSecond)
      each.micros.push(((cpuOf(each) - before) * 1_000) / (perSecond * forMs))
    }
  }
  for (const server of servers) server.signal('SIGTERM')
  await Promise.all(servers.map((server) => server.ended()))
}

export async function processRows(extent: Extent): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'btx-bench-'))
  const [postgres, cluster] = await Promise.all([startPrimaryAndReplica({ durable: true }), startRedisCluster()])
  const market = await openMarket({ projects: PROJECTS, traders: 1, url: postgres.primaryUrl })
  const plain = { DATABASE_URL: postgres.primaryUrl, LOG_LEVEL: 'warn', ...UNLIMITED }
  const wide = { ...plain, DATABASE_REPLICA_URL: postgres.replicaUrl, REDIS_URL: cluster.urls }
  const define = (name: string, env: Record<string, string>) => defineServer(folder, name, env)
  const one = contestant([await define('one', plain)])
  const beside = contestant([await define('beside', wide)])
  const three = contestant(
    [await define('api-1', { ...wide, ROLE: 'api' }), await define('api-2', { ...wide, ROLE: 'api' })],
    [await define('worker', { ...wide, ROLE: 'worker' })],
  )
  const generators = [await Child.start('load/http.ts'), await Child.start('load/http.ts')]
  for (let start = 1; start <= STARTS; start++) await race([one, beside, three], generators, extent, start)
  for (const child of generators) await child.stop()
  await market.stop()
  await cluster.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
  return rowsOf(one, beside, three)
}

function rowsOf(one: Contestant, beside: Contestant, three: Contestant): Row[] {
  const text = ({ rates, micros }: Contestant) => `${whole(median(rates))}/s, ${whole(median(micros))} µs of processor each`
  const cores = availableParallelism()
  const target = cores > 2 ? 'growth' : `≥ 0.9 × on ${cores} cores`
  const path = `buys over HTTP, ${CONNECTIONS} connections: two doors and a worker on a Redis Cluster and a replicated Postgres`
  return [
    {
      path,
      ours: text(three),
      peer: `one process, no Redis, the same Postgres: ${text(one)}`,
      ratio: ratioOf(three.rates, one.rates, 2),
      target,
    },
    {
      path,
      ours: text(three),
      peer: `one process on the same: ${text(beside)}`,
      ratio: ratioOf(three.rates, beside.rates, 2),
      target: '',
    },
  ]
}
