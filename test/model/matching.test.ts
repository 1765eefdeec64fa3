import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookCommand, BookEvent, Order, Terms } from '../../src/matching/order.ts'
import { OrderBook } from '../../src/matching/order-book.ts'
import { command, order } from './book-commands.ts'
import { NaiveBook } from './naive-book.ts'

interface CaseOrder {
  side: 'BUY' | 'SELL'
  id: string
  type: Order['type']
  qty: number | null
  price?: number | null
  stop?: number | null
}
interface Case {
  id: string
  desc: string
  op: 'add' | 'cancel' | 'replace'
  init: CaseOrder[]
  input: CaseOrder[]
  trades: { price: number; qty: number }[]
  book: CaseOrder[]
}

const { cases } = JSON.parse(readFileSync(new URL('./matching-cases.json', import.meta.url), 'utf8')) as { cases: Case[] }

const toOrder = ({ side, id, type, qty, price, stop }: CaseOrder): Order => ({
  id,
  owner: `owner of ${id}`,
  side,
  type,
  quantity: qty ?? 0,
  stop: stop ?? null,
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'EXPIRE_TAKER',
  // The cases' market orders take any price.
  price: price ?? (side === 'BUY' ? Number.MAX_SAFE_INTEGER : 0),
})

const toCommand = (op: Case['op'], input: CaseOrder): BookCommand => {
  if (op === 'add') return { kind: 'PLACE', order: toOrder(input) }
  return op === 'cancel'
    ? { kind: 'CANCEL', id: input.id, reason: 'REQUESTED' }
    : { kind: 'REPLACE', id: input.id, open: null, order: toOrder(input) }
}

/** Two cases place two orders of one id, which here is a refusal: a later one gets an id of its own. */
const distinct = (orders: readonly CaseOrder[]): CaseOrder[] =>
  orders.map((order, index) =>
    orders.findIndex(({ id }) => id === order.id) === index ? order : { ...order, id: `${order.id} again ${index}` },
  )

const shown = (
  orders: readonly { side: string; type: string; qty: number | null; price: number | null; stop: number | null }[],
) =>
  orders
    .map(({ side, type, qty, price, stop }) => `${side} ${type} ${qty} ${type.endsWith('LIMIT') ? price : ''} ${stop ?? ''}`)
    .sort()

describe('known answers', () => {
  it.each(cases.map((each) => [`${each.id}: ${each.desc}`, each] as const))('%s', (_title, { op, init, input, trades, book }) => {
    const fast = new OrderBook()
    const placed = distinct(op === 'add' ? [...init, ...input] : init).map((order) => toCommand('add', order))
    const commands = [...placed, ...(op === 'add' ? [] : input.map((order) => toCommand(op, order)))]
    const events = commands.flatMap((command) => [...fast.apply(command)])
    expect(events.flatMap((event) => (event.kind === 'TRADED' ? [{ price: event.price, qty: event.quantity }] : []))).toEqual(
      trades,
    )
    const open = fast.open().map(({ order, left }) => ({ ...order, qty: left }))
    expect(shown(open)).toEqual(shown(book.map((each) => ({ ...each, price: each.price ?? null, stop: each.stop ?? null }))))
  })
})

const quantityOf = (events: readonly BookEvent[], kind: BookEvent['kind']) =>
  events.reduce((sum, event) => sum + (event.kind === kind && 'quantity' in event ? event.quantity : 0), 0)

const terms: fc.Arbitrary<Terms> = fc.record({
  admits: fc.constantFrom(
    'ALL' as const,
    'ALL' as const,
    'ALL' as const,
    'POST_ONLY' as const,
    'REDUCE_ONLY' as const,
    'NONE' as const,
  ),
  lowest: fc.constantFrom(0, 0, 95),
  highest: fc.constantFrom(1_000, 1_000, 105),
})

describe('the fast book', () => {
  it('gives the events of the naive one, is never crossed, and goes on the same after it was rebuilt', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, terms, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 150, size: 'max' }),
        (steps) => {
          let fast = new OrderBook()
          const naive = new NaiveBook()
          for (const [each, allowed, chance] of steps) {
            expect(fast.apply(each, allowed)).toEqual(naive.apply(each, allowed))
            const bid = fast.depth('BUY', 1)[0]
            const offer = fast.depth('SELL', 1)[0]
            if (bid && offer) expect(bid.price).toBeLessThan(offer.price)
            if (chance === 0) fast = OrderBook.restore({ ...naive.stored(), lastPrice: naive.last })
          }
          const left = new Map(naive.open.map((each) => [each.order.id, each.left]))
          expect(new Map(fast.open().map((each) => [each.order.id, each.left]))).toEqual(left)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('never turns a position round by a reduce-only order', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 150, size: 'max' }), (commands) => {
        const book = new OrderBook()
        const orders = new Map<string, Order>()
        const positions = new Map<string, number>()
        for (const each of commands) {
          // The order that an id stands for until the command ends may be the one that it brings.
          const brought = each.kind === 'CANCEL' ? [] : [each.order]
          const open = new Map([...book.open().map(({ order: one }) => one), ...brought].map((one) => [one.id, one]))
          for (const [id, one] of open) orders.set(id, one)
          for (const event of book.apply(each)) {
            if (event.kind !== 'TRADED') continue
            for (const { owner, side, reduceOnly } of [event.maker, event.taker].map((id) => orders.get(id)!)) {
              const before = positions.get(owner) ?? 0
              const after = before + (side === 'BUY' ? event.quantity : -event.quantity)
              positions.set(owner, after)
              const isSelf = orders.get(event.maker)!.owner === orders.get(event.taker)!.owner
              if (reduceOnly && !isSelf) expect(Math.abs(before) - Math.abs(after)).toBe(event.quantity)
            }
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('fills a FOK order whole or not at all', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60, size: 'max' }), order, (commands, last) => {
        const book = new OrderBook()
        for (const each of commands) book.apply(each)
        if (last.stop !== null) return
        const events = book.apply({
          kind: 'PLACE',
          order: { ...last, id: 'last', timeInForce: 'FOK', postOnly: false, reduceOnly: false },
        })
        const taken = quantityOf(
          events.filter((event) => event.kind === 'TRADED' && event.taker === 'last'),
          'TRADED',
        )
        expect([0, last.quantity]).toContain(taken)
      }),
      { numRuns: 200 },
    )
  })

  it('shows per price what its open orders sum to', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 100, size: 'max' }), (commands) => {
        const book = new OrderBook()
        for (const each of commands) book.apply(each)
        const resting = book
          .open()
          .filter((each) => each.order.side === 'BUY' && (each.order.stop === null || each.order.type === 'STOP_LIMIT'))
        const depth = book.depth('BUY', 100)
        expect(depth.every((level, index) => index === 0 || depth[index - 1]!.price > level.price)).toBe(true)
        expect(depth.reduce((sum, level) => sum + level.quantity, 0)).toBeLessThanOrEqual(
          resting.reduce((sum, each) => sum + each.left, 0),
        )
      }),
      { numRuns: 100 },
    )
  })
})
