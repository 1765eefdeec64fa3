import { describe, expect, test } from 'vitest'
import { GRID_ORDER } from '../../test/support/grid-order.ts'
import type { Market } from '../markets/market.ts'
import { isRefusal } from '../refusals/refusal.ts'
import type { Hex } from '../wallets/typed-data.ts'
import { averagePriceText } from './average-price.ts'
import { decideOrder, OPEN_ORDERS_MAX, type PlaceState } from './decide-order.ts'
import { foldRequest, type IntakeItem, type IntakeState, type IntakeWrites } from './fold-intake.ts'
import type { GridOrder } from './order-intent.ts'
import type { OrderRecord } from './order-record.ts'

const MARKET: Market = {
  marketId: 1,
  symbol: 'CXPT-USDC',
  kind: 'SPOT',
  status: 'ACTIVE',
  baseAsset: 'CXPT',
  quoteAsset: 'USDC',
  tickSizeMicros: 10_000n,
  lotSizeUnits: 100_000n,
  minNotionalMicros: 1_000_000n,
  feeBps: 50,
  bandBps: 1_000,
  breakerBps: 2_000,
  breakerWindowMs: 60_000,
  referencePrice: 150,
  lastPrice: null,
  createdAt: new Date(0),
}
const ORDER: GridOrder = { ...GRID_ORDER, quantity: 2_000, price: 150 }
const STATE: PlaceState = {
  market: MARKET,
  now: new Date('2026-01-01T00:00:00Z'),
  userId: 'alice',
  available: 10_000_000n,
  openOrders: 0,
  isClientOrderIdTaken: false,
  position: 0n,
}
const id = (n: number): Hex => `0x${String(n).padStart(64, '0')}`
const reasonOf = (state: Partial<PlaceState>, order: Partial<GridOrder> = {}, replaces: Hex | null = null) => {
  const taken = decideOrder({ ...STATE, ...state }, { ...ORDER, ...order }, replaces, [])
  return isRefusal(taken) ? taken.refused : taken.held
}

describe('An order', () => {
  test('is taken in and holds its notional and fee, of a SELL its quantity', () => {
    expect(reasonOf({})).toBe(3_015_000n)
    expect(reasonOf({ available: 200_000_000n }, { side: 'SELL' })).toBe(200_000_000n)
    expect(reasonOf({ available: 3_014_999n })).toBe('INSUFFICIENT_BALANCE')
  })

  test.each<[string, Partial<PlaceState>, Partial<GridOrder>]>([
    ['MARKET_NOT_ACTIVE', { market: { ...MARKET, status: 'PAUSED' } }, {}],
    ['MARKET_NOT_ACTIVE', { market: { ...MARKET, status: 'POST_ONLY' } }, {}],
    ['ORDER_EXPIRED', {}, { timeInForce: 'GTT', expiresAt: STATE.now }],
    ['NOTIONAL_TOO_SMALL', {}, { quantity: 666 }],
    ['PRICE_OUT_OF_BAND', {}, { price: 166 }],
    ['PRICE_OUT_OF_BAND', { market: { ...MARKET, lastPrice: 200 } }, {}],
    ['PRICE_OUT_OF_BAND', {}, { type: 'STOP_LIMIT', stopPrice: 200 }],
    ['CLIENT_ORDER_ID_TAKEN', { isClientOrderIdTaken: true }, {}],
    ['TOO_MANY_OPEN_ORDERS', { openOrders: OPEN_ORDERS_MAX }, {}],
    ['REDUCE_ONLY_NOTHING_TO_REDUCE', { position: 5n }, { reduceOnly: true }],
    ['ORDER_NOT_FOUND', { replaced: null }, {}],
  ])('is refused: %s', (code, state, order) => {
    expect(reasonOf(state, order, 'replaced' in state ? id(1) : null)).toBe(code)
  })

  test('that replaces another holds only what it needs beyond it', () => {
    const replaced = { ...ORDER, marketId: 1, openLots: 1_500, filledNotional: 750_000n, feeBps: 50 } as unknown as OrderRecord
    expect(reasonOf({ replaced, openOrders: OPEN_ORDERS_MAX }, {}, id(1))).toBe(3_015_000n - 2_261_250n)
    expect(reasonOf({ replaced }, { quantity: 1_000 }, id(1))).toBe(0n)
    expect(reasonOf({ replaced }, { side: 'SELL' }, id(1))).toBe('INVALID_PARAMETER')
    expect(reasonOf({ replaced: { ...replaced, openLots: 0 } }, {}, id(1))).toBe('ORDER_NOT_OPEN')
  })
})

describe('A request', () => {
  const place = (n: number, quantity = 2_000): IntakeItem => ({
    kind: 'PLACE',
    marketId: 1,
    order: { ...ORDER, quantity },
    signed: { hash: id(n), wallet: id(9), signer: id(9), signature: id(8), salt: 1n, replaces: null },
    path: [String(n)],
  })
  const start = (): { state: IntakeState; writes: IntakeWrites } => ({
    state: {
      now: STATE.now,
      markets: new Map([[1, MARKET]]),
      traders: new Map(
        ['alice', 'bob'].map((userId) => [
          userId,
          { available: new Map([['USDC', 7_000_000n]]), openOrders: new Map(), positions: new Map(), clientOrders: new Map() },
        ]),
      ),
      orders: new Map(),
      spent: new Set(),
    },
    writes: { placed: [], inbox: [] },
  })
  const kinds = (outcomes: ReturnType<typeof foldRequest>) => outcomes.map((each) => (isRefusal(each) ? each.refused : each.kind))

  test('sees what the items before it left, and a refused item hurts no other', () => {
    const { state, writes } = start()
    const items = [place(1), place(2), place(3), place(4, 650 + 20)]
    expect(kinds(foldRequest(state, writes, { userId: 'alice', items, allOrNone: false }, []))).toEqual([
      'PLACED',
      'PLACED',
      'INSUFFICIENT_BALANCE',
      'INSUFFICIENT_BALANCE',
    ])
    expect(writes.inbox.map(({ orderId }) => orderId)).toEqual([id(1), id(2)])
  })

  test('that is all or none leaves nothing behind when one item is refused', () => {
    const { state, writes } = start()
    const request = { userId: 'alice', items: [place(1), place(2), place(3)], allOrNone: true }
    expect(kinds(foldRequest(state, writes, request, []))).toEqual(['UNDONE', 'UNDONE', 'INSUFFICIENT_BALANCE'])
    expect([writes.placed, writes.inbox, [...state.orders]]).toEqual([[], [], []])
    expect(state.traders.get('alice')!.available.get('USDC')).toBe(7_000_000n)
  })

  test('sent again is known to its trader and taken for anybody else', () => {
    const { state, writes } = start()
    const by = (userId: string) => kinds(foldRequest(state, writes, { userId, items: [place(1)], allOrNone: true }, []))
    expect([by('alice'), by('alice'), by('bob')]).toEqual([['PLACED'], ['KNOWN'], ['ORDER_ID_TAKEN']])
    expect(writes.placed).toHaveLength(1)
  })

  test('cancels what an earlier request of the batch placed, and nobody else does', () => {
    const { state, writes } = start()
    foldRequest(state, writes, { userId: 'alice', items: [place(1)], allOrNone: true }, [])
    const signed = { hash: id(5), wallet: id(9), signer: id(9) }
    const cancel: IntakeItem = { kind: 'CANCEL', marketId: 1, orderId: id(1), clientOrderId: null, signed, path: [] }
    const by = (userId: string) => kinds(foldRequest(state, writes, { userId, items: [cancel], allOrNone: true }, []))
    expect([by('bob'), by('alice')]).toEqual([['ORDER_NOT_FOUND'], ['CANCELLING']])
    expect(writes.inbox.map(({ kind }) => kind)).toEqual(['PLACE', 'CANCEL'])
  })
})

test('The average price is half up to eight decimals', () => {
  expect(averagePriceText(MARKET, { filledLots: 3_000, filledNotional: 4_000_000n })).toBe('1.33333333')
  expect(averagePriceText(MARKET, { filledLots: 3_000, filledNotional: 5_000_000n })).toBe('1.66666667')
  expect(averagePriceText(MARKET, { filledLots: 0, filledNotional: 0n })).toBeNull()
})
