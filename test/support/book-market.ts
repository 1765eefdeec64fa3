/** A market of the order book whose matcher is the test: what it commits, and whether it says so on the bus. */
import { sql } from 'kysely'
import { SIDES } from '../../src/events/feed.ts'
import { upsertMinutes } from '../../src/market-data/minutes.sql.ts'
import type { MarketStatus } from '../../src/markets/market.ts'
import { findMarket } from '../../src/markets/markets.sql.ts'
import { marketTopic } from '../../src/matching/market-feed.codec.ts'
import type { LevelState, MarketBatch, TradePrint } from '../../src/matching/market-feed.ts'
import type { BookCommand, Order } from '../../src/matching/order.ts'
import { OrderBook } from '../../src/matching/order-book.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { inTransaction } from '../../src/platform/transaction.ts'

const OWNER = '00000000-0000-4000-8000-000000000001'
/** One lot at one tick is one USDC. */
const LOT_TICK_MICROS = 1_000_000

const limitOrder = (id: string, side: Order['side'], price: number, quantity: number): Order => ({
  id,
  owner: OWNER,
  side,
  type: 'LIMIT',
  quantity,
  price,
  stop: null,
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'NONE',
})

/** Who commits when, and whether the bus brings it. */
export interface How {
  readonly by?: Deps
  readonly at?: Date
  readonly isLost?: boolean
  readonly isApart?: boolean
}

/** Prices are whole USDC, quantities whole units. */
export async function createBookMarket(deps: Deps, symbol: string) {
  await sql`insert into users (user_id, issuer, subject, display_name, name_key) values (${OWNER}, 'test', ${OWNER}, 'Owner', 'owner') on conflict do nothing`.execute(
    deps.db,
  )
  await sql`insert into traders (user_id) values (${OWNER}) on conflict do nothing`.execute(deps.db)
  await sql`
    insert into markets (symbol, kind, status, base_asset, quote_asset, tick_size_micros, lot_size_units, min_notional_micros,
      fee_bps, band_bps, breaker_bps, breaker_window_ms, reference_price, created_at)
    values (${symbol}, 'SPOT', 'ACTIVE', ${symbol}, 'USDC', 1000000, 100000000, 0, 0, 10000, 10000, 60000, 100, now())`.execute(
    deps.db,
  )
  const market = (await findMarket(deps.db, symbol))!
  await sql`insert into matchers (market_id) values (${market.marketId})`.execute(deps.db)
  const book = new OrderBook()
  let position = 0
  let tradeNumber = 0
  let ids = 0
  let status: MarketStatus = 'ACTIVE'

  const nextId = () => (++ids).toString(16).padStart(64, '0')
  const depthOf = (): LevelState[] =>
    SIDES.flatMap((side) =>
      book.depth(side, 10_000).map(({ price, quantity, orders }) => ({ side, price, lots: quantity, orders })),
    )
  const keyOf = ({ side, price }: LevelState) => `${side} ${price}`

  async function store(by: Deps, at: Date, trades: readonly TradePrint[]): Promise<void> {
    const open = book.open()
    await inTransaction(by, async (tx) => {
      await sql`update matchers set inbox_position = ${position}, trade_count = ${tradeNumber} where market_id = ${market.marketId}`.execute(
        tx.sql,
      )
      await sql`update markets set last_price = ${book.lastPrice}, status = ${status} where market_id = ${market.marketId}`.execute(
        tx.sql,
      )
      await sql`delete from orders where market_id = ${market.marketId}`.execute(tx.sql)
      await sql`
        insert into orders (order_id, market_id, user_id, wallet, signer, signature, side, type, quantity, price, time_in_force,
          post_only, reduce_only, self_trade, salt, fee_bps, status, open_quantity, held, inbox_number, priority, accepted_at,
          updated_at, revision)
        select decode(id || lpad(to_hex(${market.marketId}::int4), 8, '0'), 'hex'), ${market.marketId}, ${OWNER}, '', '', '', side,
          'LIMIT', quantity, price, 'GTC', false, false, 'NONE', 0, 0, 'OPEN', quantity, 0, 1, 1, now(), now(), 0
        from unnest(${open.map(({ order }) => order.id.slice(8))}::text[], ${open.map(({ order }) => order.side)}::text[],
          ${open.map(({ left }) => left)}::int8[], ${open.map(({ order }) => order.price)}::int8[]) as o (id, side, quantity, price)`.execute(
        tx.sql,
      )
      await sql`
        insert into fills (market_id, trade_number, inbox_number, at, price, quantity, notional_micros, taker_side, maker_order_id,
          taker_order_id, maker_user_id, taker_user_id, maker_fee_micros, taker_fee_micros, maker_revision, taker_revision)
        select ${market.marketId}, number, ${position}, ${at}, price, lots, price * lots * ${LOT_TICK_MICROS}, side, '', '', ${OWNER},
          ${OWNER}, 0, 0, 0, 0
        from unnest(${trades.map((trade) => trade.tradeNumber)}::int8[], ${trades.map(({ price }) => price)}::int8[],
          ${trades.map(({ lots }) => lots)}::int8[], ${trades.map(({ takerSide }) => takerSide)}::text[]) as t (number, price, lots, side)`.execute(
        tx.sql,
      )
      await upsertMinutes(
        tx,
        trades.map(({ price, lots }) => ({
          marketId: market.marketId,
          at,
          price: BigInt(price),
          quantity: BigInt(lots),
          notional: BigInt(price * lots * LOT_TICK_MICROS),
        })),
      )
    })
  }

  function apply(command: BookCommand, at: Date): Pick<MarketBatch, 'levels' | 'trades'> {
    const before = new Map(depthOf().map((level) => [keyOf(level), level]))
    const trades = book
      .apply(command)
      .flatMap((event): TradePrint[] =>
        event.kind === 'TRADED' && command.kind === 'PLACE'
          ? [{ tradeNumber: ++tradeNumber, at, price: event.price, lots: event.quantity, takerSide: command.order.side }]
          : [],
      )
    const after = new Map(depthOf().map((level) => [keyOf(level), level]))
    const gone = [...before.values()]
      .filter((level) => !after.has(keyOf(level)))
      .map((level) => ({ ...level, lots: 0, orders: 0 }))
    const changed = [...after.values()].filter((level) => JSON.stringify(before.get(keyOf(level))) !== JSON.stringify(level))
    return { levels: [...gone, ...changed], trades }
  }

  /** Carries out commands in one transaction and tells of them as one batch, or of each apart. */
  async function carryOut(commands: readonly BookCommand[], how: How = {}): Promise<void> {
    const { by = deps, at = new Date(), isLost = false, isApart = false } = how
    const steps = commands.map((command) => {
      const step = apply(command, at)
      position++
      return { from: position, to: position, lastPrice: book.lastPrice, ...step }
    })
    const trades = steps.flatMap((step) => step.trades)
    await store(by, at, trades)
    const levels = [...new Map(steps.flatMap((step) => step.levels).map((level) => [keyOf(level), level])).values()]
    const whole = { from: steps[0]!.from, to: position, lastPrice: book.lastPrice, levels, trades }
    for (const batch of isLost ? [] : isApart ? steps : [whole])
      by.bus.publish(marketTopic(market.marketId), {
        ...batch,
        marketId: market.marketId,
        symbol,
        at,
        markPrice: batch.lastPrice ?? market.referencePrice,
        status,
        rulesChanged: false,
      })
  }

  return {
    market,
    symbol,
    get position() {
      return position
    },
    get tradeNumber() {
      return tradeNumber
    },
    open: () => book.open(),
    carryOut,
    placing: (side: Order['side'], price: number, quantity: number): BookCommand => ({
      kind: 'PLACE',
      order: limitOrder(nextId(), side, price, quantity),
    }),
    async place(side: Order['side'], price: number, quantity: number, how: How = {}) {
      const order = limitOrder(nextId(), side, price, quantity)
      await carryOut([{ kind: 'PLACE', order }], how)
      return order.id
    },
    cancel: (id: string, how: How = {}) => carryOut([{ kind: 'CANCEL', id, reason: 'REQUESTED' }], how),
    /** From the next batch on. */
    setStatus(next: MarketStatus) {
      status = next
    },
  }
}
export type BookMarket = Awaited<ReturnType<typeof createBookMarket>>
