import { describe, expect, test } from 'vitest'
import { micros } from '../money/units.ts'
import { type BoardEntry, boardEnds, boardOfRows, neighboursOf, rankEntries } from './board.ts'

const entry = (accountId: string, liquidation: bigint, more: Partial<BoardEntry> = {}): BoardEntry => ({
  accountId,
  userId: `user-${accountId}`,
  initial: micros(100n),
  accountCreatedAt: new Date(0),
  score: null,
  total: micros(0n),
  liquidation: micros(liquidation),
  positions: 0,
  ...more,
})

const ids = (rows: readonly BoardEntry[]) => rows.map((row) => row.accountId).join('')
const board = (count: number) =>
  boardOfRows(
    { eventId: 'e', asOf: new Date(0), final: false },
    rankEntries(Array.from({ length: count }, (_, index) => entry(String.fromCharCode(97 + index), 1_000n - BigInt(index)))),
  )

describe('Ranks', () => {
  test('follow liquidation value above the initial balance, not what a holding is marked at', () => {
    expect(
      ids(rankEntries([entry('a', 90n, { total: micros(999n) }), entry('b', 95n), entry('c', 99n, { initial: micros(110n) })])),
    ).toBe('bac')
  })

  test('have no equals: the older account, then the smaller id stands above', () => {
    const rows = rankEntries([
      entry('d', 7n),
      entry('c', 7n, { accountCreatedAt: new Date(-1) }),
      entry('b', 7n),
      entry('a', 7n, { accountCreatedAt: new Date(1) }),
    ])
    expect(ids(rows)).toBe('cbda')
    expect(rows.map((row) => row.rank)).toEqual([1, 2, 3, 4])
  })

  test('of a closed event follow the score', () => {
    expect(ids(rankEntries([entry('a', 900n, { score: micros(1n) }), entry('b', 1n, { score: micros(2n) })]))).toBe('ba')
  })
})

describe('The ends of a board', () => {
  test.each([
    [8, 3, 2, 'abc', 'hg'],
    [5, 3, 5, 'abc', 'ed'],
    [3, 5, 5, 'abc', ''],
    [4, 0, 2, '', 'dc'],
    [4, 2, 0, 'ab', ''],
    [4, 0, 9, '', 'dcba'],
    [0, 5, 5, '', ''],
  ])('of %i, top %i and bottom %i, are "%s" and "%s": nobody stands in both', (count, top, bottom, best, worst) => {
    const ends = boardEnds(board(count), top, bottom)
    expect([ids(ends.top), ids(ends.bottom)]).toEqual([best, worst])
  })
})

describe('Neighbours', () => {
  test.each([
    [1, 'abc'],
    [2, 'abcd'],
    [3, 'abcde'],
    [6, 'defgh'],
    [7, 'efgh'],
    [8, 'fgh'],
  ])('of rank %i of eight are %s', (rank, expected) => {
    const rows = board(8)
    expect(ids(neighboursOf(rows, rows.rows(rank - 1, rank)[0]!))).toBe(expected)
  })
})
