import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideCredit } from './credit.ts'
import { feeOfFill, holdOf } from './ledger.ts'
import { isRefusal } from '../refusals/refusal.ts'

const VALUE = { lotTickMicros: 10n, lotSizeUnits: 100_000n }

describe('A hold', () => {
  test('of a BUY is notional and fee in USDC, of a SELL the base quantity', () => {
    const order = { price: 150, openLots: 2_000, filledNotional: 0n, feeBps: 50 }
    expect(holdOf({ side: 'BUY', ...order }, VALUE)).toBe(3_015_000n)
    expect(holdOf({ side: 'SELL', ...order }, VALUE)).toBe(200_000_000n)
    expect(holdOf({ side: 'BUY', ...order, openLots: 0 }, VALUE)).toBe(0n)
  })

  test('of a BUY suffices for any fills at its price or better, to the last micro', () => {
    const fills = fc.array(fc.record({ lots: fc.integer({ min: 1, max: 50 }), better: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(fills, fc.integer({ min: 0, max: 1_000 }), (taken, feeBps) => {
        const quantity = taken.reduce((sum, { lots }) => sum + lots, 0)
        const order = { side: 'BUY', price: 10, feeBps } as const
        let left = holdOf({ ...order, openLots: quantity, filledNotional: 0n }, VALUE)
        let [filledNotional, openLots] = [0n, quantity]
        for (const { lots, better } of taken) {
          const notional = BigInt(10 - better) * BigInt(lots) * VALUE.lotTickMicros
          left -= notional + feeOfFill(filledNotional, notional, feeBps)
          filledNotional += notional
          openLots -= lots
          expect(left).toBeGreaterThanOrEqual(holdOf({ ...order, openLots, filledNotional }, VALUE))
        }
      }),
    )
  })
})

test('The fees of all fills of an order are the fee of their sum', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1 }),
      fc.integer({ min: 0, max: 1_000 }),
      (fills, bps) => {
        let [before, fees] = [0n, 0n]
        for (const notional of fills) {
          fees += feeOfFill(before, notional, bps)
          before += notional
        }
        expect(fees).toBe(feeOfFill(0n, before, bps))
      },
    ),
  )
})

test('A credit is above zero, on its scale, and leaves no balance beyond a thousand million', () => {
  const whole = (digits: bigint, decimals = 0) => ({ digits, decimals })
  expect(decideCredit('USDC', whole(25n, 1), 0n)).toBe(2_500_000n)
  expect(decideCredit('CXPT', whole(25n, 1), 0n)).toBe(250_000_000n)
  expect(decideCredit('USDC', whole(1_000_000_000n), 0n)).toBe(10n ** 15n)
  for (const [amount, total] of [
    [whole(0n), 0n],
    [whole(-1n), 0n],
    [whole(1n, 7), 0n],
    [whole(1_000_000_000n), 1n],
  ] as const)
    expect(isRefusal(decideCredit('USDC', amount, total))).toBe(true)
})
