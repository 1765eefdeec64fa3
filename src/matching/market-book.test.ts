import { describe, expect, test } from 'vitest'
import type { DecidedStatus, StatusAndRules } from '../markets/market-rules.ts'
import { type InboxCommand, MarketBook } from './market-book.ts'
import type { Order } from './order.ts'

const RULES: StatusAndRules = {
  status: 'ACTIVE',
  tickSizeMicros: 10_000n,
  lotSizeUnits: 10_000n,
  minNotionalMicros: 0n,
  feeBps: 50,
  bandBps: 1_000,
  breakerBps: 500,
  breakerWindowMs: 60_000,
  referencePrice: 100,
}

const limit = (id: string, side: Order['side'], price: number, quantity: number, more: Partial<Order> = {}): Order => ({
  id,
  owner: `owner of ${id}`,
  side,
  type: 'LIMIT',
  quantity,
  price,
  stop: null,
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  selfTrade: 'EXPIRE_TAKER',
  ...more,
})

/** A listed market whose commands are numbered and a second apart. */
function market(rules: Partial<StatusAndRules> = {}) {
  const book = new MarketBook()
  let number = 0
  let atMs = 0
  const apply = (command: Omit<InboxCommand & { kind: 'PLACE' }, 'number' | 'atMs'>) =>
    book.apply({ ...command, number: ++number, atMs: (atMs += 1_000) })
  const decide = (more: Partial<StatusAndRules<DecidedStatus>>) =>
    book.apply({ kind: 'MARKET', rules: { ...RULES, ...rules, ...more }, number: ++number, atMs: (atMs += 1_000) })
  decide({})
  return {
    book,
    decide,
    place: (order: Order) => apply({ kind: 'PLACE', order }),
    wait: (ms: number) => {
      atMs += ms
    },
    /** One lot trades at the price. */
    trade: (price: number) => {
      apply({ kind: 'PLACE', order: limit(`maker ${++number}`, 'SELL', price, 1) })
      return apply({ kind: 'PLACE', order: limit(`taker ${++number}`, 'BUY', price, 1, { timeInForce: 'IOC' }) })
    },
  }
}

describe('status', () => {
  test.each([
    ['PENDING', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE'],
    ['ACTIVE', 'RESTED', 'RESTED', 'REDUCE_ONLY'],
    ['POST_ONLY', 'MARKET_NOT_ACTIVE', 'RESTED', 'MARKET_NOT_ACTIVE'],
    ['REDUCE_ONLY', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE', 'REDUCE_ONLY'],
    ['PAUSED', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE'],
    ['SETTLING', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE'],
    ['CLOSED', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE', 'MARKET_NOT_ACTIVE'],
  ] as const)('%s answers a plain order %s, a post-only one %s, a reduce-only one without position %s', (status, ...answers) => {
    const { place } = market({ status })
    const orders = [
      limit('plain', 'BUY', 99, 1),
      limit('post', 'BUY', 99, 1, { postOnly: true }),
      limit('reduce', 'BUY', 99, 1, { reduceOnly: true }),
    ]
    const answered = orders.map((order) => place(order)[0]!).map((event) => ('reason' in event ? event.reason : event.kind))
    expect(answered).toEqual(answers)
  })

  test('rules that leave the status alone do not resume a market that paused itself before them', () => {
    const { trade, decide, book } = market()
    trade(106)
    decide({ status: null, feeBps: 10 })
    expect([book.status, book.state.rules!.feeBps]).toEqual(['PAUSED', 10])
  })

  test('an order rests through a pause and can be cancelled in it', () => {
    const { place, decide, book } = market()
    place(limit('a', 'BUY', 99, 1))
    decide({ status: 'PAUSED' })
    expect(book.apply({ kind: 'CANCEL', id: 'a', reason: 'REQUESTED', number: 9, atMs: 9_000 })[0]!.kind).toBe('CANCELLED')
  })
})

describe('the band', () => {
  test('of the mark with which a command begins ends a sweep, and moves with the next command', () => {
    const { place } = market({ breakerBps: 10_000 })
    for (const price of [105, 110, 111]) place(limit(`at ${price}`, 'SELL', price, 1))
    expect(place(limit('sweep', 'BUY', 200, 3)).slice(2)).toEqual([
      { kind: 'CANCELLED', id: 'sweep', quantity: 1, reason: 'PRICE_BAND' },
    ])
    expect(place(limit('again', 'BUY', 200, 1))[0]).toMatchObject({ kind: 'TRADED', price: 111 })
  })

  test('a FOK order counts only what lies inside', () => {
    const { place } = market()
    for (const price of [105, 111]) place(limit(`at ${price}`, 'SELL', price, 1))
    expect(place(limit('all', 'BUY', 200, 2, { timeInForce: 'FOK' }))).toEqual([
      { kind: 'REJECTED', id: 'all', reason: 'FOK_UNFILLABLE' },
    ])
  })
})

describe('the breaker', () => {
  test('pauses when the command is complete: trades on its edge do not, one tick beyond does', () => {
    const { trade, book } = market()
    trade(105)
    expect(book.status).toBe('ACTIVE')
    expect(trade(106).map(({ kind }) => kind)).toEqual(['TRADED', 'PAUSED'])
    expect(book.status).toBe('PAUSED')
  })

  test('measures from the price with which the window of command time began', () => {
    const { trade, wait, book } = market()
    trade(105)
    wait(60_000)
    trade(110)
    expect(book.status).toBe('ACTIVE')
    expect(trade(111).at(-1)).toEqual({ kind: 'PAUSED', price: 111, anchor: 105 })
  })

  test('begins anew when an organiser resumes', () => {
    const { trade, decide, book } = market()
    trade(106)
    decide({ status: 'ACTIVE' })
    trade(111)
    expect(book.status).toBe('ACTIVE')
  })
})

describe('a stop order', () => {
  test('that would enter outside of what the status admits is rejected when it triggers', () => {
    const { place, decide, trade } = market()
    trade(100)
    place(limit('stop', 'BUY', 105, 1, { type: 'STOP_LIMIT', stop: 101 }))
    place(limit('offer', 'SELL', 102, 2, { owner: 'seller' }))
    place(limit('short', 'SELL', 100, 1, { owner: 'reducer' }))
    place(limit('bid', 'BUY', 100, 1, { owner: 'other' }))
    decide({ status: 'REDUCE_ONLY' })
    const events = place(limit('cover', 'BUY', 102, 1, { owner: 'reducer', reduceOnly: true }))
    expect(events.map((event) => ('reason' in event ? event.reason : event.kind))).toEqual([
      'TRADED',
      'TRIGGERED',
      'MARKET_NOT_ACTIVE',
    ])
  })
})
