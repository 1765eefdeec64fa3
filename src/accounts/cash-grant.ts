import { effectiveStatus, type MarketEvent } from '../events/event.ts'
import { canonical, type Decimal, formatScaled, toScale } from '../money/decimal.ts'
import { INITIAL_CASH_MAX } from '../money/ranges.ts'
import { type Micros, MICROS_DECIMALS, micros } from '../money/units.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'

/**
 * A grant of cash. It raises the cash and the initial balance of an account alike, so that nobody's profit, rank or score
 * moves: they are counted from the initial balance, as if the cash had been there from the start. Pure.
 */
const AMOUNT = ['input', 'amount']
const LARGEST = formatScaled(INITIAL_CASH_MAX, MICROS_DECIMALS)

/**
 * The amount for each account: above 0, 6 decimals; no initial balance (`largest` is the largest of those who receive)
 * beyond that of an event. Refused with EVENT_NOT_OPEN once the event is CLOSED: its standings are final.
 */
export function decideGrant(amount: Decimal, event: MarketEvent, now: Date, largest: Micros): Micros | Refusal {
  const granted = toScale(amount, MICROS_DECIMALS)
  if (granted === null || granted <= 0n || granted > INITIAL_CASH_MAX) {
    const range = `above 0 and at most ${LARGEST}, with at most ${MICROS_DECIMALS} decimals`
    return refuse('INVALID_PARAMETER', `amount is ${canonical(amount)}; it must be ${range}.`, AMOUNT)
  }
  if (effectiveStatus(event, now) === 'CLOSED') return refuse('EVENT_NOT_OPEN', 'The event is CLOSED: its standings are final.')
  if (largest + granted > INITIAL_CASH_MAX) {
    const after = formatScaled(largest + granted, MICROS_DECIMALS)
    return refuse('INVALID_PARAMETER', `This would lift an initial balance to ${after}; it may be at most ${LARGEST}.`, AMOUNT)
  }
  return micros(granted)
}

/** What all receive together. */
export const grantTotal = (each: Micros, traders: number): Micros => micros(each * BigInt(traders))

/** What the public reads where everyone receives and the organiser wrote nothing. */
export const grantHeadline = (each: Micros): string => `Every trader receives ${formatScaled(each, MICROS_DECIMALS)} in cash`
