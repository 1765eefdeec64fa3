/**
 * Depth updates of a market to many subscribers: what telling them costs the serving process, beside a bare loop over
 * sockets that sends frames of the same length.
 */
import { BURST, Contestant, runInTurn } from '../contestant.ts'
import { openMarket } from '../market.ts'
import { type Extent, median, ratioOf, type Row, tenths, whole } from '../row.ts'

const SUBSCRIBERS = 1_000
const SYMBOL = 'DEPTH-USDC'
const QUERY = `subscription { marketUpdated(symbol: "${SYMBOL}", levels: 20) {
  kind sequence previousSequence bids { price quantity } asks { price quantity } trades { price quantity takerSide at } lastPrice cursor
} }`
/** An update of the length that ours have. */
const UPDATE = {
  kind: 'DELTA',
  sequence: '123456',
  previousSequence: '123455',
  bids: [{ price: '999.87', quantity: '1.234' }],
  asks: [{ price: '1000.13', quantity: '1.345' }],
  trades: [{ price: '999.87', quantity: '0.012', takerSide: 'SELL', at: new Date(0).toISOString() }],
  lastPrice: '999.87',
  cursor: 'bTEuMTIzNDU2Nzg5MC4xMjM0NTYuMTIzNDU2LjIwLjEuREVQVEgtVVNEQw',
}

/** The batches are a matcher's; what it costs to match and to commit is not in them. */
export async function depthRows(extent: Extent): Promise<Row[]> {
  const market = await openMarket({ projects: 1, traders: 1 })
  const load = { count: SUBSCRIBERS, query: QUERY, updates: 0 }
  const options = { databaseUrl: market.url, symbol: SYMBOL }
  const ours = await Contestant.start('this server', 'peers/book-server.ts', options, { ...load, updates: 1 })
  const loop = await Contestant.start('bare ws loop', 'peers/ws-loop.ts', UPDATE, load)
  await runInTurn(`depth updates to ${whole(SUBSCRIBERS)} subscribers`, [loop, ours], extent)
  await market.stop()
  const single = ({ singles }: Contestant) => `${tenths(median(singles))} ms`
  return [
    {
      path: `depth updates to ${whole(SUBSCRIBERS)} equal subscribers, ${BURST} at once`,
      ours: ours.text(),
      peer: `${loop.name}: ${loop.text()}`,
      ratio: ratioOf(loop.costs(), ours.costs()),
      target: '≥ 0.9 ×',
    },
    {
      path: `one depth update until ${whole(SUBSCRIBERS)} have it`,
      ours: single(ours),
      peer: `${loop.name}: ${single(loop)}`,
      ratio: '',
      target: '',
    },
  ]
}
