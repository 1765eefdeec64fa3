import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { decodeBatch, encodeBatch, feedTopic } from './feed.codec.ts'
import type { FeedBatch } from './feed.ts'

const at = new Date('2026-11-21T08:00:00.123Z')
const batch: FeedBatch = {
  eventId: 'kickstart',
  epoch: 7,
  first: 41n,
  last: 43n,
  revision: 9n,
  moves: [
    {
      position: 41n,
      projectId: 'p1',
      projectNumber: 1,
      ticker: 'ONE',
      name: 'Zoë’s “one”',
      sequence: 5,
      at,
      priceBefore: micros(1_000_000n),
      price: micros(1_020_000n),
      source: 'TRADE',
      headline: null,
      basePrice: micros(1_000_000n),
      offset: micros(-3n),
      netShares: shareUnits(10_000n),
      totalVolume: shareUnits(10_000n),
      totalTrades: 1,
      folded: 0,
      trade: {
        accountId: 'a',
        userId: 'u',
        side: 'BUY',
        shares: shareUnits(10_000n),
        executionPrice: micros(1_010_000n),
        fee: micros(20_200n),
        cashDelta: micros(-1_030_200n),
      },
    },
    {
      position: 43n,
      projectId: 'p1',
      projectNumber: 1,
      ticker: 'ONE',
      name: 'Zoë’s “one”',
      sequence: 6,
      at,
      priceBefore: micros(1_020_000n),
      price: micros(9_223_372_036_854_775_807n),
      source: 'PHASE_BUMP',
      headline: 'up',
      basePrice: micros(1_000_000n),
      offset: micros(0n),
      netShares: shareUnits(10_000n),
      totalVolume: shareUnits(10_000n),
      totalTrades: 1,
      folded: 0,
      trade: null,
    },
  ],
  news: [
    {
      position: 42n,
      newsId: 'n',
      at,
      kind: 'PHASE_BUMP',
      headline: 'up',
      projectId: 'p1',
      bumpType: 'DEMO_WINNER',
      priceBefore: micros(1_020_000n),
      priceAfter: micros(1_040_000n),
      sequence: 6,
    },
  ],
  touchedUserIds: ['u2'],
}

/** The batch as parsed JSON, with one member somewhere replaced. */
const withMember = (path: readonly (string | number)[], value: unknown): string => {
  const copy = JSON.parse(encodeBatch(batch))
  let holder = copy
  for (const step of path.slice(0, -1)) holder = holder[step]
  holder[path.at(-1)!] = value
  return JSON.stringify(copy)
}

describe('a feed batch on the bus', () => {
  test('comes back as it was sent', () => {
    expect(decodeBatch(encodeBatch(batch))).toEqual(batch)
    const empty: FeedBatch = { ...batch, first: 44n, last: 43n, moves: [], news: [] }
    expect(decodeBatch(encodeBatch(empty))).toEqual(empty)
  })

  test('is dropped by the topic of another event', () => {
    expect(feedTopic('kickstart').decode(encodeBatch(batch))).toEqual(batch)
    expect(feedTopic('other').decode(encodeBatch(batch))).toBeNull()
  })

  test.each([
    ['not JSON', 'not json'],
    ['null', 'null'],
    ['a number', '1'],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['10 MB', ' '.repeat(10_000_000)],
    ['deep nesting', '['.repeat(100_000)],
    ['a number for an amount', withMember(['moves', 0, 'price'], 1_020_000)],
    ['a fraction for an amount', withMember(['moves', 0, 'price'], '1.5')],
    ['an unknown source', withMember(['moves', 0, 'source'], 'LUCK')],
    ['an unknown side', withMember(['moves', 0, 'trade', 'side'], 'HOLD')],
    ['a missing trade member', withMember(['moves', 0, 'trade'], {})],
    ['a moment as text', withMember(['moves', 0, 'at'], at.toISOString())],
    ['a moment out of range', withMember(['moves', 0, 'at'], 9e15)],
    ['a negative sequence', withMember(['moves', 0, 'sequence'], -1)],
    ['news that are no list', withMember(['news'], { length: 1 })],
    ['a touched user that is no text', withMember(['touchedUserIds', 0], 5)],
    ['a position that is missing', withMember(['last'], '44')],
    ['a position that is there twice', withMember(['news', 0, 'position'], '41')],
    ['a position outside', withMember(['news', 0, 'position'], '99')],
    ['a first far away', withMember(['first'], '-9000000000000000000')],
  ])('is null for %s', (_, text) => {
    expect(decodeBatch(text)).toBeNull()
  })

  test('is never an exception, whatever JSON arrives', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(decodeBatch(text)).toBeNull()
      }),
    )
  })
})
