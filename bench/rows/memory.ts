/** What one connected socket and one subscription keep in memory, of the serving process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '../child.ts'
import { openMarket } from '../market.ts'
import { type Extent, progress, type Row, tenths } from '../row.ts'

const WARM_UP = 200
const SETTLE_MS = 500
const QUERY = 'subscription { priceUpdated { projectId currentPrice sequence missed cursor } }'

export async function memoryRows({ isFull }: Extent): Promise<Row[]> {
  const count = isFull ? 10_000 : 2_000
  progress(`memory of ${count} sockets`)
  const market = await openMarket({ projects: 1, traders: 1 })
  const server = await Child.start('peers/this-server.ts', { databaseUrl: market.url, traders: market.traders })
  const url = await server.ask<string>({ kind: 'url' })
  const measure = async () => {
    await sleep(SETTLE_MS)
    return await server.usage()
  }
  const others = await Child.start('load/subscribers.ts')
  await others.ask({ kind: 'connect', url, count: WARM_UP, query: QUERY, updates: 1 })
  const subscribers = await Child.start('load/subscribers.ts')
  const empty = await measure()
  await subscribers.ask({ kind: 'connect', url, count, query: null, updates: 0 })
  const idle = await measure()
  await subscribers.ask({ kind: 'subscribe', query: QUERY, updates: 1 })
  const subscribed = await measure()
  for (const child of [subscribers, others, server]) await child.stop()
  await market.stop()
  const kilobytes = (before: typeof empty, after: typeof empty) => {
    const held = (after.heldBytes - before.heldBytes) / count / 1_000
    const resident = (after.residentBytes - before.residentBytes) / count / 1_000
    return `${tenths(held)} kB held, ${tenths(resident)} kB resident`
  }
  const plain = { peer: '', ratio: '' }
  return [
    { ...plain, path: 'one idle socket', ours: kilobytes(empty, idle), target: '≤ 15 kB' },
    { ...plain, path: 'one subscription on it', ours: kilobytes(idle, subscribed), target: '≤ 5 kB' },
  ]
}
