import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepted, DEFAULTS, decimal, factor, listed, shares, usd } from '../../test/support/market.ts'
import { cents, micros, ratio, shareUnits } from '../money/units.ts'
import { isRefusal } from '../refusals/refusal.ts'
import {
  applyAdd,
  applyMultiply,
  applySeed,
  BUMP_TYPES,
  type BumpType,
  checkMovable,
  decideBump,
  decideInvestment,
  decideSeed,
  type Moved,
  seedAfterInvestment,
} from './admin-moves.ts'
import { line, type Project } from './project.ts'

const at = (price: string, more: Partial<Project> = {}): Project => ({
  ...listed(),
  basePrice: usd(price),
  price: usd(price),
  ...more,
})
const bumped = (project: Project, bumpType: BumpType, value?: string) =>
  decideBump(project, DEFAULTS, {
    bumpType,
    multiplier: bumpType === 'MULTIPLY' && value ? decimal(value) : null,
    delta: bumpType === 'ADD' && value ? decimal(value) : null,
  })
const refusal = (result: Moved | object | bigint) => (isRefusal(result) ? [result.refused, result.path.join('.')] : 'accepted')

describe('bumps', () => {
  test.each([
    ['KICKOFF_HYPE', '11.5'],
    ['VALIDATION_GOOD', '11'],
    ['VALIDATION_BAD', '9.5'],
    ['MVP_SHIPPED', '13'],
    ['USER_FEEDBACK_GOOD', '11'],
    ['USER_FEEDBACK_BAD', '9'],
    ['DEMO_QUALIFIER', '15'],
    ['DEMO_WINNER', '20'],
  ] as const)('%s takes 10 to %s, and the line with it', (bumpType, price) => {
    const project = at('10')
    const moved = accepted(bumped(project, bumpType))
    expect(moved.price).toBe(usd(price))
    expect(line({ ...project, ...moved }, DEFAULTS)).toBe(usd(price))
  })

  test('there are ten, in the order of the contract', () => {
    expect(BUMP_TYPES.join(' ')).toBe(
      'KICKOFF_HYPE VALIDATION_GOOD VALIDATION_BAD MVP_SHIPPED USER_FEEDBACK_GOOD ' +
        'USER_FEEDBACK_BAD DEMO_QUALIFIER DEMO_WINNER MULTIPLY ADD',
    )
  })

  test.each([
    // price, bump, value → price after
    ['1', 'MULTIPLY', '0.5', '0.5'],
    ['1', 'MULTIPLY', '0.01', '0.1'],
    ['0.100001', 'MULTIPLY', '1.5', '0.150002'],
    ['1', 'ADD', '-5', '0.1'],
    ['1', 'ADD', '0.000001', '1.000001'],
    ['1', 'ADD', '0', '1'],
    ['0.105', 'VALIDATION_BAD', undefined, '0.1'],
    ['0.11', 'USER_FEEDBACK_BAD', undefined, '0.1'],
  ] as const)('%s after %s %s is %s', (price, bumpType, value, after) => {
    expect(accepted(bumped(at(price), bumpType, value)).price).toBe(usd(after))
  })

  test.each([
    ['MULTIPLY', '0.009999', 'input.multiplier'],
    ['MULTIPLY', '10.000001', 'input.multiplier'],
    ['MULTIPLY', '-1', 'input.multiplier'],
    ['MULTIPLY', '0', 'input.multiplier'],
    ['MULTIPLY', '1.0000001', 'input.multiplier'],
    ['MULTIPLY', undefined, 'input.multiplier'],
    ['ADD', '1000000.000001', 'input.delta'],
    ['ADD', '-1000000.000001', 'input.delta'],
    ['ADD', '0.0000001', 'input.delta'],
    ['ADD', '999999.000001', 'input.delta'],
    ['ADD', undefined, 'input.delta'],
  ] as const)('%s %s is INVALID_PARAMETER at %s', (bumpType, value, path) => {
    expect(refusal(bumped(at('1'), bumpType, value))).toEqual(['INVALID_PARAMETER', path])
  })

  test('a parameter that the bump type does not take is refused', () => {
    const one = decimal('1')
    expect(refusal(decideBump(at('1'), DEFAULTS, { bumpType: 'DEMO_WINNER', multiplier: one }))).toEqual([
      'INVALID_PARAMETER',
      'input.multiplier',
    ])
    expect(refusal(decideBump(at('1'), DEFAULTS, { bumpType: 'DEMO_WINNER', delta: one }))).toEqual([
      'INVALID_PARAMETER',
      'input.delta',
    ])
    expect(refusal(decideBump(at('1'), DEFAULTS, { bumpType: 'ADD', delta: one, multiplier: one }))).toEqual([
      'INVALID_PARAMETER',
      'input.multiplier',
    ])
    expect(refusal(decideBump(at('1'), DEFAULTS, { bumpType: 'MULTIPLY', delta: one, multiplier: one }))).toEqual([
      'INVALID_PARAMETER',
      'input.delta',
    ])
  })

  test('no move lifts a price above 1,000,000; one that ends there is fine', () => {
    expect(refusal(bumped(at('500000'), 'DEMO_WINNER'))).toBe('accepted')
    expect(refusal(bumped(at('500000.000001'), 'DEMO_WINNER'))).toEqual(['INVALID_PARAMETER', 'input.bumpType'])
    expect(refusal(bumped(at('100000.000001'), 'MULTIPLY', '10'))).toEqual(['INVALID_PARAMETER', 'input.multiplier'])
    expect(refusal(bumped(at('1'), 'ADD', '999999'))).toBe('accepted')
    expect(refusal(bumped(at('1000000'), 'VALIDATION_BAD'))).toBe('accepted')
  })
})

describe('seeds', () => {
  test('the price moves by what the base price moves, from wherever it stands', () => {
    const project = at('1', { price: usd('3.2'), offset: usd('2') })
    const moved = accepted(applySeed(project, DEFAULTS, usd('5')))
    expect(moved).toEqual({ seed: usd('5'), basePrice: usd('1.5'), price: usd('3.7'), offset: usd('2') })
  })

  test('MULTIPLY 0.5, seed −20, seed 0 ends at 1.00 = line', () => {
    let project = listed()
    project = { ...project, ...accepted(applyMultiply(project, DEFAULTS, factor('0.5'))) }
    project = { ...project, ...accepted(applySeed(project, DEFAULTS, usd('-20'))) }
    expect([project.price, project.basePrice, line(project, DEFAULTS)]).toEqual([usd('0.1'), usd('0.1'), usd('0.1')])
    project = { ...project, ...accepted(applySeed(project, DEFAULTS, usd('0'))) }
    expect([project.price, project.basePrice, line(project, DEFAULTS)]).toEqual([usd('1'), usd('1'), usd('1')])
  })

  test('without a floor in the way it comes back to where it was', () => {
    const amounts = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(micros)
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }).map(shareUnits), amounts, (netShares, seed) => {
        const project = { ...listed(), netShares, price: line({ ...listed(), netShares }, DEFAULTS) }
        const there = { ...project, ...accepted(applySeed(project, DEFAULTS, seed)) }
        expect(line(there, DEFAULTS)).toBe(there.price)
        expect({ ...there, ...accepted(applySeed(there, DEFAULTS, usd('0'))) }).toEqual(project)
      }),
    )
  })

  test.each([
    [{ seedAmount: '5' }, 'accepted'],
    [{ seedDelta: '-5' }, 'accepted'],
    [{ seedAmount: '1000000' }, 'accepted'],
    [{ seedAmount: '-1000000' }, 'accepted'],
    [{}, ['INVALID_PARAMETER', 'input.seedAmount']],
    [{ seedAmount: '5', seedDelta: '5' }, ['INVALID_PARAMETER', 'input.seedDelta']],
    [{ seedAmount: '1000000.000001' }, ['INVALID_PARAMETER', 'input.seedAmount']],
    [{ seedAmount: '-1000001' }, ['INVALID_PARAMETER', 'input.seedAmount']],
    [{ seedAmount: '0.0000001' }, ['INVALID_PARAMETER', 'input.seedAmount']],
    [{ seedDelta: '1000000' }, ['INVALID_PARAMETER', 'input.seedDelta']],
    [{ seedDelta: '0.0000001' }, ['INVALID_PARAMETER', 'input.seedDelta']],
  ] as const)('%j: %j', (change: { seedAmount?: string; seedDelta?: string }, outcome) => {
    const { seedAmount, seedDelta } = change
    const read = { seedAmount: seedAmount ? decimal(seedAmount) : null, seedDelta: seedDelta ? decimal(seedDelta) : null }
    expect(refusal(decideSeed(listed('2'), DEFAULTS, read))).toEqual(outcome)
  })

  test('a delta counts from the present seed', () => {
    const moved = accepted(decideSeed(listed('2'), DEFAULTS, { seedDelta: decimal('-0.5') }))
    expect([moved.seed, moved.price]).toEqual([usd('1.5'), usd('1.15')])
  })

  test('a seed that would lift the price above 1,000,000 is refused', () => {
    const p = { ...DEFAULTS, seedToPriceRatio: factor('100') }
    expect(refusal(applySeed(listed('0', p), p, usd('10000')))).toEqual(['INVALID_PARAMETER', 'input.seedAmount'])
    expect(refusal(applySeed(listed('0', p), p, usd('9999.99')))).toBe('accepted')
  })
})

describe('investments', () => {
  test.each([
    ['50000', '5', '1.5'],
    ['1', '0.0001', '1.00001'],
    ['0.01', '0.000001', '1'],
    ['0.05', '0.000005', '1.000001'],
    ['1000000000', '100000', '10001'],
  ])('of %s make the seed %s and the price %s', (amount, seed, price) => {
    const moved = accepted(decideInvestment(listed(), DEFAULTS, decimal(amount)))
    expect([moved.seed, moved.price]).toEqual([usd(seed), usd(price)])
  })

  test('what they add to the seed is rounded half-up', () => {
    const p = { ...DEFAULTS, investmentToSeedRatio: factor('0.0001') }
    expect(seedAfterInvestment(usd('0'), cents(1n), { ...p, investmentToSeedRatio: ratio(50n) })).toBe(1n)
    expect(seedAfterInvestment(usd('0'), cents(1n), { ...p, investmentToSeedRatio: ratio(49n) })).toBe(0n)
  })

  test.each(['0', '-1', '0.001', '1000000000.01'])('of %s are refused', (amount) => {
    expect(refusal(decideInvestment(listed(), DEFAULTS, decimal(amount)))).toEqual(['INVALID_PARAMETER', 'input.amount'])
  })

  test('that would lift the seed above 1,000,000 are refused', () => {
    expect(refusal(decideInvestment(listed('999999'), DEFAULTS, decimal('10000')))).toBe('accepted')
    expect(refusal(decideInvestment(listed('999999'), DEFAULTS, decimal('10000.01')))).toEqual([
      'INVALID_PARAMETER',
      'input.amount',
    ])
  })
})

describe('every admin move', () => {
  const moves = fc.oneof(
    fc.bigInt({ min: 10_000n, max: 10_000_000n }).map((m) => (project: Project) => applyMultiply(project, DEFAULTS, ratio(m))),
    fc.bigInt({ min: -5_000_000n, max: 5_000_000n }).map((d) => (project: Project) => applyAdd(project, DEFAULTS, micros(d))),
    fc.bigInt({ min: -50_000_000n, max: 50_000_000n }).map((s) => (project: Project) => applySeed(project, DEFAULTS, micros(s))),
  )

  test('leaves P = line where it was, in any order, whatever the floor stopped', () => {
    fc.assert(
      fc.property(
        fc.array(moves, { maxLength: 12 }),
        fc.bigInt({ min: 0n, max: 10_000_000n }).map(shareUnits),
        (steps, netShares) => {
          let project: Project = { ...listed(), netShares, price: line({ ...listed(), netShares }, DEFAULTS) }
          for (const step of steps) {
            const moved = step(project)
            if (isRefusal(moved)) continue
            project = { ...project, ...moved }
            expect(line(project, DEFAULTS)).toBe(project.price)
            expect(project.price >= DEFAULTS.minPriceMicros).toBe(true)
          }
        },
      ),
    )
  })

  test('moves a drifted line by what it moved the price, and never below the floor', () => {
    const gap = fc.bigInt({ min: -500_000n, max: 500_000n })
    const add = fc.bigInt({ min: -3_000_000n, max: 3_000_000n })
    fc.assert(
      fc.property(gap, add, (offset, d) => {
        const project = at('1', { offset: micros(offset) })
        const moved = accepted(applyAdd(project, DEFAULTS, micros(d)))
        const target = line(project, DEFAULTS) + (moved.price - project.price)
        expect(line({ ...project, ...moved }, DEFAULTS)).toBe(target < 100_000n ? 100_000n : target)
      }),
    )
  })

  test('is allowed until the event is closed', () => {
    expect(['SCHEDULED', 'OPEN', 'HALTED'].map((status) => checkMovable(status as 'OPEN'))).toEqual([null, null, null])
    expect(checkMovable('CLOSED')?.refused).toBe('EVENT_NOT_OPEN')
  })

  test('says in its refusal what was given and what it may be', () => {
    const multiply = bumped(at('1'), 'MULTIPLY', '11')
    expect(multiply).toHaveProperty('message', 'multiplier is 11; it must be 0.01 to 10, with at most 6 decimals.')
    const lifted = bumped(at('500000.5', { netShares: shares('3') }), 'DEMO_WINNER')
    expect(lifted).toHaveProperty('message', expect.stringContaining('from 500000.5 to 1000001; a price is at most 1000000.'))
  })
})
