import { expect, test } from 'vitest'
import { accepted, DEFAULTS, listed, usd } from '../../test/support/market.ts'
import { cloneProjects, decideClone } from './cloning.ts'

const SOURCE = { name: 'Kickstart', parameters: { ...DEFAULTS, transactionFeeBps: 123 } }

test('a clone is scheduled, has no clock, and is named a rehearsal unless it is named otherwise', () => {
  expect(accepted(decideClone(SOURCE, { newEventId: 'dry' }))).toEqual({
    eventId: 'dry',
    name: 'Kickstart (rehearsal)',
    status: 'SCHEDULED',
    opensAt: null,
    closesAt: null,
    parameters: SOURCE.parameters,
  })
  expect(accepted(decideClone(SOURCE, { newEventId: 'dry', name: 'Dry run' })).name).toBe('Dry run')
  expect(accepted(decideClone({ ...SOURCE, name: 'n'.repeat(80) }, { newEventId: 'dry' })).name).toBe('n'.repeat(80))
})

test.each([
  [{ newEventId: '.dry' }, ['input', 'newEventId']],
  [{ newEventId: 'x'.repeat(65) }, ['input', 'newEventId']],
  [{ newEventId: 'dry', name: '' }, ['input', 'name']],
])('%j is refused', (change, path) => {
  expect(decideClone(SOURCE, change)).toMatchObject({ refused: 'INVALID_PARAMETER', path })
})

test('projects keep texts, seed and state, and get the event into their ids, in the order of their numbers', () => {
  const long = { ...listed(), projectId: 'a'.repeat(62), projectNumber: 2, ticker: 'LONG', isActive: false }
  expect(accepted(cloneProjects([long, { ...listed('5'), price: usd('9') }], 'dry'))).toEqual([
    {
      projectId: 'apple-dry',
      eventId: 'dry',
      ticker: 'APL',
      name: 'Apple',
      description: '',
      seedAmount: { digits: usd('5'), decimals: 6 },
      isActive: true,
    },
    expect.objectContaining({ projectId: 'p2-dry', ticker: 'LONG', isActive: false }),
  ])
  expect(cloneProjects([long], 'x'.repeat(64))).toMatchObject({ refused: 'INVALID_PARAMETER', path: ['input', 'newEventId'] })
})
