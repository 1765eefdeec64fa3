/** Holds what traders of the book were told against its tables; whether those are right is part of every verdict. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/database.ts'
import { hexOf } from '../../src/wallets/hex.ts'
import type { OrderLog } from './book-writers.ts'

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
