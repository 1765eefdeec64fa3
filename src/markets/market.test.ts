import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../money/decimal.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { bandOf, lotsOf, type Market, priceText, ticksOf } from './market.ts'
import { decideMarket, decideStatus, type MarketChange } from './save-market.ts'

const decimal = (text: string) => parseDecimal(text)!
const GRID = { tickSizeMicros: 10_000n, lotSizeUnits: 100_000n }

describe('A price or quantity', () => {
  test.each([
    ['1.5', { steps: 150 }],
    ['0.01', { steps: 1 }],
    ['1.505', { below: 150, above: 151 }],
    ['1.5000000000001', { below: 150, above: 151 }],
    ['0.004', { below: null, above: 1 }],
    ['0', { below: null, above: 1 }],
    ['-7', { below: null, above: 1 }],
  ])('%s on ticks of 0.01 is %o', (text, found) => {
    expect(ticksOf(GRID, decimal(text))).toEqual(found)
  })

  test('is whole lots or has neighbours', () => {
    expect(lotsOf(GRID, decimal('2.001'))).toEqual({ steps: 2_001 })
    expect(lotsOf(GRID, decimal('2.0005'))).toEqual({ below: 2_000, above: 2_001 })
    expect(priceText(GRID, 150)).toBe('1.5')
  })
})

test('A band never reaches beyond its width, and never to zero', () => {
  expect(bandOf(150, 1_000)).toEqual({ lowest: 135, highest: 165 })
  expect(bandOf(155, 1_000)).toEqual({ lowest: 140, highest: 170 })
  expect(bandOf(3, 10_000)).toEqual({ lowest: 1, highest: 6 })
})

describe('Saving a market', () => {
  const asked: MarketChange = {
    symbol: 'CXPT-USDC',
    tickSize: decimal('0.01'),
    lotSize: decimal('0.001'),
    referencePrice: decimal('1.5'),
  }
  const saved = decideMarket(null, asked)
  const market: Market = { ...(saved as Market), marketId: 1, lastPrice: null, createdAt: new Date(0) }

  test('lists a PENDING spot market with defaults', () => {
    expect(saved).toMatchObject({ kind: 'SPOT', status: 'PENDING', baseAsset: 'CXPT', feeBps: 50, referencePrice: 150 })
  })

  test('changes what is given and leaves the rest; the same again changes nothing', () => {
    expect(decideMarket(market, { symbol: 'CXPT-USDC', feeBps: 10 })).toMatchObject({
      feeBps: 10,
      bandBps: 1_000,
      referencePrice: 150,
    })
    expect(decideMarket(market, asked)).toEqual(saved)
  })

  test.each<[string, Partial<MarketChange>, boolean]>([
    ['symbol', { symbol: 'cxpt' }, false],
    ['baseAsset', { baseAsset: 'USDC' }, false],
    ['tickSize', { tickSize: decimal('0') }, false],
    ['tickSize', { tickSize: decimal('0.02') }, true],
    ['lotSize', { lotSize: decimal('0.002') }, true],
    ['lotSize', { tickSize: decimal('0.000001'), lotSize: decimal('0.5') }, false],
    ['referencePrice', { referencePrice: decimal('1.505') }, false],
    ['referencePrice', { referencePrice: null }, false],
    ['feeBps', { feeBps: 1_001 }, true],
    ['bandBps', { bandBps: 0 }, true],
    ['breakerWindowSeconds', { breakerWindowSeconds: 0 }, true],
    ['kind', { kind: 'OPTION' }, true],
  ])('refuses a %s that cannot be: %o', (field, change, isListed) => {
    const refused = decideMarket(isListed ? market : null, { ...asked, ...change })
    expect(isRefusal(refused) && refused.path).toEqual(['input', field])
  })

  test('opens and closes a spot market, and nothing else has rules yet', () => {
    expect(decideStatus(market, 'ACTIVE')).toMatchObject({ status: 'ACTIVE' })
    expect(isRefusal(decideStatus({ ...market, status: 'CLOSED' }, 'ACTIVE'))).toBe(true)
    expect(isRefusal(decideStatus({ ...market, kind: 'PERPETUAL' }, 'ACTIVE'))).toBe(true)
    expect(isRefusal(decideStatus({ ...market, status: 'ACTIVE' }, 'PENDING'))).toBe(true)
    expect(isRefusal(decideStatus(market, 'SETTLING'))).toBe(true)
  })
})
