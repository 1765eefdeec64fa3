/** Whether the judge of the order book's fault runs would see a loss, on two servers that nothing happens to. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { hexOf } from '../../src/wallets/hex.ts'
import { SWITCH_SECONDS } from '../fault/book-actions.ts'
import { openBook, type OrderLog, SYMBOL } from '../fault/book-market.ts'
import { judgeBook, judgeBookReader, judgeTraderReader, openOrders } from '../fault/book-verdict.ts'
import { startBookWriters } from '../fault/book-writers.ts'
import { readBook, readTrader, type Reader } from '../fault/readers.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'

const { db } = await createTestDatabase({ maxConnections: 20 })
const apps = [await startTestApp({ deps: { db } }), await startTestApp({ deps: { db } })]
const urls = apps.map(({ url }) => url)

async function judged(log: OrderLog): Promise<string[]> {
  const problems: string[] = []
  await judgeBook(db, log, (text) => problems.push(text))
  return problems
}

const without = <Message>(reader: Reader<Message>, index: number): Reader<Message> => ({
  ...reader,
  messages: reader.messages.toSpliced(index, 1),
})

test('what traders of the book did and heard is what the tables say; the judge sees what is made up', async () => {
  const traders = await openBook(urls)
  const book = readBook(urls, SYMBOL, 0)
  const [trader] = traders
  const own = readTrader(urls, trader!.token, 1)
  const writers = startBookWriters(urls, traders)
  await sleep(6_000)
  await writers.stop(10_000)
  const { log } = writers
  await expect.poll(() => openOrders(db, trader!), { timeout: (SWITCH_SECONDS + 3) * 1_000 }).toBe(0)
  await expect.poll(() => judgeBookReader(db, book), { timeout: 5_000 }).toEqual([])
  await expect.poll(() => judgeTraderReader(db, trader!, own), { timeout: 5_000 }).toEqual([])
  for (const reader of [book, own]) reader.stop()
  expect(await judged(log)).toEqual([])
  expect(log.counts).toEqual({
    cancels: expect.toSatisfy((n: number) => n > 0),
    replaces: expect.toSatisfy((n: number) => n > 0),
  })

  const done = log.intents.find(({ outcome }) => outcome === 'TAKEN IN')!
  expect(await judged({ ...log, intents: log.intents.filter((intent) => intent !== done) })).toHaveLength(1)
  expect(await judged({ ...log, intents: [...log.intents, { ...done, salt: 1n }] })).toHaveLength(1)
  const resting = await db.selectFrom('orders').select('order_id').where('status', '=', 'OPEN').executeTakeFirstOrThrow()
  const open = hexOf(resting.order_id)
  expect(await judged({ ...log, ended: new Map([...log.ended, [open, 'cancelOrder']]) })).toHaveLength(1)
  const traded = book.messages.findIndex(({ trades }) => trades.length > 0)
  expect(await judgeBookReader(db, without(book, traded))).not.toEqual([])
  const filled = own.messages.findIndex(({ fills }) => fills.length > 0)
  expect(await judgeTraderReader(db, trader!, without(own, filled))).not.toEqual([])
  const twice = { ...own, messages: [...own.messages, own.messages[filled]!] }
  expect(await judgeTraderReader(db, trader!, twice)).toContainEqual(expect.stringContaining('twice'))
}, 60_000)
