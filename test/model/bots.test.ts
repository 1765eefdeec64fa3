import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatScaled } from '../../src/money/decimal.ts'
import { applyMultiply } from '../../src/projects/admin-moves.ts'
import { accepted, factor, usd } from '../support/market.ts'
import { BotMarket, TICKS_PER_HOUR } from './bot-market.ts'
import * as bots from './bots.ts'

/**
 * Nobody who knows the rules and reads the public stream lives on the market itself: three simulated hours at the
 * default fee and drift, alone against the house, end with less than they began with. Source: mechanics, "Trades", "Drift".
 */
const BASE_PRICES = ['1', '10', '30', '100']
const NEVER_TRADES: readonly bots.Bot[] = [bots.prudentForeknowingTrader]
const HERS = ['sandwichOfHerOtherAccount', 'lastSecondPump']

function play(market: BotMarket, bot: bots.Bot): void {
  while (market.now < market.noise.length) {
    bot(market)
    market.tick()
  }
}

/** The price at the floor with `shares` held: an organiser has multiplied it away before the bot may begin. */
function atTheFloor(market: BotMarket): void {
  market.buyAll(0)
  for (let n = 0; n < 3; n++) {
    market.project = { ...market.project, ...accepted(applyMultiply(market.project, market.parameters, factor('0.01'))) }
  }
  market.traders[0] = { ...market.traders[0]!, cash: usd('2500') }
  expect(market.project.price).toBe(usd('0.1'))
}

describe.each(BASE_PRICES)('three hours at a base price of %s', (basePrice) => {
  test.each(Object.entries(bots))('%s ends with less than it began with', (name, bot) => {
    const market = new BotMarket(basePrice, { traders: HERS.includes(name) ? 2 : 1 })
    if (bot === bots.floorTrader) atTheFloor(market)
    const began = market.traders.reduce((total, _, who) => total + market.liquidationOf(who), 0n)
    market.fills = 0
    play(market, bot)
    const alone = market.traders.length === 1
    const liquidation = market.liquidationOf(0)
    const fills = market.fills
    const ended = market.sellOut()
    if (alone) expect(ended).toBe(liquidation)
    if (NEVER_TRADES.includes(bot)) {
      expect({ fills, ended }).toEqual({ fills: 0, ended: began })
    } else {
      expect(fills).toBeGreaterThan(0)
      expect(ended, `from ${formatScaled(began, 6)} to ${formatScaled(ended, 6)}`).toBeLessThan(began)
    }
  })
})

describe('why that is so', () => {
  test('a victim that names its maxCost is not sandwiched: it is refused, and the sandwich has paid its fees', () => {
    const market = new BotMarket('1')
    const quote = usd('204')
    market.trade(0, 'BUY', 500_000n)
    expect(market.trade(1, 'BUY', 1_000_000n, quote)).toBe(false)
    market.sellAll(0)
    expect(market.sellOut()).toBeLessThan(usd('5000'))
    expect(market.cash(1)).toBe(usd('2500'))
  })

  test('the bots have teeth: where drift is four times as wild, only the band keeps those who know the future poor', () => {
    for (const basePrice of BASE_PRICES) {
      const gained = (driftFeeBps: number): bigint => {
        const market = new BotMarket(basePrice, { ticks: TICKS_PER_HOUR, traders: 1, drift: '0.02', driftFeeBps })
        play(market, bots.prudentForeknowingTrader)
        return market.sellOut() - usd('2500')
      }
      const [band, noBand] = [200, 20_000]
      expect(gained(band)).toBe(0n)
      expect(gained(noBand)).toBeGreaterThan(usd('1000'))
    }
  })

  test('no orders of two accounts and no noise, chosen together with full knowledge, end with more than before', () => {
    const order = fc.record({ who: fc.integer({ min: 0, max: 1 }), buys: fc.boolean(), part: fc.integer({ min: 1, max: 1_000 }) })
    const noise = fc.oneof(fc.constantFrom(-1_000_000, 1_000_000), fc.integer({ min: -1_000_000, max: 1_000_000 }))
    const steps = fc.array(fc.oneof(order, fc.record({ noise })), { maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom(...BASE_PRICES), steps, (basePrice, taken) => {
        const market = new BotMarket(basePrice, { ticks: 1 })
        for (const step of taken) {
          if ('noise' in step) market.tick(step.noise)
          else if (step.buys) market.trade(step.who, 'BUY', (market.affordable(step.who) * BigInt(step.part)) / 1_000n)
          else market.trade(step.who, 'SELL', (market.held(step.who) * BigInt(step.part)) / 1_000n)
        }
        const [traded, ended] = [market.fills > 0, market.sellOut()]
        return traded ? ended < usd('5000') : ended === usd('5000')
      }),
      { numRuns: 2_000, seed: 20_261_121 },
    )
  })
})
