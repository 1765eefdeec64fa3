import fc from 'fast-check'
import { expect, it } from 'vitest'
import { feesOwnerOf, holdOf } from '../../src/ledger/ledger.ts'
import { carryOut, type InboxItem } from '../../src/matcher/batch.ts'
import type { StoredOrder } from '../../src/matcher/live-order.ts'
import { Settlement } from '../../src/matcher/settlement.ts'
import { recordOfRules } from '../../src/markets/market-rules.ts'
import { MarketBook } from '../../src/matching/market-book.ts'
import type { BookCommand, Order } from '../../src/matching/order.ts'
import { command } from './book-commands.ts'

const LOT_VALUE = { lotTickMicros: 7n, lotSizeUnits: 10_000n }
const RULES = {
  status: 'ACTIVE' as const,
  tickSizeMicros: 70_000n,
  lotSizeUnits: 10_000n,
  minNotionalMicros: 0n,
  feeBps: 33,
  bandBps: 10_000,
  breakerBps: 10_000,
  breakerWindowMs: 1_000,
  referencePrice: 100,
}
const LISTING: InboxItem = {
  number: 1,
  kind: 'MARKET',
  orderId: null,
  reason: null,
  rules: recordOfRules(RULES),
  at: new Date(0),
  order: null,
}

/** As intake would have stored it; ids are never used twice. */
const stored = (order: Order, replaces: string | null): StoredOrder => ({
  orderId: order.id as `0x${string}`,
  userId: order.owner,
  side: order.side,
  type: order.type,
  quantity: order.quantity,
  price: order.price,
  stopPrice: order.stop,
  timeInForce: order.timeInForce,
  postOnly: order.postOnly,
  reduceOnly: order.reduceOnly,
  selfTrade: order.selfTrade,
  replaces: replaces as `0x${string}` | null,
  replacesOpen: null,
  replacedBy: null,
  feeBps: RULES.feeBps,
  status: 'PENDING',
  reason: null,
  openLots: order.quantity,
  filledLots: 0,
  filledNotional: 0n,
  fees: 0n,
  held: replaces ? 0n : holdOf({ ...order, openLots: order.quantity, filledNotional: 0n, feeBps: RULES.feeBps }, LOT_VALUE),
  priority: null,
  isTriggered: false,
  updatedAt: new Date(0),
})

function itemOf(each: BookCommand, number: number): InboxItem {
  const place = { number, rules: null, at: new Date(number), kind: each.kind }
  if (each.kind === 'CANCEL') return { ...place, orderId: each.id, reason: each.reason, order: null }
  const order = { ...each.order, id: each.kind === 'PLACE' && number <= 41 ? String(number - 1) : `0x${number}` }
  return { ...place, orderId: order.id, reason: null, order: stored(order, each.kind === 'REPLACE' ? each.id : null) }
}

it('moves no money but from one owner to another, and holds what open orders can still cost', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 120, size: 'max' }), (commands) => {
      const book = new MarketBook()
      const settlement = new Settlement({
        marketId: 7,
        baseAsset: 'CXPT',
        lotValue: LOT_VALUE,
        orders: [],
        positions: new Map(),
        tradeCount: 0,
        restCount: 0,
      })
      const held = new Map<string, bigint>()
      const add = (key: string, by: bigint) => held.set(key, (held.get(key) ?? 0n) + by)
      const items = [LISTING, ...commands.map((each, index) => itemOf(each, index + 2))]
      items.forEach((item, position) => {
        if (item.order) add(`${item.order.userId} ${item.order.side === 'BUY' ? 'USDC' : 'CXPT'}`, item.order.held)
        const { settled } = carryOut(book, settlement, position, [item])
        for (const asset of ['USDC', 'CXPT']) {
          const moved = settled.moved.filter((each) => each.asset === asset)
          expect(moved.reduce((sum, { total }) => sum + total, 0n)).toBe(0n)
          for (const { total, entries } of moved) expect([...entries.values()].reduce((sum, each) => sum + each, 0n)).toBe(total)
        }
        const fees = settled.fills.reduce((sum, { makerFee, takerFee }) => sum + makerFee + takerFee, 0n)
        expect(settled.moved.find(({ ownerId }) => ownerId === feesOwnerOf(7))?.total ?? 0n).toBe(fees)
        for (const { ownerId, asset, held: by } of settled.moved) add(`${ownerId} ${asset}`, by)
      })
      const needed = new Map<string, bigint>()
      for (const { order, left } of book.open()) {
        if (order.side === 'BUY') continue
        const key = `${order.owner} CXPT`
        needed.set(key, (needed.get(key) ?? 0n) + BigInt(left) * LOT_VALUE.lotSizeUnits)
      }
      for (const [key, sum] of held) if (key.endsWith('CXPT')) expect([key, sum]).toEqual([key, needed.get(key) ?? 0n])
      expect([...held.values()].every((sum) => sum >= 0n)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
