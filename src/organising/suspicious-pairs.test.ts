import { expect, test } from 'vitest'
import { usd } from '../../test/support/market.ts'
import { pairOf, sharePctHundredths } from './suspicious-pairs.ts'

const side = (userId: string, taken: string, trades = 4, contactTrades = 4) => ({
  userId,
  trades,
  contactTrades,
  taken: usd(taken),
})

test('the side that won stands first, whichever was given first', () => {
  const [mule, winner] = [side('a', '1'), side('b', '5')]
  for (const pair of [pairOf(mule, winner, 4), pairOf(winner, mule, 4)]) {
    expect(pair).toEqual({ trader: winner, other: mule, contacts: 4, gain: usd('4') })
  }
})

test('where nobody won, the smaller id does', () => {
  expect(pairOf(side('b', '1'), side('a', '1'), 3)).toMatchObject({ trader: { userId: 'a' }, gain: 0n })
})

test.each([
  [5, 4, 8_000n],
  [3, 1, 3_333n],
  [3, 2, 6_667n],
  [0, 0, 0n],
])('of %i trades %i in contact are %s hundredths of a percent', (trades, contactTrades, expected) => {
  expect(sharePctHundredths(side('a', '0', trades, contactTrades))).toBe(expected)
})
