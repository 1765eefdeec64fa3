import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULTS, shares, usd } from '../../test/support/market.ts'
import { type Micros, micros, type ShareUnits, shareUnits } from '../money/units.ts'
import {
  buyRoom,
  type MarketTerms,
  ORDER_SHARES_MAX,
  PRICE_MAX,
  PROJECT_SHARES_MAX,
  saleRevenue,
  sharesAffordable,
  sharesToRaise,
  tradeFigures,
} from './price-line.ts'

/** Any allowed floor, slope and fee, with a price from the floor up: P = m + what is above it. */
const markets = fc.record({
  minPriceMicros: fc.bigInt({ min: 10_000n, max: 1_000_000_000n }).map(micros),
  slopeMicrosPerShare: fc.bigInt({ min: 1n, max: 5_000n }).map((n) => micros(n * 20_000n)),
  transactionFeeBps: fc.integer({ min: 0, max: 5_000 }),
})
const situations = fc
  .record({
    terms: fc.oneof(markets, fc.constant<MarketTerms>(DEFAULTS)),
    above: fc.oneof(fc.bigInt({ min: 0n, max: 5_000_000n }), fc.bigInt({ min: 0n, max: 900_000_000_000n })),
  })
  .map(({ terms, above }) => ({ terms, price: micros(terms.minPriceMicros + above) }))
const orders = fc
  .oneof(
    fc.bigInt({ min: 1n, max: 100n }),
    fc.bigInt({ min: 1n, max: 3_000_000n }),
    fc.bigInt({ min: 1n, max: ORDER_SHARES_MAX }),
  )
  .map(shareUnits)
const amounts = fc
  .oneof(
    fc.bigInt({ min: 1n, max: 1_000n }),
    fc.bigInt({ min: 1n, max: 5_000_000_000n }),
    fc.bigInt({ min: 1n, max: 10n ** 15n }),
  )
  .map(micros)

const buy = (price: Micros, n: ShareUnits, terms: MarketTerms) => tradeFigures('BUY', price, n, terms)
const sell = (price: Micros, n: ShareUnits, terms: MarketTerms) => tradeFigures('SELL', price, n, terms)
const cost = (price: Micros, n: ShareUnits, terms: MarketTerms): bigint => -buy(price, n, terms).cashDelta

describe('figures of a trade', () => {
  test.each([
    // side, price, shares → price after, execution price, gross, fee, cash
    ['BUY', '1', '1', '1.02', '1.01', '1.01', '0.0202', '-1.0302'],
    ['BUY', '1', '0.0001', '1.000002', '1.000001', '0.000101', '0.000002', '-0.000103'],
    ['SELL', '1.000002', '0.0001', '1', '1.000001', '0.0001', '0.000002', '0.000098'],
    ['SELL', '0.1', '490', '0.1', '0.1', '49', '0.98', '48.02'],
    ['SELL', '0.3', '100', '0.1', '0.11', '11', '0.22', '10.78'],
    ['SELL', '0.3', '10', '0.1', '0.2', '2', '0.04', '1.96'],
  ] as const)('%s at %s of %s', (side, price, n, after, execution, gross, fee, cash) => {
    expect(tradeFigures(side, usd(price), shares(n), DEFAULTS)).toEqual({
      side,
      shares: shares(n),
      priceBefore: usd(price),
      priceAfter: usd(after),
      executionPrice: usd(execution),
      gross: usd(gross),
      fee: usd(fee),
      cashDelta: usd(cash),
    })
  })

  test('no trade of nothing', () => {
    expect(() => buy(usd('1'), shares('0'), DEFAULTS)).toThrow(RangeError)
    expect(saleRevenue(usd('1'), shares('0'), DEFAULTS)).toBe(0n)
  })

  test('cash and fee add up to gross; nothing is free and no sale costs', () => {
    fc.assert(
      fc.property(situations, orders, ({ terms, price }, n) => {
        const [b, s] = [buy(price, n, terms), sell(price, n, terms)]
        expect(-b.cashDelta).toBe(b.gross + b.fee)
        expect(s.cashDelta).toBe(s.gross - s.fee)
        expect(b.fee >= 0n && s.fee >= 0n && s.cashDelta >= 0n && -b.cashDelta > 0n).toBe(true)
      }),
    )
  })

  test('the execution price lies between the prices before and after', () => {
    fc.assert(
      fc.property(situations, orders, ({ terms, price }, n) => {
        const [b, s] = [buy(price, n, terms), sell(price, n, terms)]
        expect(b.executionPrice >= b.priceBefore && b.executionPrice <= b.priceAfter).toBe(true)
        expect(s.executionPrice <= s.priceBefore && s.executionPrice >= s.priceAfter).toBe(true)
      }),
    )
  })

  test('no sale ends below the floor, and one that crosses it is worth the walk and the rest, sold one after the other', () => {
    fc.assert(
      fc.property(markets, fc.bigInt({ min: 0n, max: 100_000n }), orders, (terms, steps, rest) => {
        // A price from which whole units end on the floor exactly.
        const k = terms.slopeMicrosPerShare / 10_000n
        const price = micros(terms.minPriceMicros + steps * k)
        const crossing = sell(price, shareUnits(steps + rest), terms)
        const walk = steps > 0n ? sell(price, shareUnits(steps), terms).cashDelta : 0n
        const apart = walk + sell(terms.minPriceMicros, rest, terms).cashDelta
        expect(crossing.priceAfter).toBe(terms.minPriceMicros)
        expect(crossing.cashDelta - apart === 0n || crossing.cashDelta - apart === 1n).toBe(true)
      }),
    )
  })
})

describe("no sequence of one's own trades gains", () => {
  test('splitting a buy never makes it cheaper', () => {
    fc.assert(
      fc.property(situations, orders, orders, ({ terms, price }, a, b) => {
        const first = buy(price, a, terms)
        const apart = -first.cashDelta + cost(first.priceAfter, b, terms)
        const whole = cost(price, shareUnits(a + b), terms)
        expect(apart >= whole && apart - whole <= 1n).toBe(true)
      }),
    )
  })

  test('splitting a sale never pays more, across the floor too', () => {
    fc.assert(
      fc.property(situations, orders, orders, ({ terms, price }, a, b) => {
        const first = sell(price, a, terms)
        const apart = first.cashDelta + sell(first.priceAfter, b, terms).cashDelta
        expect(apart <= sell(price, shareUnits(a + b), terms).cashDelta).toBe(true)
      }),
    )
  })

  test('buying and selling back, in however many pieces, never pays', () => {
    fc.assert(
      fc.property(
        situations,
        fc.array(orders, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        ({ terms, price }, buys, pieces) => {
          let cash = 0n
          let held = 0n
          let at = price
          for (const n of buys) {
            const figures = buy(at, n, terms)
            cash += figures.cashDelta
            held += n
            at = figures.priceAfter
          }
          for (let left = pieces; left > 0 && held > 0n; left--) {
            const n = left === 1 ? held : held / BigInt(left)
            if (n === 0n) continue
            const figures = sell(at, shareUnits(n), terms)
            cash += figures.cashDelta
            held -= n
            at = figures.priceAfter
          }
          expect(cash <= 0n).toBe(true)
          expect(at).toBe(price)
        },
      ),
    )
  })

  test('holding shares at the floor, buying more and selling all in one order does not pay', () => {
    fc.assert(
      fc.property(markets, orders, orders, fc.bigInt({ min: 0n, max: 5_000_000n }), (terms, held, bought, above) => {
        const price = micros(terms.minPriceMicros + above)
        const waiting = sell(price, held, terms).cashDelta
        const up = buy(price, bought, terms)
        const all = sell(up.priceAfter, shareUnits(held + bought), terms).cashDelta
        expect(up.cashDelta + all <= waiting).toBe(true)
      }),
    )
    // The literal average across the floor would be 2,352 in favour of the trader.
    const up = buy(usd('0.1'), shares('490'), DEFAULTS)
    expect(up.cashDelta + sell(up.priceAfter, shares('990'), DEFAULTS).cashDelta < 50_000_000n).toBe(true)
  })
})

describe('the inverse of a buy', () => {
  test('is the largest affordable number of shares', () => {
    fc.assert(
      fc.property(situations, amounts, ({ terms, price }, cash) => {
        const most = sharesAffordable(cash, price, terms)
        if (most > 0n) expect(cost(price, most, terms) <= cash).toBe(true)
        expect(cost(price, shareUnits(most + 1n), terms) > cash).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('gives back what a buy cost, exactly', () => {
    fc.assert(
      fc.property(situations, orders, ({ terms, price }, n) => {
        const spent = micros(cost(price, n, terms))
        const most = sharesAffordable(spent, price, terms)
        expect(most >= n && cost(price, most, terms) === spent).toBe(true)
        expect(sharesAffordable(micros(spent - 1n), price, terms) < n).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['2500', '1', '447.5922'],
    ['1.0302', '1', '1'],
    ['0.000103', '1', '0.0001'],
    ['0.000102', '1', '0'],
    ['0', '1', '0'],
    ['-5', '1', '0'],
  ])('%s at a price of %s buys %s', (cash, price, n) => {
    expect(sharesAffordable(usd(cash), usd(price), DEFAULTS)).toBe(shares(n))
  })

  test('447.5922 shares cost 2,499.999575', () => {
    expect(cost(usd('1'), shares('447.5922'), DEFAULTS)).toBe(usd('2499.999575'))
  })
})

describe('the inverse of a sale', () => {
  test('is the fewest shares that pay as much, above and across the floor', () => {
    fc.assert(
      fc.property(situations, amounts, ({ terms, price }, cash) => {
        const fewest = sharesToRaise(cash, price, terms)
        if (fewest === null) expect(sell(price, ORDER_SHARES_MAX, terms).cashDelta < cash).toBe(true)
        else {
          expect(sell(price, fewest, terms).cashDelta >= cash).toBe(true)
          expect(saleRevenue(price, shareUnits(fewest - 1n), terms) < cash).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['0', '1', '0'],
    ['1.96', '0.3', '10'],
    ['10.78', '0.3', '100'],
    ['0.000001', '1', '0.0001'],
  ])('%s at a price of %s takes %s', (cash, price, n) => {
    expect(sharesToRaise(usd(cash), usd(price), DEFAULTS)).toBe(shares(n))
  })

  test('is nothing where one order cannot raise it', () => {
    expect(sharesToRaise(usd('1000000000'), usd('1'), DEFAULTS)).toBeNull()
  })
})

describe('room for a buy', () => {
  test.each([
    ['an order', '1', 0n, ORDER_SHARES_MAX],
    ['what others hold', '1', PROJECT_SHARES_MAX - 5n, 5n],
    ['everything is held', '1', PROJECT_SHARES_MAX, 0n],
    ['the largest price', '999999.99', 0n, 5_000n],
    ['the largest price itself', '1000000', 0n, 0n],
  ])('is limited by %s', (_what, price, net, room) => {
    expect(buyRoom(usd(price), shareUnits(net), DEFAULTS)).toBe(room)
  })

  test('never leads beyond the largest price', () => {
    fc.assert(
      fc.property(situations, ({ terms, price }) => {
        fc.pre(price <= PRICE_MAX)
        const room = buyRoom(price, shares('0'), terms)
        if (room > 0n) expect(buy(price, room, terms).priceAfter <= PRICE_MAX).toBe(true)
      }),
    )
  })
})
