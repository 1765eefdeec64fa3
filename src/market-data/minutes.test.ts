import { describe, expect, test } from 'vitest'
import { type MinuteFill, minutesOf } from './minutes.ts'

const fill = (marketId: number, at: string, price: bigint, quantity: bigint): MinuteFill => ({
  marketId,
  at: new Date(`2026-11-21T${at}Z`),
  price,
  quantity,
  notional: price * quantity * 10n,
})

describe('minutes', () => {
  test('no fills make no minutes', () => expect(minutesOf([])).toEqual([]))

  test('open and close go by the order of trades, high and low by price', () => {
    const fills = [fill(1, '10:00:01', 100n, 2n), fill(1, '10:00:59.999', 90n, 3n), fill(1, '10:00:30', 95n, 1n)]
    expect(minutesOf(fills)).toEqual([
      {
        marketId: 1,
        minute: new Date('2026-11-21T10:00:00Z'),
        open: 100n,
        high: 100n,
        low: 90n,
        close: 95n,
        quantity: 6n,
        notional: 5_650n,
        trades: 3,
      },
    ])
  })

  test('each market and minute has a bucket of its own, in order', () => {
    const fills = [fill(2, '10:01:00', 5n, 1n), fill(1, '10:01:00', 7n, 1n), fill(2, '10:00:59.999', 6n, 1n)]
    expect(minutesOf(fills).map(({ marketId, minute, close }) => [marketId, minute.toISOString().slice(11, 16), close])).toEqual([
      [1, '10:01', 7n],
      [2, '10:00', 6n],
      [2, '10:01', 5n],
    ])
  })
})
