import { expect, test } from 'vitest'
import { AGE_MAX_MS, announced, type News, QUEUE_MAX, shownForMs, titleOf } from './announcements.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const news = (id: string, more: Partial<News> = {}): News => ({
  id,
  cursor: id,
  eventId: 'fair',
  at: new Date(NOW).toISOString(),
  kind: 'PHASE_BUMP',
  headline: id,
  project: null,
  bumpType: 'DEMO_WINNER',
  priceBefore: '1',
  priceAfter: '2',
  sequence: 1,
  ...more,
})
const after = (...items: News[]) =>
  items.reduce<readonly News[]>((queue, item) => announced(queue, item, NOW), []).map(({ id }) => id)

test('News wait for each other; what is on stays on, and of a flood the newest wait', () => {
  expect(after(news('a'), news('b'))).toEqual(['a', 'b'])
  const flood = Array.from({ length: 100 }, (_, index) => news(`n${index}`))
  expect(after(...flood)).toEqual(['n0', 'n97', 'n98', 'n99'])
  expect(after(...flood)).toHaveLength(QUEUE_MAX)
})

test('News that are old, listings and what waits already are not announced', () => {
  const old = new Date(NOW - AGE_MAX_MS - 1).toISOString()
  expect(after(news('a', { at: old }), news('b', { kind: 'LISTED' }), news('c'), news('c'))).toEqual(['c'])
})

test('One alone stays longer than one of many', () => {
  expect(shownForMs([news('a')])).toBeGreaterThan(shownForMs([news('a'), news('b')]))
})

test('The title says what happened', () => {
  expect(titleOf(news('a'))).toBe('Demo winner')
  expect(titleOf(news('a', { kind: 'EVENT_HALTED', bumpType: null }))).toBe('Trading is halted')
})
