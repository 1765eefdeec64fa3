import { type Micros, micros } from '../money/units.ts'

/** Cash of a user in an event. */
export interface Account {
  readonly accountId: string
  readonly eventId: string
  readonly userId: string
  readonly cash: Micros
  /** What it began with, and what was granted since. */
  readonly initial: Micros
  /** The part of `initial` that organisers granted. */
  readonly granted: Micros
  readonly fees: Micros
  readonly realised: Micros
  readonly tradeCount: number
  readonly ranked: boolean
  readonly frozen: boolean
  readonly createdAt: Date
}

/** What the account began with, before any grant. */
export const ungranted = ({ initial, granted }: Pick<Account, 'initial' | 'granted'>): Micros => micros(initial - granted)
