import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { driftTick } from '../../src/drift/drift-tick.ts'
import type { MarketParameters } from '../../src/events/event.ts'
import { EMPTY_HOLDING } from '../../src/holdings/holding.ts'
import { cents, type Micros, micros, ratio, shareUnits } from '../../src/money/units.ts'
import { applyAdd, applyMultiply, applySeed, type Moved, seedAfterInvestment } from '../../src/projects/admin-moves.ts'
import { line, type Project } from '../../src/projects/project.ts'
import { isRefusal } from '../../src/refusals/refusal.ts'
import { decideTrade, isFilled } from '../../src/trading/decide-trade.ts'
import { sharesAffordable, sharesToRaise } from '../../src/trading/price-line.ts'
import { listed, usd } from '../support/market.ts'
import { exact, type Rational } from './rational.ts'
import {
  added,
  basePriceOf,
  DEFAULTS,
  driftedPrice,
  lineOf,
  mostAffordable,
  multiplied,
  type Parameters,
  type Price,
  priceAfterTrade,
  reseeded,
  tradeAt,
} from './rule-book.ts'

/**
 * The pure rules and the naive rule book, move by move, in every state of a market: also those that the equivalence
 * through the door does not reach, where drift has opened a gap between the price and its line.
 */
const RUNS = { numRuns: 1_500, seed: 20_261_121 }
const between = (least: bigint, most: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt({ min: least, max: most }), fc.constantFrom(least, most))
const text = (amount: bigint, decimals: number): string =>
  exact(amount)
    .over(10n ** BigInt(decimals))
    .toString()

const parameters = fc.record({
  floor: between(10_000n, 1_000_000n),
  base: between(1_000_000n, 1_000_000_000n),
  slope: between(1n, 5_000n).map((steps) => steps * 20_000n),
  factor: between(1n, 100_000_000n),
  fee: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.constantFrom(0, 1, 200, 5_000)),
  investment: between(0n, 10_000n).map((steps) => steps * 100n),
  drift: between(0n, 200_000n),
  pull: between(0n, 10_000_000n),
})
const smallParameters = fc.constant({
  floor: 100_000n,
  base: 1_000_000n,
  slope: 20_000n,
  factor: 100_000n,
  fee: 200,
  investment: 100n,
  drift: 5_000n,
  pull: 120_000n,
})

interface Market {
  readonly p: MarketParameters
  readonly book: Parameters
  readonly project: Project
  readonly at: Price
}

/** A market in some state: any line at or above the floor, and a price near it or far from it. */
const markets: fc.Arbitrary<Market> = fc
  .record({
    given: fc.oneof(smallParameters, parameters),
    seed: between(-30_000_000n, 30_000_000n),
    net: fc.oneof(between(0n, 5_000_000n), between(0n, 9_000_000_000n)),
    above: fc.oneof(between(0n, 3_000_000n), between(0n, 100_000_000_000n)),
    gap: fc.integer({ min: -300, max: 300 }),
    flat: fc.boolean(),
  })
  .map(({ given, seed, net, above, gap, flat }) => {
    const book: Parameters = {
      ...DEFAULTS,
      minPrice: text(given.floor, 6),
      defaultBasePrice: text(given.base, 6),
      pricePerShare: text(given.slope, 6),
      seedToPriceFactor: text(given.factor, 6),
      transactionFeeBps: given.fee,
      investmentToSeedFactor: text(given.investment, 6),
      driftMaxPctPerTick: text(given.drift, 6),
      driftMeanReversion: text(given.pull, 6),
    }
    const p: MarketParameters = {
      initialCashMicros: usd('2500'),
      minPriceMicros: micros(given.floor),
      defaultBasePriceMicros: micros(given.base),
      slopeMicrosPerShare: micros(given.slope),
      seedToPriceRatio: ratio(given.factor),
      transactionFeeBps: given.fee,
      investmentToSeedRatio: ratio(given.investment),
      driftEnabled: true,
      driftIntervalMs: 3_000,
      driftMaxPctPerTickRatio: ratio(given.drift),
      driftMeanReversionRatio: ratio(given.pull),
      closingWindowSeconds: 600,
    }
    const [seedText, netShares] = [text(seed, 6), exact(net).over(10_000)]
    const target = exact(given.floor).plus(above).over(1_000_000)
    const basePrice = basePriceOf(seedText, book)
    const offset = target.minus(basePrice).minus(exact(book.pricePerShare).times(netShares))
    const gapped = flat
      ? target
      : target
          .times(10_000 + gap)
          .over(10_000)
          .floorTo(6)
    const price = gapped.below(book.minPrice) ? exact(book.minPrice) : gapped
    const at = { seed: exact(seedText), basePrice, offset, netShares, price }
    const amounts = { seed: units(at.seed), basePrice: units(basePrice), offset: units(offset), price: units(price) }
    return { p, book, at, project: { ...listed(), ...amounts, netShares: shareUnits(net) } }
  })

function units(value: Rational, decimals = 6): Micros {
  const scaled = value.times(10n ** BigInt(decimals))
  if (scaled.den !== 1n) throw new Error(`${value} has more than ${decimals} decimals`)
  return micros(scaled.num)
}

const figures = (at: Price, book: Parameters) => ({
  seed: units(at.seed),
  basePrice: units(at.basePrice),
  offset: units(at.offset),
  price: units(at.price),
  line: units(lineOf(at, book)),
})
const shown = (moved: Moved, project: Project, p: MarketParameters) => ({
  seed: moved.seed,
  basePrice: moved.basePrice,
  offset: moved.offset,
  price: moved.price,
  line: line({ ...project, ...moved }, p),
})

describe('in any state of a market, gap or none, the rules and the naive rule book agree on', () => {
  test('a trade: price, line, gross, fee, cash', () => {
    fc.assert(
      fc.property(
        markets,
        fc.boolean(),
        fc.oneof(between(1n, 100_000n), between(1n, 1_000_000_000n)),
        ({ p, book, project, at }, buys, size) => {
          const side = buys ? 'BUY' : 'SELL'
          const shares = !buys && size > project.netShares ? project.netShares : size
          fc.pre(shares > 0n)
          const state = {
            status: 'OPEN' as const,
            parameters: p,
            project,
            cash: micros(10n ** 24n),
            holding: { ...EMPTY_HOLDING, shares: project.netShares },
          }
          const result = decideTrade(state, { side, projectId: 'apple', shares: shareUnits(shares), limit: null })
          if (!isFilled(result)) {
            expect(result.refused).toBe('INVALID_SHARES')
            return
          }
          const trade = tradeAt(side, at.price, exact(shares).over(10_000), book)
          const { executionPrice, gross, fee, cashDelta } = result.figures
          expect([executionPrice, gross, fee, cashDelta]).toEqual(
            [trade.executionPrice, trade.gross, trade.fee, trade.cashDelta].map((value) => units(value)),
          )
          expect(shown(result.project, result.project, p)).toEqual(figures(priceAfterTrade(at, trade, book), book))
        },
      ),
      RUNS,
    )
  })

  test('bumps, MULTIPLY and ADD', () => {
    fc.assert(
      fc.property(markets, between(10_000n, 10_000_000n), between(-2_000_000n, 2_000_000n), ({ p, book, project, at }, m, d) => {
        const times = applyMultiply(project, p, ratio(m))
        if (!isRefusal(times)) expect(shown(times, project, p)).toEqual(figures(multiplied(at, text(m, 6), book), book))
        const plus = applyAdd(project, p, micros(d))
        if (!isRefusal(plus)) expect(shown(plus, project, p)).toEqual(figures(added(at, text(d, 6), book), book))
      }),
      RUNS,
    )
  })

  test('seed changes and investments', () => {
    fc.assert(
      fc.property(
        markets,
        between(-50_000_000n, 50_000_000n),
        between(1n, 100_000_000_000n),
        ({ p, book, project, at }, seed, amount) => {
          const moved = applySeed(project, p, micros(seed))
          if (!isRefusal(moved)) expect(shown(moved, project, p)).toEqual(figures(reseeded(at, exact(text(seed, 6)), book), book))
          const after = seedAfterInvestment(project.seed, cents(amount), p)
          const raised = at.seed.plus(exact(text(amount, 2)).times(book.investmentToSeedFactor).halfUpTo(6))
          expect(isRefusal(after) ? 'refused' : after).toBe(raised.above(1_000_000) ? 'refused' : units(raised))
        },
      ),
      RUNS,
    )
  })

  test('a tick, for any noise and time', () => {
    fc.assert(
      fc.property(
        markets,
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: -5, max: 6_000 }),
        ({ p, book, project, at }, noise, elapsedMs) => {
          const next = driftTick({ price: project.price, line: line(project, p), elapsedMs, noise }, p)
          const expected = driftedPrice(at, noise, elapsedMs, book)
          expect(next).toBe(expected === null ? project.price : units(expected))
        },
      ),
      RUNS,
    )
  })

  test('the most that cash buys, and the fewest shares that raise it', () => {
    fc.assert(
      fc.property(markets, fc.oneof(between(1n, 3_000_000_000n), between(1n, 10n ** 15n)), ({ p, book, project, at }, cash) => {
        const cashText = exact(text(cash, 6))
        expect(sharesAffordable(micros(cash), project.price, p)).toBe(units(mostAffordable(cashText, at.price, book), 4))
        const raising = sharesToRaise(micros(cash), project.price, p)
        const raised = (shares: bigint): Rational =>
          shares <= 0n ? exact(0) : tradeAt('SELL', at.price, exact(shares).over(10_000), book).cashDelta
        if (raising === null) {
          expect(raised(1_000_000_000n).below(cashText)).toBe(true)
          return
        }
        expect(raised(raising).below(cashText)).toBe(false)
        expect(raised(raising - 1n).below(cashText)).toBe(true)
      }),
      RUNS,
    )
  })
})
