import { describe, expect, test } from 'vitest'
import { accepted, DEFAULTS, decimal, factor, usd } from '../../test/support/market.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { decideParameters, type EventFacts, type MarketParametersChange } from './parameters.ts'

const NEW: EventFacts = { hasAccounts: false, hasProjects: false }
const RUNNING: EventFacts = { hasAccounts: true, hasProjects: true }
const CLOSED: EventFacts = { ...RUNNING, isClosed: true }

type Name = keyof MarketParametersChange
const COUNTS: readonly string[] = ['transactionFeeBps', 'driftIntervalMs', 'closingWindowSeconds']
const change = (name: Name, value: string): MarketParametersChange => ({
  [name]: COUNTS.includes(name) ? Number(value) : decimal(value),
})
const outcome = (changed: MarketParametersChange, facts = NEW) => {
  const result = decideParameters(DEFAULTS, changed, facts)
  return isRefusal(result) ? `${result.refused} ${result.path.join('.')}` : 'accepted'
}

describe('ranges', () => {
  test.each([
    ['initialCash', ['1', '1000000000', '2500.000001'], ['0.999999', '1000000000.000001', '1.0000001', '0', '-1']],
    ['minPrice', ['0.01', '1', '0.5'], ['0.009999', '1.000001', '0.1000001', '-1', '0']],
    ['defaultBasePrice', ['0.1', '1000', '1.000001'], ['0.099999', '1000.000001', '1.0000001', '-1']],
    ['pricePerShare', ['0.02', '100', '0.04', '1.000'], ['0', '0.01', '0.03', '100.02', '-0.02', '0.0200001']],
    ['seedToPriceFactor', ['0.000001', '100'], ['0', '100.000001', '0.0000001', '-1']],
    ['transactionFeeBps', ['0', '5000', '1'], ['-1', '5001', '1.5']],
    ['investmentToSeedFactor', ['0', '1', '0.0001', '0.99990'], ['-0.0001', '1.0001', '0.00001']],
    ['driftIntervalMs', ['250', '3600000'], ['249', '3600001', '-1']],
    ['driftMaxPctPerTick', ['0', '0.2', '0.000001'], ['0.200001', '-0.000001', '0.0000001']],
    ['driftMeanReversion', ['0', '10'], ['10.000001', '-1', '0.0000001']],
    ['closingWindowSeconds', ['0', '3600'], ['-1', '3601', '0.5']],
  ] as [Name, string[], string[]][])('of %s: %j are allowed, %j are not', (name, good, bad) => {
    expect(good.map((value) => outcome(change(name, value)))).toEqual(good.map(() => 'accepted'))
    expect(bad.map((value) => outcome(change(name, value)))).toEqual(bad.map(() => `INVALID_PARAMETER input.parameters.${name}`))
  })

  test('a refusal says what was given and what it may be', () => {
    const message = (name: Name, value: string) => {
      const result = decideParameters(DEFAULTS, change(name, value), NEW)
      return isRefusal(result) ? result.message : null
    }
    expect(message('pricePerShare', '0.03')).toBe('pricePerShare is 0.03; it must be 0.02 to 100, a multiple of 0.02.')
    expect(message('investmentToSeedFactor', '2')).toBe(
      'investmentToSeedFactor is 2; it must be 0 to 1, with at most 4 decimals.',
    )
    expect(message('driftIntervalMs', '10')).toBe('driftIntervalMs is 10; it must be a whole number from 250 to 3600000.')
    expect(message('minPrice', '2')).toBe('minPrice is 2; it must be 0.01 to defaultBasePrice, which is 1.')
    expect(message('defaultBasePrice', '0.05')).toBe('defaultBasePrice is 0.05; it must be minPrice, which is 0.1, to 1000.')
  })

  test('floor and base price may change together, whichever alone would not fit', () => {
    expect(outcome({ minPrice: decimal('5'), defaultBasePrice: decimal('5') })).toBe('accepted')
    expect(outcome({ minPrice: decimal('0.01'), defaultBasePrice: decimal('0.02') })).toBe('accepted')
    expect(outcome({ minPrice: decimal('5'), defaultBasePrice: decimal('4') })).toBe(
      'INVALID_PARAMETER input.parameters.minPrice',
    )
  })
})

describe('when a parameter may change', () => {
  const others: Record<string, string> = {
    initialCash: '3000',
    minPrice: '0.2',
    defaultBasePrice: '2',
    pricePerShare: '0.04',
    seedToPriceFactor: '0.2',
    transactionFeeBps: '100',
    investmentToSeedFactor: '0.0002',
    driftIntervalMs: '1000',
    driftMaxPctPerTick: '0.01',
    driftMeanReversion: '0.2',
    closingWindowSeconds: '60',
  }
  const refusedWith = (facts: EventFacts) =>
    Object.entries(others)
      .filter(([name, value]) => outcome(change(name as Name, value), facts) !== 'accepted')
      .map(([name]) => name)

  test.each([
    ['before anything is there, all of them', NEW, []],
    ['the initial cash until the first account', { ...NEW, hasAccounts: true }, ['initialCash']],
    [
      'what makes prices until the first project',
      { ...NEW, hasProjects: true },
      ['minPrice', 'defaultBasePrice', 'pricePerShare', 'seedToPriceFactor'],
    ],
    ['the closing window until the close', { ...NEW, isClosed: true }, ['closingWindowSeconds']],
  ] as [string, EventFacts, string[]][])('%s', (_title, facts, refused) => {
    expect(refusedWith(facts)).toEqual(refused)
  })

  test('repeating what is in force is no change', () => {
    const same = {
      initialCash: decimal('2500.00'),
      minPrice: decimal('0.10'),
      pricePerShare: decimal('0.02'),
      closingWindowSeconds: 600,
    }
    expect(outcome(same, CLOSED)).toBe('accepted')
  })

  test('the refusal says until when', () => {
    expect(decideParameters(DEFAULTS, change('minPrice', '0.2'), RUNNING)).toHaveProperty(
      'message',
      'minPrice may change only until the first project is listed.',
    )
  })
})

test('what is absent or null stays, what is given is taken', () => {
  expect(accepted(decideParameters(DEFAULTS, {}, NEW))).toEqual(DEFAULTS)
  expect(accepted(decideParameters(DEFAULTS, { initialCash: null, driftEnabled: null, transactionFeeBps: null }, NEW))).toEqual(
    DEFAULTS,
  )
  const all = {
    initialCash: decimal('100'),
    minPrice: decimal('0.5'),
    defaultBasePrice: decimal('2'),
    pricePerShare: decimal('0.1'),
    seedToPriceFactor: decimal('1'),
    transactionFeeBps: 0,
    investmentToSeedFactor: decimal('0.5'),
    driftEnabled: true,
    driftIntervalMs: 500,
    driftMaxPctPerTick: decimal('0.1'),
    driftMeanReversion: decimal('1.5'),
    closingWindowSeconds: 0,
  }
  expect(accepted(decideParameters(DEFAULTS, all, NEW))).toEqual({
    initialCashMicros: usd('100'),
    minPriceMicros: usd('0.5'),
    defaultBasePriceMicros: usd('2'),
    slopeMicrosPerShare: usd('0.1'),
    seedToPriceRatio: factor('1'),
    transactionFeeBps: 0,
    investmentToSeedRatio: factor('0.5'),
    driftEnabled: true,
    driftIntervalMs: 500,
    driftMaxPctPerTickRatio: factor('0.1'),
    driftMeanReversionRatio: factor('1.5'),
    closingWindowSeconds: 0,
  })
})
