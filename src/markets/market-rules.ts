import type { MarketRules, MarketStatus } from './market.ts'

/** Of a decision about a market; null leaves the status as it is when the decision is carried out. */
export type DecidedStatus = MarketStatus | null

/** Status and rules as a command of the inbox carries them: whole numbers as text where they may be beyond 2^53. Pure. */
export interface RulesRecord<Status extends DecidedStatus = MarketStatus> {
  readonly status: Status
  readonly tickSizeMicros: string
  readonly lotSizeUnits: string
  readonly minNotionalMicros: string
  readonly feeBps: number
  readonly bandBps: number
  readonly breakerBps: number
  readonly breakerWindowMs: number
  readonly referencePrice: number
}

export type StatusAndRules<Status extends DecidedStatus = MarketStatus> = MarketRules & { readonly status: Status }

export const recordOfRules = <Status extends DecidedStatus>(rules: StatusAndRules<Status>): RulesRecord<Status> => ({
  status: rules.status,
  tickSizeMicros: rules.tickSizeMicros.toString(),
  lotSizeUnits: rules.lotSizeUnits.toString(),
  minNotionalMicros: rules.minNotionalMicros.toString(),
  feeBps: rules.feeBps,
  bandBps: rules.bandBps,
  breakerBps: rules.breakerBps,
  breakerWindowMs: rules.breakerWindowMs,
  referencePrice: rules.referencePrice,
})

export const rulesOfRecord = <Status extends DecidedStatus>(record: RulesRecord<Status>): StatusAndRules<Status> => ({
  ...record,
  tickSizeMicros: BigInt(record.tickSizeMicros),
  lotSizeUnits: BigInt(record.lotSizeUnits),
  minNotionalMicros: BigInt(record.minNotionalMicros),
})
