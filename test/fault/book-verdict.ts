/** Holds what traders of the book were told against its tables; whether those are right is part of every verdict. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/database.ts'
import { hexOf } from '../../src/wallets/hex.ts'
import type { OrderLog } from './book-writers.ts'
import type { BookMessage, Reader } from './readers.ts'
import { units } from './verdict.ts'

export async function judgeBook(
  db: Kysely<Database>,
  { intents, complaints }: OrderLog,
  problem: (text: string) => void,
): Promise<{ orders: number; fills: number }> {
  for (const complaint of complaints.slice(0, 5)) problem(complaint)
  const unknown = intents.filter(({ outcome }) => outcome === 'UNKNOWN').length
  if (unknown > 0) problem(`of ${unknown} orders it was never known what became of them`)
  await judgeOrders(db, intents, problem)
  const { rows } = await sql<{ orders: number; fills: number }>`
    select (select count(*)::int4 from orders) as orders, (select count(*)::int4 from fills) as fills`.execute(db)
  return rows[0]!
}

async function judgeOrders(db: Kysely<Database>, intents: OrderLog['intents'], problem: (text: string) => void): Promise<void> {
  const { rows } = await sql<{ id: Buffer; salt: string; side: string; price: bigint; quantity: bigint; status: string }>`
    select order_id as id, salt, side, price, quantity, status from orders`.execute(db)
  const bySalt = Map.groupBy(rows, ({ salt }) => BigInt(salt))
  for (const { salt, outcome, id, side, price, lots, attempts } of intents) {
    const found = bySalt.get(salt) ?? []
    bySalt.delete(salt)
    if (outcome === 'UNKNOWN') continue
    const told = `order ${id ?? salt} (${outcome}, ${attempts} attempts)`
    if (found.length !== (outcome === 'TAKEN IN' ? 1 : 0)) problem(`${told} is there ${found.length} times`)
    const [row] = found
    if (!row) continue
    const isSame = hexOf(row.id) === id && row.side === side && Number(row.price) === price && Number(row.quantity) === lots
    if (!isSame) problem(`${told} is there as another`)
    if (row.status === 'PENDING') problem(`${told} was not matched`)
  }
  if (bySalt.size > 0) problem(`${bySalt.size} orders are there that nobody placed`)
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

/** Ticks of 0.01 USDC, lots of 0.001. */
const ticksOf = (price: string): bigint => units(price, 2)!
const lotsOf = (quantity: string): bigint => units(quantity, 3)!
