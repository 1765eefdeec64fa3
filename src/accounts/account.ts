import type { Micros } from '../money/units.ts'

/** Cash of a user in an event. */
export interface Account {
  readonly accountId: string
  readonly eventId: string
  readonly userId: string
  readonly cash: Micros
  readonly initial: Micros
  readonly fees: Micros
  readonly realised: Micros
  readonly tradeCount: number
  readonly ranked: boolean
  readonly frozen: boolean
  readonly createdAt: Date
}
