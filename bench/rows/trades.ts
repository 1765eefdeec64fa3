/** Durable trades per second: the batch executor against the same trade as a stored procedure, same Postgres and driver. */
import { type Market, PROJECTS, UNITS } from '../market.ts'
import { createPeer } from '../peers/stored-procedure.ts'
import { median, progress, ratioOf, type Row, ROUNDS, whole } from '../row.ts'

const ROUND_MS = 3_000
const PEER_CONNECTIONS = 32
const IN_FLIGHT = 1_024

/** Keeps `width` calls in flight for a round; answers how many finished per second. */
async function rate(width: number, call: (n: number) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  const until = started + ROUND_MS
  let done = 0
  let next = 0
  const worker = async () => {
    while (performance.now() < until) {
      await call(next++)
      done++
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return done / ((performance.now() - started) / 1_000)
}

export async function tradeRows(market: Market): Promise<Row[]> {
  const peer = await createPeer(market.url, PEER_CONNECTIONS)
  const { accounts } = market
  const rows: Row[] = []
  for (const [name, projects, target] of [
    ['one hot project', 1, 5],
    ['1,000 projects', PROJECTS, 1.5],
  ] as const) {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      progress(`durable trades, ${name}: round ${round} of ${ROUNDS}`)
      theirs.push(
        await rate(PEER_CONNECTIONS, (n) => peer.buy(`p${n % projects}`, accounts[n % accounts.length]!.accountId, UNITS)),
      )
      ours.push(await rate(IN_FLIGHT, (n) => market.buy(`p${n % projects}`, n)))
    }
    rows.push({
      path: `durable trades, ${name}`,
      ours: `${whole(median(ours))}/s`,
      peer: `stored procedure, ${PEER_CONNECTIONS} connections: ${whole(median(theirs))}/s`,
      ratio: ratioOf(ours, theirs),
      target: `≥ ${target} ×`,
    })
  }
  await peer.close()
  return rows
}
