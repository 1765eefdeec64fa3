/** What a trade costs as the event grows: the same trades, on ten projects, among more and more projects and accounts. */
import { writeFileSync } from 'node:fs'
import { Child } from '../child.ts'
import { insertCrowd } from '../crowd.sql.ts'
import { EVENT_ID, listProjects, openMarket } from '../market.ts'
import { plotOf } from '../plot.ts'
import { type Extent, median, progress, type Row, tenths, whole } from '../row.ts'

const TRADERS = 200
const TRADED = 10
const IN_FLIGHT = 512
const PROJECTS = [10, 100, 1_000, 10_000]
const ACCOUNTS = [1_000, 10_000, 100_000]
const ROUND_MS = 1_000
const FIRST_WARM_UP_MS = 4_000
const WARM_UP_MS = 500
const ROUNDS = 3
const PLOT = new URL('../../docs/growth.svg', import.meta.url)

interface Point {
  readonly x: number
  readonly y: number
}

export async function growthRows({ isFull }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: PROJECTS[0]!, traders: TRADERS })
  const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
  const userId = market.traders[0]!.userId
  const rate = (forMs: number) => server.ask<number>({ kind: 'rate', width: IN_FLIGHT, projects: TRADED, forMs })
  async function costUs(): Promise<number> {
    await rate(WARM_UP_MS)
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round++) rates.push(await rate(ROUND_MS))
    return 1_000_000 / median(rates)
  }
  const byAccounts: Point[] = []
  const byProjects: Point[] = []
  await rate(FIRST_WARM_UP_MS)
  for (const [n, projects] of PROJECTS.entries()) {
    progress(`growth: ${whole(projects)} projects`)
    if (n > 0) await listProjects(market.deps, userId, PROJECTS[n - 1]!, projects)
    byProjects.push({ x: projects, y: await costUs() })
  }
  let from = 0
  for (const accounts of isFull ? [...ACCOUNTS, 1_000_000] : ACCOUNTS) {
    progress(`growth: ${whole(accounts)} accounts`)
    await insertCrowd(market.deps.db, EVENT_ID, { from, to: accounts, projects: PROJECTS.at(-1)! })
    from = accounts
    byAccounts.push({ x: accounts, y: await costUs() })
  }
  await server.stop()
  await market.stop()
  const lines = [
    { name: 'projects', points: byProjects },
    { name: 'accounts', points: byAccounts },
  ]
  // The plot is one of all data.
  if (isFull) {
    const title = 'What a durable trade costs as an event grows'
    writeFileSync(PLOT, plotOf({ title, x: 'projects, accounts', y: 'µs a trade', lines }))
  }
  return lines.map(({ name, points }) => ({
    path: `a trade among more and more ${name}`,
    ours: points.map(({ x, y }) => `${whole(x)}: ${tenths(y)} µs`).join(', '),
    peer: '',
    ratio: `${tenths(points.at(-1)!.y / points[0]!.y)} ×`,
    target: 'flat, docs/growth.svg',
  }))
}
