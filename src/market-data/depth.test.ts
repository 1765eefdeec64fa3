import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Side, SIDES } from '../events/feed.ts'
import type { LevelState } from '../matching/market-feed.ts'
import { groupedLevels, groupOf, nearMid, twiceMid } from './depth.ts'
import { DepthBook } from './depth-book.ts'
import { DepthView } from './depth-view.ts'

const level = (side: Side, price: number, lots: number, orders = 1): LevelState => ({ side, price, lots, orders })
const shown = (levels: Iterable<LevelState>) => [...levels].map(({ price, lots, orders }) => [price, lots, orders])

describe('A depth book', () => {
  test('has the highest bid and the lowest offer first, whatever order they came in', () => {
    const book = new DepthBook([
      level('BUY', 5, 1),
      level('BUY', 9, 2),
      level('BUY', 7, 3),
      level('SELL', 12, 4),
      level('SELL', 10, 5),
    ])
    expect(shown(book.levels('BUY')).map(([price]) => price)).toEqual([9, 7, 5])
    expect(shown(book.levels('SELL')).map(([price]) => price)).toEqual([10, 12])
    expect(twiceMid(book)).toBe(19n)
  })

  test('forgets a level without lots, and has no middle with one side empty', () => {
    const book = new DepthBook([level('BUY', 5, 1), level('SELL', 6, 1)])
    book.set(level('SELL', 6, 0, 0))
    expect(book.count('SELL')).toBe(0)
    expect(twiceMid(book)).toBeNull()
    expect(nearMid(book, 10_000)).toEqual({ bid: 0n, ask: 0n })
  })
})

describe('Price groups', () => {
  test('round bids down and offers up, so that no group seems better than what stands in it', () => {
    expect([groupOf('BUY', 107, 10), groupOf('BUY', 110, 10), groupOf('SELL', 101, 10), groupOf('SELL', 110, 10)]).toEqual([
      100, 110, 110, 110,
    ])
  })

  test('add up lots and orders, and the limit counts groups', () => {
    const book = new DepthBook([level('SELL', 101, 1, 2), level('SELL', 110, 3, 1), level('SELL', 111, 5), level('SELL', 130, 7)])
    expect(shown(groupedLevels(book, 'SELL', 2, 10))).toEqual([
      [110, 4, 3],
      [120, 5, 1],
    ])
  })
})

test('Depth near the middle takes in the very edge: 1 bp of a middle of 10,000 is one tick', () => {
  const book = new DepthBook(
    [9_998, 9_999].map((price) => level('BUY', price, 3)).concat([10_001, 10_002].map((price) => level('SELL', price, 5))),
  )
  expect(nearMid(book, 1)).toEqual({ bid: 3n, ask: 5n })
  expect(nearMid(book, 2)).toEqual({ bid: 6n, ask: 10n })
})

describe('A view', () => {
  const change = fc.record({
    side: fc.constantFrom<Side>(...SIDES),
    price: fc.integer({ min: 1, max: 30 }),
    lots: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })),
    orders: fc.integer({ min: 1, max: 3 }),
  })
  const batches = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 30 })

  test('kept by its changes alone is what the book shows, for any number of levels and any group', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 7 }), batches, (limit, group, all) => {
        const book = new DepthBook()
        const view = new DepthView(book, limit, group)
        const kept = new DepthBook()
        for (const batch of all) {
          const newest = new Map(batch.map((each) => [`${each.side} ${each.price}`, each.lots ? each : { ...each, orders: 0 }]))
          const changes = [...newest.values()].map((each) => {
            const { lots, orders } = book.at(each.side, each.price)
            return { ...each, lotsBefore: lots, ordersBefore: orders }
          })
          for (const each of changes) book.set(each)
          for (const each of view.apply(changes)) kept.set(each)
          for (const side of SIDES) {
            const expected = shown(groupedLevels(book, side, limit, group))
            expect(shown(view.levels(side))).toEqual(expected)
            expect(shown(kept.levels(side))).toEqual(expected)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('says nothing where only what it does not show changes', () => {
    const book = new DepthBook([level('BUY', 9, 1), level('BUY', 8, 1), level('BUY', 3, 4)])
    const view = new DepthView(book, 2, 1)
    book.set(level('BUY', 3, 5))
    expect(view.apply([{ ...level('BUY', 3, 5), lotsBefore: 4, ordersBefore: 1 }])).toEqual([])
  })
})
