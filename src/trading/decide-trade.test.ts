import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepted, attempt, DEFAULTS, decimal, listed, newTrader, shares, usd } from '../../test/support/market.ts'
import { EMPTY_HOLDING } from '../holdings/holding.ts'
import { micros, ratio, shareUnits } from '../money/units.ts'
import { applyMultiply } from '../projects/admin-moves.ts'
import { line, type Project } from '../projects/project.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { decideTrade, isFilled, readShares, type TradeCommand, type TradeState } from './decide-trade.ts'
import { PRICE_MAX, PROJECT_SHARES_MAX } from './price-line.ts'

const OPEN: TradeState = { status: 'OPEN', parameters: DEFAULTS, project: listed(), cash: usd('2500'), holding: EMPTY_HOLDING }
const BUY_1: TradeCommand = { side: 'BUY', projectId: 'apple', shares: shares('1'), limit: null }
const SELL_1: TradeCommand = { ...BUY_1, side: 'SELL' }
const holding = (n: string) => ({ shares: shares(n), costBasis: usd('5'), realised: usd('0') })

describe('a fill', () => {
  test('moves price, shares, volume, counts and cash, and nothing else', () => {
    const project = {
      ...listed(),
      netShares: shares('50'),
      price: usd('2'),
      totalVolume: shares('70'),
      totalTrades: 3,
      holdersCount: 2,
    }
    const filled = accepted(attempt(project, newTrader(), 'BUY', shares('1.5')))
    expect(filled.project).toEqual({
      ...project,
      price: usd('2.03'),
      netShares: shares('51.5'),
      totalVolume: shares('71.5'),
      totalTrades: 4,
      holdersCount: 3,
      sequence: 2,
    })
    expect(filled.figures.cashDelta).toBe(usd('-3.08295'))
    expect(filled.cash).toBe(usd('2496.91705'))
    expect(filled.holding).toEqual({ shares: shares('1.5'), costBasis: usd('3.08295'), realised: usd('0') })
    expect(filled.realised).toBe(usd('0'))
  })

  test('counts who begins to hold and who stops, not who holds more or less', () => {
    let project: Project = listed()
    let trader = newTrader()
    const counts = (['BUY 2', 'BUY 1', 'SELL 1', 'SELL 2', 'BUY 1'] as const).map((step) => {
      const [side, n = ''] = step.split(' ')
      const filled = accepted(attempt(project, trader, side as 'BUY', shares(n)))
      project = filled.project
      trader = filled
      return project.holdersCount
    })
    expect(counts).toEqual([1, 1, 1, 0, 1])
  })

  test('spends all of the cash where it is exactly enough', () => {
    const filled = accepted(attempt(listed(), newTrader('1.0302'), 'BUY', shares('1')))
    expect(filled.cash).toBe(0n)
  })
})

describe('refusals', () => {
  const missing = { ...OPEN, project: null }
  const halted: TradeState = { ...OPEN, status: 'HALTED' }
  const inactive = { ...OPEN, project: { ...listed(), isActive: false } }
  const full = { ...OPEN, project: { ...listed(), netShares: PROJECT_SHARES_MAX } }
  const dear = { ...OPEN, project: { ...listed(), price: PRICE_MAX } }
  const poor = { ...OPEN, cash: usd('1') }

  test.each([
    // Each case also breaks what stands behind its reason: the first that applies is the answer.
    ['INVALID_SHARES', 'more than an order may have, of no project', missing, { shares: shares('100000.0001') }],
    ['INVALID_SHARES', 'nothing', { ...halted, cash: usd('0') }, { shares: shares('0') }],
    ['INVALID_SHARES', 'less than nothing', OPEN, { shares: shares('-1') }],
    ['INVALID_SHARES', 'more than a project may have, while halted', { ...full, status: 'HALTED' }, {}],
    [
      'INVALID_SHARES',
      'a price above the largest, of an inactive project',
      { ...dear, project: { ...dear.project, isActive: false } },
      {},
    ],
    ['PROJECT_NOT_FOUND', 'while halted', { ...missing, status: 'HALTED' }, {}],
    ['EVENT_NOT_OPEN', 'while halted, an inactive project', { ...inactive, status: 'HALTED' }, {}],
    ['EVENT_NOT_OPEN', 'before it opens', { ...OPEN, status: 'SCHEDULED' }, {}],
    ['EVENT_NOT_OPEN', 'after the close, without cash', { ...poor, status: 'CLOSED' }, {}],
    ['PROJECT_INACTIVE', 'without cash', { ...inactive, cash: usd('0') }, {}],
    ['INSUFFICIENT_CASH', 'also above maxCost', poor, { limit: usd('0.5') }],
    ['PRICE_MOVED', 'a cost above maxCost', OPEN, { limit: usd('1.030199') }],
  ] as const)('%s: %s', (reason, _what, state: TradeState, command: Partial<TradeCommand>) => {
    expect(decideTrade(state, { ...BUY_1, ...command })).toHaveProperty('refused', reason)
  })

  test.each([
    ['INVALID_SHARES', 'more than an order may have', OPEN, { shares: shares('100001') }],
    ['PROJECT_NOT_FOUND', 'of no project', missing, {}],
    ['EVENT_NOT_OPEN', 'nothing held, while halted', halted, {}],
    ['PROJECT_INACTIVE', 'nothing held', inactive, {}],
    ['INSUFFICIENT_SHARES', 'nothing held, also below minProceeds', OPEN, { limit: usd('100') }],
    [
      'PRICE_MOVED',
      'a revenue below minProceeds',
      { ...OPEN, holding: holding('1'), project: { ...listed(), netShares: shares('1') } },
      { limit: usd('100') },
    ],
  ] as const)('of a sale, %s: %s', (reason, _what, state: TradeState, command: Partial<TradeCommand>) => {
    expect(decideTrade(state, { ...SELL_1, ...command })).toHaveProperty('refused', reason)
  })

  test('name the field, and what was required and available', () => {
    expect(decideTrade(poor, BUY_1)).toEqual({
      refused: 'INSUFFICIENT_CASH',
      path: ['input', 'shares'],
      required: usd('1.0302'),
      available: usd('1'),
      message: 'Buying 1 shares costs 1.0302, fee included; you have 1.',
    })
    expect(decideTrade({ ...OPEN, holding: holding('0.5') }, SELL_1)).toMatchObject({
      refused: 'INSUFFICIENT_SHARES',
      path: ['input', 'shares'],
      required: shares('1'),
      available: shares('0.5'),
    })
    expect(decideTrade(missing, BUY_1)).toMatchObject({ path: ['input', 'projectId'] })
    expect(decideTrade(OPEN, { ...BUY_1, limit: usd('1') })).toMatchObject({ path: ['input', 'maxCost'] })
    expect(decideTrade({ ...OPEN, holding: holding('1') }, { ...SELL_1, limit: usd('9') })).toMatchObject({
      path: ['input', 'minProceeds'],
    })
    expect(decideTrade(full, BUY_1)).toHaveProperty('message', expect.stringContaining('at most 0 can be bought now'))
  })

  test('a limit that is met exactly is met', () => {
    expect(isFilled(decideTrade(OPEN, { ...BUY_1, limit: usd('1.0302') }))).toBe(true)
    const held = { ...OPEN, holding: holding('1'), project: { ...listed(), netShares: shares('1'), price: usd('1.02') } }
    expect(isFilled(decideTrade(held, { ...SELL_1, limit: usd('0.9898') }))).toBe(true)
    expect(decideTrade(held, { ...SELL_1, limit: usd('0.989801') })).toHaveProperty('refused', 'PRICE_MOVED')
  })

  test('the caps themselves are allowed', () => {
    const rich = { ...OPEN, cash: usd('900000000000') }
    expect(isFilled(decideTrade(rich, { ...BUY_1, shares: shares('100000') }))).toBe(true)
    const oneLeft = { ...rich, project: { ...listed(), netShares: shareUnits(PROJECT_SHARES_MAX - 10_000n) } }
    expect(isFilled(decideTrade(oneLeft, BUY_1))).toBe(true)
    const oneStep = { ...rich, project: { ...listed(), price: micros(PRICE_MAX - 20_000n) } }
    expect(isFilled(decideTrade(oneStep, BUY_1))).toBe(true)
    expect(decideTrade(oneStep, { ...BUY_1, shares: shares('1.0001') })).toHaveProperty('refused', 'INVALID_SHARES')
  })

  test('a full market can still be sold', () => {
    expect(isFilled(decideTrade({ ...full, holding: holding('1') }, SELL_1))).toBe(true)
  })
})

describe('the shares of an order', () => {
  test.each([
    ['1', 10_000n],
    ['0.0001', 1n],
    ['1.50000', 15_000n],
    ['100000', 1_000_000_000n],
  ])('%s is %s units', (text, units) => {
    expect(readShares(decimal(text))).toBe(units)
  })

  test.each(['0', '-1', '0.00001', '100000.0001', '1000001', '1000000000', '-0.0001', '1.00005'])(
    '%s is INVALID_SHARES',
    (text) => {
      expect(readShares(decimal(text))).toMatchObject({
        refused: 'INVALID_SHARES',
        path: ['input', 'shares'],
        message: expect.stringMatching(new RegExp(`^shares is ${text}; an order is 0.0001 to 100000`)),
      })
    },
  )
})

describe('price and line', () => {
  const amounts = fc.bigInt({ min: 1n, max: 3_000_000n }).map(shareUnits)
  const steps = fc.array(
    fc.oneof(
      fc.record({ who: fc.integer({ min: 0, max: 2 }), side: fc.constantFrom('BUY' as const, 'SELL' as const), amount: amounts }),
      fc.record({ factor: fc.bigInt({ min: 10_000n, max: 3_000_000n }).map(ratio) }),
    ),
    { maxLength: 25 },
  )

  test('are one without drift, through any trades and bumps; shares and cash add up', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let project = listed()
        const traders = [newTrader(), newTrader(), newTrader()]
        let paid = 0n
        for (const step of sequence) {
          if ('factor' in step) {
            const moved = applyMultiply(project, DEFAULTS, step.factor)
            if (!isRefusal(moved)) project = { ...project, ...moved }
          } else {
            const trader = traders[step.who]!
            const result = attempt(project, trader, step.side, step.amount)
            if (isRefusal(result)) {
              expect(['INSUFFICIENT_CASH', 'INSUFFICIENT_SHARES']).toContain(result.refused)
              continue
            }
            paid += result.figures.cashDelta
            project = result.project
            traders[step.who] = result
          }
          expect(line(project, DEFAULTS)).toBe(project.price)
          expect(project.price >= DEFAULTS.minPriceMicros).toBe(true)
        }
        const sum = (pick: (trader: (typeof traders)[number]) => bigint) =>
          traders.reduce((total, trader) => total + pick(trader), 0n)
        expect(sum((trader) => trader.holding.shares)).toBe(project.netShares)
        expect(sum((trader) => trader.cash)).toBe(usd('7500') + paid)
        expect(sum((trader) => trader.holding.realised - trader.holding.costBasis)).toBe(paid)
        expect(traders.filter((trader) => trader.holding.shares > 0n).length).toBe(project.holdersCount)
        expect(traders.every((trader) => trader.cash >= 0n)).toBe(true)
      }),
    )
  })

  test('drifted apart: a sale that the floor stops moves the line by no more than the price', () => {
    // P 0.30, the line 0.34; 100 sold take the price to 0.10, by 0.20, so the line to 0.14.
    const project = { ...listed(), price: usd('0.3'), netShares: shares('100'), offset: usd('-2.66') }
    expect(line(project, DEFAULTS)).toBe(usd('0.34'))
    const trader = { cash: usd('0'), holding: holding('100') }
    const sold = accepted(attempt(project, trader, 'SELL', shares('100')))
    expect([sold.project.price, line(sold.project, DEFAULTS)]).toEqual([usd('0.1'), usd('0.14')])
  })

  test('drifted apart: the line is raised to the floor where it would fall below it', () => {
    // P 0.30, the line 0.28: 10 sold move the price by 0.20 to the floor; the line stops there too.
    const project = { ...listed(), price: usd('0.3'), netShares: shares('100'), offset: usd('-2.72') }
    const sold = accepted(attempt(project, { cash: usd('0'), holding: holding('100') }, 'SELL', shares('10')))
    expect([sold.project.price, line(sold.project, DEFAULTS)]).toEqual([usd('0.1'), usd('0.1')])
  })

  test('drifted apart: trades above the floor leave the gap as it was', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.bigInt({ min: -10_000n, max: 10_000n }),
        fc.constantFrom('BUY' as const, 'SELL' as const),
        (n, gap, side) => {
          const project = { ...listed(), netShares: shares('1000'), price: micros(usd('21') + gap) }
          const trader = { cash: usd('1000000'), holding: holding('1000') }
          const after = accepted(attempt(project, trader, side, n)).project
          expect(after.offset).toBe(project.offset)
          expect(after.price - line(after, DEFAULTS)).toBe(gap)
        },
      ),
    )
  })
})
