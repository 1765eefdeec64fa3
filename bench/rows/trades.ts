/** Durable trades per second: the batch executor against the same trade as a stored procedure, same Postgres and driver. */
import { Child } from '../child.ts'
import { openMarket } from '../market.ts'
import { type Extent, median, progress, ratioOf, type Row, whole } from '../row.ts'

const TRADERS = 200
const PROJECTS = 1_000
const PEER_CONNECTIONS = 32
const IN_FLIGHT = 1_024

export async function tradeRows({ rounds, roundMs, warmUpMs }: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: PROJECTS, traders: TRADERS })
  const options = { databaseUrl: market.url, traders: market.traders }
  const [server, procedure] = await Promise.all([
    Child.start('peers/this-server.ts', options),
    Child.start('peers/stored-procedure.ts', options),
  ])
  const rows: Row[] = []
  for (const [name, projects, target] of [
    ['one hot project', 1, 15],
    ['1,000 projects', PROJECTS, 1.5],
  ] as const) {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? `durable trades, ${name}: warming up` : `durable trades, ${name}: round ${round} of ${rounds}`)
      const forMs = round === 0 ? warmUpMs : roundMs
      theirs.push(await procedure.ask<number>({ kind: 'rate', width: PEER_CONNECTIONS, projects, forMs }))
      ours.push(await server.ask<number>({ kind: 'rate', width: IN_FLIGHT, projects, forMs }))
    }
    rows.push({
      path: `durable trades, ${name}`,
      ours: `${whole(median(ours.slice(1)))}/s`,
      peer: `stored procedure, ${PEER_CONNECTIONS} connections: ${whole(median(theirs.slice(1)))}/s`,
      ratio: ratioOf(ours.slice(1), theirs.slice(1)),
      target: `≥ ${target} ×`,
    })
  }
  for (const child of [server, procedure]) await child.stop()
  await market.stop()
  return rows
}
