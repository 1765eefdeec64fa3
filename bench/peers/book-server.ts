/**
 * This server with a market of the order book that somebody else matches: the batches come over the bus, as a matcher tells
 * them, and the tables say that they were committed.
 */
import { sql } from 'kysely'
import { findMarket } from '../../src/markets/markets.sql.ts'
import { marketTopic } from '../../src/matching/market-feed.codec.ts'
import { answerParent, childOptions } from '../child.ts'
import { openServer } from '../server.ts'

const LEVELS = 50
const REFERENCE = 100_000

const { databaseUrl, symbol } = childOptions<{ readonly databaseUrl: string; readonly symbol: string }>()
const { deps, port, stop } = await openServer({ databaseUrl, role: 'api' })
await sql`
  insert into markets (symbol, kind, status, base_asset, quote_asset, tick_size_micros, lot_size_units, min_notional_micros, fee_bps,
    band_bps, breaker_bps, breaker_window_ms, reference_price, last_price, created_at)
  values (${symbol}, 'SPOT', 'ACTIVE', ${symbol}, 'USDC', 10000, 100000, 0, 0, 10000, 10000, 60000, ${REFERENCE}, ${REFERENCE}, now())`.execute(
  deps.db,
)
const { marketId } = (await findMarket(deps.db, symbol))!
await sql`insert into matchers (market_id) values (${marketId})`.execute(deps.db)

let sequence = 0

/** One command each: a trade that changes a bid, and another offer. */
async function publish(updates: number): Promise<void> {
  const upTo = sequence + updates
  await sql`update matchers set inbox_position = ${upTo}, trade_count = ${upTo} where market_id = ${marketId}`.execute(deps.db)
  while (sequence < upTo) {
    sequence++
    const at = new Date()
    const bid = REFERENCE - 1 - (sequence % LEVELS)
    deps.bus.publish(marketTopic(marketId), {
      marketId,
      symbol,
      from: sequence,
      to: sequence,
      at,
      levels: [
        { side: 'BUY', price: bid, lots: 1_000 + (sequence % 997), orders: 3 },
        { side: 'SELL', price: REFERENCE + 1 + (sequence % LEVELS), lots: 1_000 + (sequence % 991), orders: 2 },
      ],
      trades: [{ tradeNumber: sequence, at, price: bid, lots: 10 + (sequence % 7), takerSide: 'SELL' }],
      lastPrice: bid,
      markPrice: bid,
      status: 'ACTIVE',
      rulesChanged: false,
    })
  }
}

answerParent({
  url: () => `http://127.0.0.1:${port}`,
  publish: ({ updates }: { updates: number }) => publish(updates).then(() => null),
  stop,
})
