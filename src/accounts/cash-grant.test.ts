import { expect, test } from 'vitest'
import { DEFAULTS, decimal, usd } from '../../test/support/market.ts'
import type { MarketEvent } from '../events/event.ts'
import { decideGrant, grantHeadline, grantTotal } from './cash-grant.ts'

const NOW = new Date('2026-05-01T12:00:00Z')
const OPEN: MarketEvent = {
  eventId: 'e',
  name: 'e',
  status: 'OPEN',
  opensAt: null,
  closesAt: null,
  createdAt: NOW,
  updatedAt: NOW,
  parameters: DEFAULTS,
}
const grant = (amount: string, largest = '2500', event = OPEN) => decideGrant(decimal(amount), event, NOW, usd(largest))

test.each(['0.000001', '100', '999997500'])('%s may be granted', (amount) => {
  expect(grant(amount)).toBe(usd(amount))
})

test.each(['0', '-1', '0.0000001', '1000000001', '999997500.000001'])('%s may not', (amount) => {
  expect(grant(amount)).toMatchObject({ refused: 'INVALID_PARAMETER', path: ['input', 'amount'] })
})

test('nothing is granted once standings are final, by status or by clock', () => {
  expect(grant('1', '2500', { ...OPEN, status: 'CLOSED' })).toMatchObject({ refused: 'EVENT_NOT_OPEN' })
  expect(grant('1', '2500', { ...OPEN, closesAt: NOW })).toMatchObject({ refused: 'EVENT_NOT_OPEN' })
})

test('what all receive is exact, and the public reads what each does', () => {
  expect(grantTotal(usd('0.000001'), 3)).toBe(usd('0.000003'))
  expect(grantHeadline(usd('100.5'))).toBe('Every trader receives 100.5 in cash')
})
