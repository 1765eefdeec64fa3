import { describe, expect, test } from 'vitest'
import { accepted, DEFAULTS, decimal, factor, listed, usd } from '../../test/support/market.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { decideListing, decideListingEdit, type ListingInput } from './listing.ts'

const NOVA: ListingInput = {
  projectId: 'nova',
  ticker: 'Nova1',
  name: 'Nova Labs',
  description: 'Rockets.',
  seedAmount: decimal('5'),
}
/** Wrong fields, with the seed as text. */
type Wrong = Omit<Partial<ListingInput>, 'seedAmount'> & { readonly seedAmount?: string }
const read = ({ seedAmount, ...rest }: Wrong): Partial<ListingInput> =>
  seedAmount === undefined ? rest : { ...rest, seedAmount: decimal(seedAmount) }
const outcome = (result: object) => (isRefusal(result) ? `${result.refused} ${result.path.join('.')}` : 'accepted')

describe('listing', () => {
  test('a new project starts at its base price, with its ticker in upper case', () => {
    expect(accepted(decideListing(NOVA, DEFAULTS))).toEqual({
      projectId: 'nova',
      ticker: 'NOVA1',
      name: 'Nova Labs',
      description: 'Rockets.',
      isActive: true,
      seed: usd('5'),
      basePrice: usd('1.5'),
      price: usd('1.5'),
      offset: usd('0'),
    })
  })

  test('only id and ticker are required', () => {
    expect(accepted(decideListing({ projectId: 'nova', ticker: 'nova', name: null, seedAmount: null }, DEFAULTS))).toEqual({
      projectId: 'nova',
      ticker: 'NOVA',
      name: 'NOVA',
      description: '',
      isActive: true,
      seed: usd('0'),
      basePrice: usd('1'),
      price: usd('1'),
      offset: usd('0'),
    })
    expect(accepted(decideListing({ projectId: 'nova', ticker: 'nova', isActive: false }, DEFAULTS)).isActive).toBe(false)
  })

  test.each([
    ['projectId', { projectId: '.nova' }],
    ['projectId', { projectId: '', ticker: '' }],
    ['ticker', { ticker: undefined }],
    ['ticker', { ticker: null }],
    ['ticker', { ticker: '', name: '' }],
    ['ticker', { ticker: 'THIRTEENCHARS' }],
    ['ticker', { ticker: 'NO-VA' }],
    ['ticker', { ticker: 'ÄPFEL' }],
    ['ticker', { ticker: 'ﬀ' }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(81) }],
    ['description', { description: 'x'.repeat(2_001) }],
    ['seedAmount', { seedAmount: '1000000.000001' }],
    ['seedAmount', { seedAmount: '-1000001' }],
    ['seedAmount', { seedAmount: '0.0000001' }],
  ] as [string, Wrong][])('INVALID_PARAMETER at %s: %j', (field, wrong) => {
    expect(outcome(decideListing({ ...NOVA, ...read(wrong) }, DEFAULTS))).toBe(`INVALID_PARAMETER input.${field}`)
  })

  test('a seed that would list it above the largest price is refused', () => {
    const steep = { ...DEFAULTS, seedToPriceRatio: factor('100') }
    expect(outcome(decideListing({ ...NOVA, seedAmount: decimal('9999.99') }, steep))).toBe('accepted')
    expect(outcome(decideListing({ ...NOVA, seedAmount: decimal('10000') }, steep))).toBe('INVALID_PARAMETER input.seedAmount')
  })

  test('a refusal in a row of many names the row', () => {
    expect(outcome(decideListing({ ...NOVA, ticker: '!' }, DEFAULTS, ['inputs', '3']))).toBe('INVALID_PARAMETER inputs.3.ticker')
  })
})

describe('editing', () => {
  const apple = listed('2')

  test('what is absent or null stays, and texts never touch the market', () => {
    const { ticker, name, description, isActive } = apple
    expect(accepted(decideListingEdit(apple, {}, DEFAULTS))).toEqual({
      texts: { ticker, name, description, isActive },
      moved: null,
    })
    expect(
      accepted(decideListingEdit(apple, { ticker: 'pear', description: '', isActive: false, name: null }, DEFAULTS)),
    ).toEqual({ texts: { ticker: 'PEAR', name, description: '', isActive: false }, moved: null })
  })

  test('a seed that differs is a seed change; an equal one is none', () => {
    expect(accepted(decideListingEdit(apple, { seedAmount: decimal('2.00') }, DEFAULTS)).moved).toBeNull()
    expect(accepted(decideListingEdit(apple, { seedAmount: decimal('5') }, DEFAULTS)).moved).toEqual({
      seed: usd('5'),
      basePrice: usd('1.5'),
      offset: usd('0'),
      price: usd('1.5'),
    })
  })

  test.each([
    ['ticker', { ticker: '' }],
    ['name', { name: ' ' }],
    ['description', { description: '\u202e' }],
    ['seedAmount', { seedAmount: '-1000000.1' }],
  ] as [string, Wrong][])('INVALID_PARAMETER at %s: %j', (field, wrong) => {
    expect(outcome(decideListingEdit(apple, read(wrong), DEFAULTS))).toBe(`INVALID_PARAMETER input.${field}`)
  })
})
