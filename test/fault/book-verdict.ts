/** Holds what traders of the book were told against its tables; whether those are right is part of every verdict. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/database.ts'
import { bytesOf, hexOf } from '../../src/wallets/hex.ts'
import type { BookTrader, OrderLog } from './book-market.ts'
import type { BookMessage, Reader, TraderMessage } from './readers.ts'
import { units } from './verdict.ts'

const OPEN = ['PENDING', 'OPEN', 'PARTIALLY_FILLED']

interface OrderFact {
  readonly id: string
  readonly salt: string
  readonly wallet: Buffer
  readonly side: string
  readonly price: bigint
  readonly quantity: bigint
  readonly status: string
}

async function ordersOf(db: Kysely<Database>): Promise<OrderFact[]> {
  const { rows } = await sql<OrderFact & { order_id: Buffer }>`
    select order_id, salt, wallet, side, price, quantity, status from orders`.execute(db)
  return rows.map(({ order_id: id, ...row }) => ({ ...row, id: hexOf(id) }))
}

export async function judgeBook(
  db: Kysely<Database>,
  log: OrderLog,
  problem: (text: string) => void,
): Promise<{ orders: number; fills: number }> {
  for (const complaint of log.complaints.slice(0, 5)) problem(complaint)
  const unknown = log.intents.filter(({ outcome }) => outcome === 'UNKNOWN').length
  if (unknown > 0) problem(`of ${unknown} orders it was never known what became of them`)
  const orders = await ordersOf(db)
  judgeOrders(orders, log.intents, problem)
  for (const { id, status } of orders)
    if (OPEN.includes(status) && log.ended.has(id)) problem(`order ${id} is ${status} after ${log.ended.get(id)}`)
  const { rows } = await sql<{ fills: number }>`select count(*)::int4 as fills from fills`.execute(db)
  return { orders: orders.length, fills: rows[0]!.fills }
}

function judgeOrders(orders: readonly OrderFact[], intents: OrderLog['intents'], problem: (text: string) => void): void {
  const bySalt = Map.groupBy(orders, ({ salt }) => BigInt(salt))
  for (const { salt, outcome, id, side, price, lots, attempts } of intents) {
    const found = bySalt.get(salt) ?? []
    bySalt.delete(salt)
    if (outcome === 'UNKNOWN') continue
    const told = `order ${id ?? salt} (${outcome}, ${attempts} attempts)`
    if (found.length !== (outcome === 'TAKEN IN' ? 1 : 0)) problem(`${told} is there ${found.length} times`)
    const [row] = found
    if (!row) continue
    const isSame = row.id === id && row.side === side && Number(row.price) === price && Number(row.quantity) === lots
    if (!isSame) problem(`${told} is there as another`)
    if (row.status === 'PENDING') problem(`${told} was not matched`)
  }
  if (bySalt.size > 0) problem(`${bySalt.size} orders are there that nobody placed`)
}

/** How many orders a trader has open. */
export async function openOrders(db: Kysely<Database>, { wallet }: BookTrader): Promise<number> {
  const own = bytesOf(wallet.address)
  return (await ordersOf(db)).filter((order) => order.wallet.equals(own) && OPEN.includes(order.status)).length
}

/** Every trade once and in order, every update behind the one before, and in the end the book as the orders have it. */
export async function judgeBookReader(db: Kysely<Database>, reader: Reader<BookMessage>): Promise<string[]> {
  const problems = [...reader.complaints]
  const { rows: fills } = await sql<{ price: bigint; lots: bigint }>`
    select price, quantity as lots from fills order by trade_number`.execute(db)
  const levels = { BUY: new Map<string, bigint>(), SELL: new Map<string, bigint>() }
  let [sequence, trade] = ['', 0]
  for (const { kind, ...message } of reader.messages) {
    if (kind === 'SNAPSHOT') for (const side of Object.values(levels)) side.clear()
    else if (message.previousSequence !== sequence)
      problems.push(`${reader.name}: ${message.sequence} says that it follows ${message.previousSequence}, not ${sequence}`)
    sequence = message.sequence
    trade += message.missed
    for (const { tradeNumber, price, quantity } of message.trades) {
      const fill = fills[trade++]
      if (Number(tradeNumber) !== trade) problems.push(`${reader.name}: trade ${tradeNumber} came instead of ${trade}`)
      if (fill?.price !== ticksOf(price) || fill.lots !== lotsOf(quantity))
        problems.push(`${reader.name}: trade ${tradeNumber} was told as ${quantity} at ${price}`)
    }
    for (const [side, changed] of [
      ['BUY', message.bids],
      ['SELL', message.asks],
    ] as const)
      for (const { price, quantity } of changed) {
        levels[side].delete(price)
        if (quantity !== '0') levels[side].set(price, lotsOf(quantity))
      }
  }
  if (trade !== fills.length) problems.push(`${reader.name}: ended at trade ${trade} instead of ${fills.length}`)
  const { rows: open } = await sql<{ side: 'BUY' | 'SELL'; price: bigint; lots: bigint }>`
    select side, price, sum(open_quantity)::int8 as lots from orders where open_quantity > 0 group by side, price`.execute(db)
  const told = Object.entries(levels).flatMap(([side, own]) =>
    [...own].map(([price, lots]) => [side, ticksOf(price), lots].join(' ')),
  )
  const right = open.map(({ side, price, lots }) => [side, price, lots].join(' '))
  if (told.sort().join() !== right.sort().join()) problems.push(`${reader.name}: has another book than the orders make`)
  return problems
}

/** Every fill of the trader once, and in the end each order and balance as the tables have it. */
export async function judgeTraderReader(
  db: Kysely<Database>,
  { wallet }: BookTrader,
  { name, messages, complaints }: Reader<TraderMessage>,
): Promise<string[]> {
  const own = bytesOf(wallet.address)
  const problems = [...complaints]
  const { rows } = await sql<{ fill: string }>`
    select f.trade_number || ' MAKER' as fill from fills f join orders o on o.order_id = f.maker_order_id where o.wallet = ${own}
    union all
    select f.trade_number || ' TAKER' from fills f join orders o on o.order_id = f.taker_order_id where o.wallet = ${own}`.execute(
    db,
  )
  const told = messages.flatMap(({ fills }) => fills).map(({ tradeNumber, liquidity }) => `${tradeNumber} ${liquidity}`)
  const right = rows.map(({ fill }) => fill)
  for (const fill of new Set(right).difference(new Set(told))) problems.push(`${name}: never told of fill ${fill}`)
  for (const fill of new Set(told).difference(new Set(right))) problems.push(`${name}: told of fill ${fill}, which is not there`)
  if (new Set(told).size !== told.length) problems.push(`${name}: told of ${told.length - new Set(told).size} fills twice`)
  const statuses = new Map<string, string>()
  for (const { kind, orders } of messages) {
    if (kind === 'SNAPSHOT') statuses.clear()
    for (const { id, status } of orders) statuses.set(id, status)
  }
  for (const { id, status, ...order } of await ordersOf(db)) {
    if (!order.wallet.equals(own)) continue
    const last = statuses.get(id)
    if (last === undefined ? OPEN.includes(status) : last !== status)
      problems.push(`${name}: order ${id} was last told as ${last}, and is ${status}`)
  }
  const { rows: balances } = await sql<{ asset: string; total: bigint; held: bigint }>`
    select asset, total, held from balances where owner_id = (select user_id from orders where wallet = ${own} limit 1)`.execute(
    db,
  )
  const lastOf = new Map(messages.flatMap((message) => message.balances).map((balance) => [balance.asset, balance]))
  for (const { asset, total, held } of balances) {
    const last = lastOf.get(asset)
    const decimals = asset === 'USDC' ? 6 : 8
    if (!last || units(last.total, decimals) !== total || units(last.held, decimals) !== held)
      problems.push(`${name}: ${asset} was last told as ${last?.total}, ${last?.held} of it held`)
  }
  return problems
}

/** Ticks of 0.01 USDC, lots of 0.001. */
const ticksOf = (price: string): bigint => units(price, 2)!
const lotsOf = (quantity: string): bigint => units(quantity, 3)!
