import { describe, expect, test } from 'vitest'
import { midOf, onGrid, placesOf, rungsOf, shortAddress, spreadOf, withPlaces } from './figures.ts'

describe('A ladder', () => {
  const levels = new Map([
    ['9.5', '1'],
    ['10', '0.00000001'],
    ['9.25', '2'],
  ])

  test('has the best price first, compared as numbers, and sums from there', () => {
    expect(rungsOf(levels, 'bids', 2)).toEqual([
      { price: '10', quantity: '0.00000001', total: 1n },
      { price: '9.5', quantity: '1', total: 100_000_001n },
    ])
    expect(rungsOf(levels, 'asks', 9).map(({ price }) => price)).toEqual(['9.25', '9.5', '10'])
  })

  test('has a middle and a spread only where both sides are there', () => {
    const [bid, ask] = [
      { price: '1.5', quantity: '1', total: 1n },
      { price: '1.75', quantity: '1', total: 1n },
    ]
    expect(midOf(bid, ask)).toBe(1_625_000n)
    expect(spreadOf(bid, ask)).toBe('0.25')
    expect([midOf(bid, undefined), spreadOf(undefined, ask)]).toEqual([null, null])
  })
})

test('Prices are shown with the places of their step, thousands apart, the sign as a minus', () => {
  expect(placesOf('0.05')).toBe(2)
  expect(placesOf('1')).toBe(0)
  expect(withPlaces('1234567.5', 2)).toBe('1,234,567.50')
  expect(withPlaces('-3', 0)).toBe('−3')
})

test.each([
  ['1.234', '0.05', '1.25'],
  ['1.22', '0.05', '1.2'],
  ['0.001', '0.05', '0.05'],
  ['0', '0.05', null],
  ['abc', '0.05', null],
])('%s typed on a grid of %s is %s', (text, step, expected) => {
  expect(onGrid(text, step, 6)).toBe(expected)
})

test('An address is known by its ends', () => {
  expect(shortAddress(`0x${'ab'.repeat(20)}`)).toBe('0xabab…abab')
})
