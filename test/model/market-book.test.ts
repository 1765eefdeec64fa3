import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type InboxCommand, MarketBook, type MarketState } from '../../src/matching/market-book.ts'
import { MARKET_STATUSES } from '../../src/markets/market.ts'
import { command } from './book-commands.ts'
import { NaiveMarket } from './naive-market.ts'

const rules = fc.record({
  status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'ACTIVE' as const, null, null, ...MARKET_STATUSES),
  tickSizeMicros: fc.constant(10_000n),
  lotSizeUnits: fc.constant(10_000n),
  minNotionalMicros: fc.constant(0n),
  feeBps: fc.constant(50),
  bandBps: fc.constantFrom(300, 10_000),
  breakerBps: fc.constantFrom(200, 800, 10_000),
  breakerWindowMs: fc.constantFrom(1_000, 10_000),
  referencePrice: fc.constantFrom(95, 100),
})

/** Moments may go back: the servers that accept commands may have different clocks. */
const step = fc.record({
  laterMs: fc.integer({ min: -200, max: 900 }),
  command: fc.oneof(
    { weight: 20, arbitrary: command },
    { weight: 1, arbitrary: rules.map((each) => ({ kind: 'MARKET' as const, rules: each })) },
  ),
  isRebuilt: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
})

it('a market gives the events of the naive one, also after it was rebuilt from what is stored', () => {
  fc.assert(
    fc.property(rules, fc.array(step, { minLength: 1, maxLength: 150, size: 'max' }), (listing, steps) => {
      let fast = new MarketBook()
      const naive = new NaiveMarket()
      const both = (each: InboxCommand) => expect(fast.apply(each)).toEqual(naive.apply(each))
      let atMs = 1_000_000
      both({ kind: 'MARKET', rules: listing, number: 1, atMs })
      steps.forEach(({ laterMs, command: each, isRebuilt }, index) => {
        atMs += laterMs
        both({ ...each, number: index + 2, atMs })
        expect([fast.status, fast.lastPrice, fast.markPrice]).toEqual([naive.rules!.status, naive.book.last, naive.mark])
        if (isRebuilt) fast = new MarketBook(JSON.parse(JSON.stringify(fast.state)) as MarketState, naive.book.stored())
      })
    }),
    { numRuns: 400 },
  )
})
