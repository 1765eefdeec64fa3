import { describe, expect, test } from 'vitest'
import { type Command, isRefused } from './commands.ts'
import { MarketModel } from './market-model.ts'
import { accountValue, changeFigures, historyFigures, leaderboardFigures, portfolioFigures } from './market-views.ts'
import { exact, sum } from './rational.ts'
import { DEFAULTS, lineOf, mostAffordable, type Parameters } from './rule-book.ts'

/** The reference model says what the rule book says: its worked examples, as a table, and that the books balance. */
const EVENT = 'kickstart'
function market(seed = '0', parameters: Partial<Parameters> = {}): MarketModel {
  const model = new MarketModel(['root'])
  ask(model, {
    does: 'saveEvent',
    user: 'root',
    input: { eventId: EVENT, status: 'OPEN', parameters: { driftEnabled: false, ...parameters } },
  })
  ask(model, { does: 'saveProject', user: 'root', input: { projectId: 'apple', ticker: 'APL', name: 'Apple', seedAmount: seed } })
  return model
}

// oxlint-disable-next-line typescript/no-explicit-any -- figures are read by name
function ask(model: MarketModel, command: Command): any {
  const answer = model.execute(command)
  return isRefused(answer) ? answer.refused.join() : answer.done
}

// oxlint-disable-next-line typescript/no-explicit-any -- figures are read by name
const trade = (model: MarketModel, user: string, text: string): any => {
  const [does, shares, limit] = text.split(' ') as ['buy' | 'sell', string, string?]
  return ask(model, { does, user, input: { projectId: 'apple', shares, limit } })
}
const bump = (model: MarketModel, bumpType: string, value?: string): unknown => {
  const parameter = bumpType === 'MULTIPLY' ? { multiplier: value } : bumpType === 'ADD' ? { delta: value } : {}
  return ask(model, {
    does: 'applyPhaseBump',
    user: 'root',
    input: { projectId: 'apple', bumpType: bumpType as 'ADD', ...parameter },
  })
}

function play(model: MarketModel, steps: string): unknown[][] {
  return steps.split(', ').map((step) => {
    const [who = '', ...rest] = step.split(' ')
    if (who === 'bump') return [bump(model, rest[0]!, rest[1])]
    if (who === 'seed')
      return [ask(model, { does: 'updateSeed', user: 'root', input: { projectId: 'apple', seedAmount: rest[0]! } })]
    const answer = trade(model, who, rest.join(' '))
    return typeof answer === 'string' ? [answer] : [answer.trade.price, answer.trade.cashDelta]
  })
}

describe('the worked examples of the rule book', () => {
  test.each`
    seed   | steps                                                               | executions                                               | price
    ${'0'} | ${'alice buy 1'}                                                    | ${[['1.01', '-1.0302']]}                                 | ${'1.02'}
    ${'5'} | ${'alice buy 10'}                                                   | ${[['1.6', '-16.32']]}                                   | ${'1.7'}
    ${'0'} | ${'alice buy 100, alice sell 100'}                                  | ${[['2', '-204'], ['2', '196']]}                         | ${'1'}
    ${'0'} | ${'alice buy 100, bob buy 100'}                                     | ${[['2', '-204'], ['4', '-408']]}                        | ${'5'}
    ${'0'} | ${'alice buy 0.0001, alice sell 0.0001'}                            | ${[['1.000001', '-0.000103'], ['1.000001', '0.000098']]} | ${'1'}
    ${'0'} | ${'alice buy 447'}                                                  | ${[['5.47', '-2493.9918']]}                              | ${'9.94'}
    ${'0'} | ${'alice buy 448'}                                                  | ${[['INSUFFICIENT_CASH']]}                               | ${'1'}
    ${'5'} | ${'bump DEMO_WINNER, alice buy 1'}                                  | ${[null, ['3.01', '-3.0702']]}                           | ${'3.02'}
    ${'0'} | ${'alice buy 100, bump DEMO_QUALIFIER, alice sell 100'}             | ${[['2', '-204'], null, ['3.5', '343']]}                 | ${'2.5'}
    ${'0'} | ${'alice buy 100, bump MULTIPLY 0.1, alice sell 100, alice buy 10'} | ${[['2', '-204'], null, null, ['0.2', '-2.04']]}         | ${'0.3'}
    ${'0'} | ${'bump MULTIPLY 0.5, seed -20, seed 0'}                            | ${[null, null, null]}                                    | ${'1'}
  `('seed $seed: $steps', ({ seed, steps, executions, price }) => {
    const model = market(seed)
    play(model, steps).forEach((answer, at) => {
      if (executions[at]) expect(answer).toEqual(executions[at])
    })
    const project = model.state.projects.get('apple')!
    expect(project.price.toString()).toBe(price)
    expect(lineOf(project, DEFAULTS).toString()).toBe(price)
  })

  test('buying 1 costs 1.0302 a share, and buying and selling 100 loses 8', () => {
    const model = market()
    trade(model, 'alice', 'buy 1')
    expect(portfolioFigures(model.state, model.account(EVENT, 'alice')).holdings).toMatchObject([{ avgPrice: '1.0302' }])
    trade(model, 'bob', 'buy 100')
    expect(trade(model, 'bob', 'sell 100').project.netShares).toBe('1')
    const other = market()
    play(other, 'alice buy 100, alice sell 100')
    expect(portfolioFigures(other.state, other.account(EVENT, 'alice'))).toMatchObject({
      realisedPnl: '-8',
      totalPnl: '-8',
      feesPaid: '8',
      holdings: [],
    })
  })

  test('2,500 buys 447.5922 shares at 1.00 for 2,499.999575', () => {
    const most = mostAffordable(exact(2500), exact(1), DEFAULTS)
    expect(most.toString()).toBe('447.5922')
    expect(trade(market(), 'alice', `buy ${most}`).trade.cashDelta).toBe('-2499.999575')
    expect(trade(market(), 'alice', 'buy 447.5923')).toBe('INSUFFICIENT_CASH')
  })

  test('selling across the floor walks down to it and trades the rest there', () => {
    const model = market('-100', { initialCash: '1000000' })
    play(model, 'alice buy 500, bump MULTIPLY 0.01')
    expect(model.project('apple').currentPrice).toBe('0.101')
    // (0.001)²/0.04 + 0.1 × 500 = 50.000025, of which 98 %.
    expect(trade(model, 'alice', 'sell 500').trade).toMatchObject({
      cashDelta: '49.000024',
      fee: '1.000001',
      priceAfter: '0.1',
      price: '0.1',
    })
  })

  test('the whole of one buy of 447 marks at +78 % and is worth −3.9 %', () => {
    const model = market()
    trade(model, 'alice', 'buy 447')
    const value = accountValue(model.state, model.account(EVENT, 'alice'))
    expect(value.pnl.times(100).over(2500).halfUpTo(0).toString()).toBe('78')
    expect(value.returnPct.halfUpTo(1).toString()).toBe('-3.9')
  })
})

describe('refusals', () => {
  test.each`
    steps                       | code
    ${'alice buy 0'}            | ${'INVALID_SHARES'}
    ${'alice sell -1'}          | ${'INVALID_SHARES'}
    ${'alice buy 0.00001'}      | ${'INVALID_SHARES'}
    ${'alice buy 100000.0001'}  | ${'INVALID_SHARES'}
    ${'alice sell 1'}           | ${'INSUFFICIENT_SHARES'}
    ${'alice buy 1 1.030199'}   | ${'PRICE_MOVED'}
    ${'bump MULTIPLY 0.009999'} | ${'INVALID_PARAMETER'}
    ${'bump MULTIPLY'}          | ${'INVALID_PARAMETER'}
    ${'bump ADD 999999.000001'} | ${'INVALID_PARAMETER'}
    ${'seed 1000000.1'}         | ${'INVALID_PARAMETER'}
  `('$steps is refused with $code', ({ steps, code }) => {
    const model = market()
    expect(play(model, steps)).toEqual([[code]])
    expect(model.state.projects.get('apple')!.moves).toHaveLength(1)
  })

  test('the exact cost and the exact proceeds are limits that hold', () => {
    const model = market()
    expect(trade(model, 'alice', 'buy 1 1.0302').trade.cashDelta).toBe('-1.0302')
    expect(trade(model, 'alice', 'sell 1 0.989801')).toBe('PRICE_MOVED')
    expect(trade(model, 'alice', 'sell 1 0.9898').trade.cashDelta).toBe('0.9898')
  })

  test('an order that would list more than a million shares is refused, the one that makes it a million is not', () => {
    const model = market('0', { initialCash: '1000000000', transactionFeeBps: 0 })
    for (let n = 0; n < 9; n++) {
      bump(model, 'MULTIPLY', '0.01')
      bump(model, 'MULTIPLY', '0.01')
      trade(model, 'alice', 'buy 100000')
    }
    expect(trade(model, 'bob', 'buy 1').project.netShares).toBe('900001')
    expect(trade(model, 'bob', 'buy 100000')).toBe('INVALID_SHARES')
    bump(model, 'MULTIPLY', '0.01')
    expect(trade(model, 'bob', 'buy 99999').project.netShares).toBe('1000000')
  })

  test('a key answers its first trade, refuses another meaning, and a refusal frees it', () => {
    const model = market()
    const buy = (shares: string, key: string): unknown =>
      ask(model, { does: 'buy', user: 'alice', key, input: { projectId: 'apple', shares } })
    const first = buy('1', 'a') as { trade: unknown }
    trade(model, 'bob', 'buy 1')
    expect(buy('1.0', 'a')).toMatchObject({ trade: first.trade, project: { netShares: '2' } })
    expect(buy('2', 'a')).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(buy('448', 'b')).toBe('INSUFFICIENT_CASH')
    expect(buy('2', 'b')).toMatchObject({ trade: { shares: '2' } })
  })
})

describe('the state of the market', () => {
  test('the books balance, and history is without gaps', () => {
    const model = market()
    play(
      model,
      'alice buy 100, bob buy 33.3333, bump MVP_SHIPPED, alice sell 50.1234, bump ADD -7, bob sell 33.3333, seed 12.5, carol buy 0.0001',
    )
    const accounts = [...model.state.accounts.values()]
    const project = model.state.projects.get('apple')!
    expect(sum(accounts.map((account) => account.holdings.get('apple')?.shares ?? 0)).toString()).toBe(
      project.netShares.toString(),
    )
    for (const account of accounts) {
      const value = accountValue(model.state, account)
      expect(value.pnl.toString()).toBe(value.realised.plus(value.unrealised).toString())
    }
    const history = historyFigures(project)
    history.forEach((row, at) => {
      expect(row.sequence).toBe(at + 1)
      if (at > 0) expect(row.priceBefore).toBe(history[at - 1]!.price)
    })
    expect(history.at(-1)!.price).toBe(project.price.toString())
    expect(changeFigures(project)).toMatchObject({ reference: '1', low: '0.1' })
  })

  test('ranks go by what selling out would pay, ties to the older account', () => {
    const model = market()
    for (const user of ['carol', 'bob', 'alice']) model.account(EVENT, user)
    play(model, 'alice buy 1, alice sell 1, bob buy 1, bob sell 1, carol buy 1, root buy 1, carol sell 1')
    const board = leaderboardFigures(model.state, EVENT, 'alice', 2, 5)
    expect(board).toMatchObject({
      traders: 3,
      top: [{ trader: 'carol' }, { trader: 'bob' }],
      bottom: [{ trader: 'alice', rank: 3 }],
      you: { rank: 3 },
    })
  })

  test('a tick ends within half a fee of the line, whatever the noise', () => {
    const model = market('0', { driftEnabled: true, driftMaxPctPerTick: '0.2' })
    expect(model.tick('apple', 1_000_000, 4_000)).toBe(true)
    expect(model.project('apple')).toMatchObject({ currentPrice: '1.01', equilibrium: '1' })
    expect(model.tick('apple', 0, 4_000)).toBe(true)
    expect(model.project('apple').currentPrice).toBe('1.0052')
    expect(model.tick('apple', -1_000_000, 4_000)).toBe(true)
    expect(model.project('apple').currentPrice).toBe('0.99')
  })
})
