import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHARACTERS, nameOfBot, pauseMs, roundShares, type Seen, wishOf } from './character.ts'

const market: readonly Seen[] = [
  { projectId: 'apple', price: 1, basePrice: 1, change: 0, news: 0 },
  { projectId: 'pear', price: 3, basePrice: 2, change: 0.4, news: 1 },
]
const chances = fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })).map((stream) => () => stream.next().value!)
const character = fc.constantFrom(...CHARACTERS)

describe('A wish', () => {
  test('spends at most what there is, and sells at most what is held', () => {
    const wallets = fc.record({
      cash: fc.integer({ min: 0, max: 5000 }),
      held: fc.array(
        fc.record({
          projectId: fc.constantFrom('apple', 'pear', 'gone'),
          shares: fc.integer({ min: 1, max: 10_000_000 }).map((units) => units / 10_000),
          avgPrice: fc.double({ min: 0.1, max: 50, noNaN: true }),
        }),
        { maxLength: 3 },
      ),
    })
    fc.assert(
      fc.property(character, wallets, chances, (who, wallet, chance) => {
        const wish = wishOf(who, wallet, market, 'pear', chance)
        if (wish?.side === 'BUY') expect(wish.cash).toBeLessThanOrEqual(wallet.cash)
        if (wish?.side === 'SELL') {
          const most = Math.max(
            ...wallet.held.filter(({ projectId }) => projectId === wish.projectId).map(({ shares }) => shares),
          )
          expect(wish.shares).toBeGreaterThan(0)
          expect(wish.shares).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  test('is none without cash and shares, and none in an empty market', () => {
    fc.assert(
      fc.property(character, chances, (who, chance) => {
        expect(wishOf(who, { cash: 0, held: [] }, market, 'pear', chance)).toBeNull()
        expect(wishOf(who, { cash: 100, held: [] }, [], 'pear', chance)).toBeNull()
      }),
    )
  })

  test.each([
    [1.9, 100, 1],
    [0.55555, 0.55555, 0.5555],
    [0.00003, 0.0002, 0.0001],
    [250.5, 300, 250],
  ])('of %d shares out of %d is written as %d', (wanted, available, rounded) => {
    expect(roundShares(wanted, available)).toBe(rounded)
  })
})

test('Pauses are as long as they should be on average, and bounded', () => {
  let seed = 1
  const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const pauses = Array.from({ length: 5_000 }, () => pauseMs(1_000, chance))
  expect(pauses.reduce((sum, ms) => sum + ms, 0) / pauses.length).toBeGreaterThan(900)
  expect(pauses.reduce((sum, ms) => sum + ms, 0) / pauses.length).toBeLessThan(1_100)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000)
})

test('Two hundred and forty bots have names of their own', () => {
  expect(new Set(Array.from({ length: 240 }, (_, number) => nameOfBot(number))).size).toBe(240)
})
