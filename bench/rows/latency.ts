/**
 * From the trade to the subscriber: a thousand subscribers of all prices, trades at an even pace, each with a commit and a
 * frame of its own; on the in-process bus, and from one server to the subscribers of another over Redis. The age of an
 * update is counted from its own time stamp, which the batch reads before it decides, so the commit is inside. Beside it a bare
 * loop over sockets of the `ws` package, each update a write of its own, which neither trades nor commits.
 */
import { spawnRedis } from '../../test/support/redis-server.ts'
import { Child } from '../child.ts'
import type { Ages } from '../load/subscribers.ts'
import { openMarket } from '../market.ts'
import { type Extent, progress, type Row, tenths, whole } from '../row.ts'

const SUBSCRIBERS = 1_000
const PROJECTS = 20
const TRADERS = 50
const WARM_UP_MS = 1_000
/** An update of the length that ours have. */
const UPDATE = {
  projectId: 'p0',
  currentPrice: '1.012345',
  updatedAt: '',
  sequence: 0,
  missed: 0,
  cursor: 'AQAAAAAAAAABAAAAAAAAAAEAAAAAAAAAAQ',
}
const BUSY_MAX = 0.9
const LATE_MS_MAX = 20
const QUERY = 'subscription { priceUpdated { projectId currentPrice updatedAt sequence missed cursor } }'

interface Course {
  readonly trading: Child
  readonly serving: Child
  readonly perSecond: number
  readonly forMs: number
  /** What each subscriber gets before anything happens. */
  readonly snapshots?: number
}

async function agesOf({ trading, serving, perSecond, forMs, snapshots = PROJECTS }: Course): Promise<Ages> {
  const subscribers = await Child.start('load/subscribers.ts')
  const url = await serving.ask<string>({ kind: 'url' })
  await subscribers.ask({ kind: 'connect', url, count: SUBSCRIBERS, query: QUERY, updates: snapshots })
  const trade = async (ms: number) => {
    const arrived = subscribers.ask({ kind: 'expect', updates: (perSecond * ms) / 1_000 })
    await trading.ask({ kind: 'pace', perSecond, forMs: ms, projects: PROJECTS })
    await trading.ask({ kind: 'paced' })
    await arrived
  }
  await trade(WARM_UP_MS)
  await subscribers.ask({ kind: 'measure' })
  await trade(forMs)
  const ages = await subscribers.ask<Ages>({ kind: 'measured' })
  await subscribers.stop()
  return ages
}

/** With how the load generator did: where it is busy or late itself, it is the limit. */
function textOf({ p50, p99, busy, late }: Ages): string {
  const readers = `subscribers ${whole(busy * 100)} % of a core, p99 ${tenths(late)} ms late to read`
  const isLimit = busy > BUSY_MAX || late > LATE_MS_MAX
  return `p50 ${p50} ms, p99 ${p99} ms (${readers}${isLimit ? ': they were the limit' : ''})`
}

export async function latencyRows({ isFull }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: PROJECTS, traders: TRADERS })
  const options = { databaseUrl: market.url, traders: market.traders }
  const forMs = isFull ? 30_000 : 8_000
  const rows: Row[] = []
  const row = (path: string, peer: string, ages: Ages) =>
    rows.push({
      path,
      ours: `${textOf(ages)}; ${whole(ages.frames)} frames, ${ages.folded} folded`,
      peer,
      ratio: '',
      target: 'p99 < 50 ms, 0 folded',
    })
  const redis = await spawnRedis()
  for (const perSecond of [50, 200]) {
    const name = `commit to ${whole(SUBSCRIBERS)} subscribers, ${perSecond} updates/s`
    progress(`${name}, bare ws loop`)
    const loop = await Child.start('peers/ws-loop.ts', UPDATE)
    const peer = `bare ws loop: ${textOf(await agesOf({ trading: loop, serving: loop, perSecond, forMs, snapshots: 0 }))}`
    await loop.stop()
    progress(`${name}, in-process bus`)
    const alone = await Child.start('peers/this-server.ts', options)
    row(`${name}, in-process bus`, peer, await agesOf({ trading: alone, serving: alone, perSecond, forMs }))
    await alone.stop()
    if (!redis?.url) continue
    progress(`${name}, Redis`)
    const [trading, serving] = await Promise.all(
      [1, 2].map(() => Child.start('peers/this-server.ts', { ...options, redisUrl: redis.url })),
    )
    row(`${name}, from server to server over Redis`, '', await agesOf({ trading: trading!, serving: serving!, perSecond, forMs }))
    await Promise.all([trading!.stop(), serving!.stop()])
  }
  await redis?.stop()
  await market.stop()
  return rows
}
