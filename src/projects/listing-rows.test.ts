import { expect, test } from 'vitest'
import { DEFAULTS, decimal, listed, usd } from '../../test/support/market.ts'
import type { EventStatus, MarketEvent } from '../events/event.ts'
import { type ListingRow, type ListingState, previewListings } from './listing-rows.ts'

const NOW = new Date('2026-05-01T12:00:00Z')
const event = (eventId: string, status: EventStatus): MarketEvent => ({
  eventId,
  name: eventId,
  status,
  opensAt: null,
  closesAt: null,
  createdAt: NOW,
  updatedAt: NOW,
  parameters: DEFAULTS,
})
const state: ListingState = {
  now: NOW,
  events: new Map([
    ['kickstart', event('kickstart', 'OPEN')],
    ['over', event('over', 'CLOSED')],
  ]),
  projects: new Map([
    ['apple', listed('5')],
    ['pear', { ...listed(), projectId: 'pear', ticker: 'PEAR' }],
  ]),
  tickers: new Map([
    ['kickstart APL', 'apple'],
    ['kickstart PEAR', 'pear'],
    ['kickstart OLD', 'elsewhere'],
  ]),
}

type Input = ListingRow['input']
const told = (...inputs: Input[]) => {
  const rows = inputs.map((input, index) => ({
    input,
    path: ['inputs', String(index)],
    eventId: state.projects.get(input.projectId)?.eventId ?? input.eventId ?? 'kickstart',
  }))
  return previewListings(rows, state).map(({ refusal, priceAfter }) =>
    refusal ? `${refusal.refused} ${refusal.path.slice(1).join('.')}` : priceAfter,
  )
}

test('every row is told by itself: prices of those that would be saved, reasons of the others', () => {
  expect(
    told(
      { projectId: 'plum', ticker: 'plum', seedAmount: decimal('10') },
      { projectId: 'bad id', ticker: 'X' },
      { projectId: 'apple', seedAmount: decimal('20') },
      { projectId: 'plum', ticker: 'P2' },
      { projectId: 'quince' },
      { projectId: 'fig', ticker: 'PLUM' },
      { projectId: 'kiwi', ticker: 'OLD' },
      { projectId: 'lime', ticker: 'L', eventId: 'nowhere' },
      { projectId: 'lemon', ticker: 'L', eventId: 'over' },
      { projectId: 'pear', eventId: 'over' },
    ),
  ).toEqual([
    usd('2'),
    'INVALID_PARAMETER 1.projectId',
    usd('3'),
    'INVALID_PARAMETER 3.projectId',
    'INVALID_PARAMETER 4.ticker',
    'TICKER_TAKEN 5.ticker',
    'TICKER_TAKEN 6.ticker',
    'EVENT_NOT_FOUND 7.eventId',
    'EVENT_NOT_OPEN ',
    'INVALID_PARAMETER 9.eventId',
  ])
})

test('tickers may be swapped among the rows, and only there', () => {
  expect(told({ projectId: 'apple', ticker: 'PEAR' }, { projectId: 'pear', ticker: 'APL' })).toEqual([usd('1.5'), usd('1')])
  expect(told({ projectId: 'apple', ticker: 'PEAR' })).toEqual(['TICKER_TAKEN 0.ticker'])
})
