import { expect, test } from 'vitest'
import { accepted, attempt, DEFAULTS, decimal, listed, newTrader, shares, type Trader, usd } from '../../test/support/market.ts'
import { averagePrice } from '../holdings/holding.ts'
import { applySeed, type BumpType, decideBump } from '../projects/admin-moves.ts'
import { line, type Project } from '../projects/project.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { sharesAffordable } from './price-line.ts'

/** The table "Worked examples" of mechanics, row by row. */
interface Game {
  project: Project
  readonly traders: Map<string, Trader>
}

/** Plays "alice buy 100, bump DEMO_WINNER, seed 5, …"; of each trade [execution price, cash Δ], or why it was refused. */
function play(game: Game, steps: string): unknown[] {
  const seen: unknown[] = []
  for (const step of steps.split(', ')) {
    const [who = '', what = '', value] = step.split(' ')
    if (who === 'bump') {
      const asked = { bumpType: what as BumpType, multiplier: value ? decimal(value) : null }
      game.project = { ...game.project, ...accepted(decideBump(game.project, DEFAULTS, asked)) }
    } else if (who === 'seed') {
      game.project = { ...game.project, ...accepted(applySeed(game.project, DEFAULTS, usd(what))) }
    } else {
      const trader = game.traders.get(who) ?? newTrader()
      const result = attempt(game.project, trader, what === 'buy' ? 'BUY' : 'SELL', shares(value ?? ''))
      if (isRefusal(result)) {
        seen.push(result.refused)
        continue
      }
      game.project = result.project
      game.traders.set(who, { cash: result.cash, holding: result.holding })
      seen.push([result.figures.executionPrice, result.figures.cashDelta])
    }
  }
  return seen
}

const game = (seed = '0'): Game => ({ project: listed(seed), traders: new Map() })
const at = (execution: string, cash: string): [bigint, bigint] => [usd(execution), usd(cash)]

test.each([
  // seed, steps → trades, price afterwards, net shares afterwards
  ['0', 'alice buy 1', [at('1.01', '-1.0302')], '1.02', '1'],
  ['5', 'alice buy 10', [at('1.6', '-16.32')], '1.7', '10'],
  ['0', 'alice buy 100, alice sell 100', [at('2', '-204'), at('2', '196')], '1', '0'],
  ['0', 'alice buy 100, bob buy 100', [at('2', '-204'), at('4', '-408')], '5', '200'],
  ['0', 'alice buy 0.0001, alice sell 0.0001', [at('1.000001', '-0.000103'), at('1.000001', '0.000098')], '1', '0'],
  ['0', 'alice buy 447', [at('5.47', '-2493.9918')], '9.94', '447'],
  ['0', 'alice buy 448', ['INSUFFICIENT_CASH'], '1', '0'],
  ['5', 'bump DEMO_WINNER, alice buy 1', [at('3.01', '-3.0702')], '3.02', '1'],
  ['0', 'alice buy 100, bump DEMO_QUALIFIER, alice sell 100', [at('2', '-204'), at('3.5', '343')], '2.5', '0'],
  [
    '0',
    'alice buy 100, bump MULTIPLY 0.1, alice sell 100, alice buy 10',
    [at('2', '-204'), at('0.11', '10.78'), at('0.2', '-2.04')],
    '0.3',
    '10',
  ],
  ['0', 'bump MULTIPLY 0.5, seed -20, seed 0', [], '1', '0'],
])('seed %s: %s', (seed, steps, trades, price, net) => {
  const market = game(seed)
  expect(play(market, steps)).toEqual(trades)
  expect(market.project.price).toBe(usd(price))
  expect(line(market.project, DEFAULTS)).toBe(usd(price))
  expect(market.project.netShares).toBe(shares(net))
})

test('buy 1: the average price includes the fee', () => {
  const market = game()
  play(market, 'alice buy 1')
  expect(averagePrice(market.traders.get('alice')!.holding)).toBe(usd('1.0302'))
})

test('buy 100, sell 100: realised −8', () => {
  const market = game()
  play(market, 'alice buy 100, alice sell 100')
  expect(market.traders.get('alice')!.holding).toEqual({ shares: 0n, costBasis: 0n, realised: usd('-8') })
})

test('with 2,500 the largest affordable is 447.5922, and 0.0001 more is refused', () => {
  expect(sharesAffordable(usd('2500'), usd('1'), DEFAULTS)).toBe(shares('447.5922'))
  expect(play(game(), 'alice buy 447.5922')).toEqual([[expect.anything(), usd('-2499.999575')]])
  expect(play(game(), 'alice buy 447.5923')).toEqual(['INSUFFICIENT_CASH'])
})
