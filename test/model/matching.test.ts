import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BookCommand,
  type BookEvent,
  type Order,
  ORDER_TYPES,
  SELF_TRADE_MODES,
  TIMES_IN_FORCE,
} from '../../src/matching/order.ts'
import { OrderBook } from '../../src/matching/order-book.ts'
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
  selfTrade: 'EXPIRE_TAKER',
  // The cases' market orders take any price.
  price: price ?? (side === 'BUY' ? Number.MAX_SAFE_INTEGER : 0),
})

const toCommand = (op: Case['op'], input: CaseOrder): BookCommand => {
  if (op === 'add') return { kind: 'PLACE', order: toOrder(input) }
  return op === 'cancel'
    ? { kind: 'CANCEL', id: input.id, reason: 'REQUESTED' }
    : { kind: 'REPLACE', id: input.id, order: toOrder(input) }
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

const order = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }).map(String),
    owner: fc.constantFrom('alice', 'bob', 'carol', 'mallory'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    type: fc.constantFrom(...ORDER_TYPES),
    quantity: fc.integer({ min: 1, max: 20 }),
    price: fc.integer({ min: 90, max: 110 }),
    stop: fc.integer({ min: 90, max: 110 }),
    timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, ...TIMES_IN_FORCE),
    postOnly: fc.boolean(),
    selfTrade: fc.constantFrom(...SELF_TRADE_MODES),
  })
  .map(
    ({ stop, postOnly, ...rest }): Order => ({
      ...rest,
      stop: rest.type.startsWith('STOP') ? stop : null,
      postOnly: postOnly && rest.type === 'LIMIT' && rest.timeInForce === 'GTC',
    }),
  )

const command: fc.Arbitrary<BookCommand> = fc.oneof(
  { weight: 6, arbitrary: order.map((each) => ({ kind: 'PLACE' as const, order: each })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('CANCEL' as const),
      id: fc.integer({ min: 1, max: 40 }).map(String),
      reason: fc.constantFrom('REQUESTED' as const, 'EXPIRED' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('REPLACE' as const), id: fc.integer({ min: 1, max: 40 }).map(String), order }),
  },
)

const quantityOf = (events: readonly BookEvent[], kind: BookEvent['kind']) =>
  events.reduce((sum, event) => sum + (event.kind === kind && 'quantity' in event ? event.quantity : 0), 0)

describe('the fast book', () => {
  it('gives the events of the naive one, and is never crossed', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 150 }), (commands) => {
        const fast = new OrderBook()
        const naive = new NaiveBook()
        for (const each of commands) {
          expect(fast.apply(each)).toEqual(naive.apply(each))
          const bid = fast.depth('BUY', 1)[0]
          const offer = fast.depth('SELL', 1)[0]
          if (bid && offer) expect(bid.price).toBeLessThan(offer.price)
        }
        const left = new Map(naive.open.map((each) => [each.order.id, each.left]))
        expect(new Map(fast.open().map((each) => [each.order.id, each.left]))).toEqual(left)
      }),
      { numRuns: 300 },
    )
  })

  it('fills a FOK order whole or not at all', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), order, (commands, last) => {
        const book = new OrderBook()
        for (const each of commands) book.apply(each)
        if (last.stop !== null) return
        const events = book.apply({ kind: 'PLACE', order: { ...last, id: 'last', timeInForce: 'FOK', postOnly: false } })
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
      fc.property(fc.array(command, { maxLength: 100 }), (commands) => {
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
