import type { MarketRules, MarketStatus } from './market.ts'

/** Status and rules as a command of the inbox carries them: whole numbers as text where they may be beyond 2^53. Pure. */
export interface RulesRecord {
  readonly status: MarketStatus
  readonly tickSizeMicros: string
  readonly lotSizeUnits: string
  readonly minNotionalMicros: string
  readonly feeBps: number
  readonly bandBps: number
  readonly breakerBps: number
  readonly breakerWindowMs: number
  readonly referencePrice: number
}

export type StatusAndRules = MarketRules & { readonly status: MarketStatus }

export const recordOfRules = (rules: StatusAndRules): RulesRecord => ({
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

export const rulesOfRecord = (record: RulesRecord): StatusAndRules => ({
  ...record,
  tickSizeMicros: BigInt(record.tickSizeMicros),
  lotSizeUnits: BigInt(record.lotSizeUnits),
  minNotionalMicros: BigInt(record.minNotionalMicros),
})
