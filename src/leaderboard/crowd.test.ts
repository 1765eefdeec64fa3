import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { micros, shareUnits } from '../money/units.ts'
import { accountValue, holdingValue } from '../portfolio/valuation.ts'
import { saleRevenue } from '../trading/price-line.ts'
import { boardOfCrowd, rankEntries } from './board.ts'
import { Crowd } from './crowd.ts'
import { descending, workingsFor } from './descending.ts'
import { ranked, saleOf } from './ranking.ts'

function ended<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const idOf = (kind: 'a' | 'b', n: number) => `${kind}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const termsOf = (k: number, floor: bigint, fee: number) => ({
  minPriceMicros: micros(floor),
  slopeMicrosPerShare: micros(BigInt(k) * 20_000n),
  transactionFeeBps: fee,
})
const terms = fc.record({
  k: fc.integer({ min: 1, max: 500 }),
  floor: fc.bigInt(10_000n, 5_000_000n),
  fee: fc.integer({ min: 0, max: 2_000 }),
})

describe('A sale in doubles', () => {
  test('is the exact one to the last micro-unit, above the floor, across it and at sizes that no double holds', () => {
    fc.assert(
      fc.property(terms, fc.bigInt(0n, 10n ** 13n), fc.bigInt(1n, 10n ** 11n), ({ k, floor, fee }, above, shares) => {
        const at = termsOf(k, floor, fee)
        const price = floor + above
        expect(saleOf(at)(Number(price), Number(shares))).toBe(Number(saleRevenue(micros(price), shareUnits(shares), at)))
      }),
      { numRuns: 5_000 },
    )
  })

  test('is exact where the revenue is a whole number', () => {
    const at = termsOf(1, 100_000n, 200)
    for (let shares = 1n; shares < 3_000n; shares++) {
      const price = 1_000_000n + shares * 2n
      expect(saleOf(at)(Number(price), Number(shares * 10_000n))).toBe(
        Number(saleRevenue(micros(price), shareUnits(shares * 10_000n), at)),
      )
    }
  })
})

describe('An order', () => {
  test('is from the largest key down, equals as they stood', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.maxSafeInteger()), { maxLength: 200 }), (keys) => {
        const bounded = keys.map((key) => Math.trunc(key / 4))
        const start = Int32Array.from(bounded.keys()).reverse()
        const order = start.slice()
        ended(descending(Float64Array.from(bounded), order, workingsFor(bounded.length)))
        expect([...order]).toEqual([...start].sort((a, b) => bounded[b]! - bounded[a]!))
      }),
    )
  })
})

/** A crowd that trades at moving prices, told to the columns as changes and kept as plain rows beside them. */
const step = fc.record({
  who: fc.integer({ min: 0, max: 30 }),
  project: fc.integer({ min: 0, max: 5 }),
  shares: fc.bigInt(1n, 1_000_000n),
  price: fc.bigInt(100_000n, 9_000_000n),
})

describe('A crowd', () => {
  test('stands after any trades as its rows would, valued and ranked by the exact rule', () => {
    fc.assert(
      fc.property(terms, fc.array(step, { minLength: 1, maxLength: 120 }), ({ k, fee }, steps) => {
        const at = termsOf(k, 100_000n, fee)
        const crowd = new Crowd()
        const rows = new Map<number, { cash: bigint; held: Map<number, bigint> }>()
        const prices = new Map<number, bigint>()
        const createdAt = (who: number) => new Date((who * 7) % 5)
        for (const { who, project, shares, price } of steps) {
          prices.set(project, price)
          crowd.setPrice(`p${project}`, price)
          const row = rows.get(who) ?? { cash: 2_500_000_000n, held: new Map<number, bigint>() }
          const held = row.held.get(project) ?? 0n
          const change = held > shares ? -held : shares
          row.held.set(project, held + change)
          row.cash -= change
          const member = crowd.memberOf(idOf('b', who))
          if (member !== undefined) crowd.trade(member, `p${project}`, change, -change)
          else {
            const named = {
              accountId: idOf('a', who),
              userId: idOf('b', who),
              initial: 2_500_000_000n,
              createdAt: createdAt(who),
            }
            crowd.set({ ...named, cash: row.cash, held: [{ projectId: `p${project}`, shares: change }] })
          }
          rows.set(who, row)
        }
        const expected = rankEntries(
          [...rows].map(([who, { cash, held }]) => {
            const open = [...held].filter(([, shares]) => shares > 0n)
            const values = open.map(([project, shares]) =>
              holdingValue({ shares: shareUnits(shares), costBasis: micros(0n) }, micros(prices.get(project)!), at),
            )
            const { total, liquidation } = accountValue(micros(cash), micros(2_500_000_000n), values)
            const identity = { accountId: idOf('a', who), userId: idOf('b', who), accountCreatedAt: createdAt(who) }
            return { ...identity, initial: micros(2_500_000_000n), score: null, total, liquidation, positions: open.length }
          }),
        )
        const { order, total, liquidation, positions, place } = ranked(crowd.columns(), at)
        expect([...order].map((member) => crowd.userIds.at(member))).toEqual(expected.map(({ userId }) => userId))
        for (const [index, row] of expected.entries()) {
          const member = order[index]!
          expect(place[member]).toBe(index)
          expect([total[member], liquidation[member], positions[member]]).toEqual([
            Number(row.total),
            Number(row.liquidation),
            row.positions,
          ])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('shows the last board while the next one is made, and says when one is over; a lasting one stays', () => {
    const at = termsOf(1, 100_000n, 200)
    const crowd = new Crowd()
    const boards = [1n, 2n, 3n].map((cash) => {
      crowd.set({
        accountId: idOf('a', 1),
        userId: idOf('b', 1),
        initial: 1n,
        createdAt: new Date(0),
        cash,
        held: [],
      })
      const columns = crowd.columns()
      const board = boardOfCrowd({ eventId: 'e', asOf: new Date(0) }, crowd, ranked(columns, at, crowd.nextRanking()))
      return { board, lasting: board.lasting() }
    })
    expect(() => boards[0]!.board.rows(0, 1)).toThrow()
    expect(() => boards[0]!.board.ofUser(idOf('b', 1))).toThrow()
    expect(boards.map(({ lasting }) => lasting.rows(0, 1)[0]?.total)).toEqual([1n, 2n, 3n])
    expect(boards.slice(1).map(({ board }) => board.ofUser(idOf('b', 1))?.total)).toEqual([2n, 3n])
  })
})
