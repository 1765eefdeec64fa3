import { type Micros, micros, type Ratio, ratio } from '../money/units.ts'

/** The event a market belongs to: parameters, status, clock. Pure. Source: mechanics, "Parameters", "The event's clock". */

const EVENT_STATUSES = ['SCHEDULED', 'OPEN', 'HALTED', 'CLOSED'] as const
export type EventStatus = (typeof EVENT_STATUSES)[number]

export interface MarketParameters {
  readonly initialCashMicros: Micros
  readonly minPriceMicros: Micros
  readonly defaultBasePriceMicros: Micros
  /** k: micro-units of price per whole share; a multiple of 20_000 (0.02). */
  readonly slopeMicrosPerShare: Micros
  readonly seedToPriceRatio: Ratio
  readonly transactionFeeBps: number
  readonly investmentToSeedRatio: Ratio
  readonly driftEnabled: boolean
  readonly driftIntervalMs: number
  readonly driftMaxPctPerTickRatio: Ratio
  /** Per second. */
  readonly driftMeanReversionRatio: Ratio
  readonly closingWindowSeconds: number
}

export interface MarketEvent {
  readonly eventId: string
  readonly name: string
  /** As stored; `effectiveStatus` says what holds now. */
  readonly status: EventStatus
  readonly opensAt: Date | null
  readonly closesAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly parameters: MarketParameters
}

/** CLOSED from closesAt on; else OPEN from opensAt on where SCHEDULED is stored; else the stored status. */
export function effectiveStatus(event: Pick<MarketEvent, 'status' | 'opensAt' | 'closesAt'>, now: Date): EventStatus {
  if (event.status === 'CLOSED' || (event.closesAt && now >= event.closesAt)) return 'CLOSED'
  if (event.status === 'SCHEDULED' && event.opensAt && now >= event.opensAt) return 'OPEN'
  return event.status
}

/** What a new event starts with. Source: mechanics, "Parameters". */
export const DEFAULT_PARAMETERS: MarketParameters = {
  initialCashMicros: micros(2_500_000_000n),
  minPriceMicros: micros(100_000n),
  defaultBasePriceMicros: micros(1_000_000n),
  slopeMicrosPerShare: micros(20_000n),
  seedToPriceRatio: ratio(100_000n),
  transactionFeeBps: 200,
  investmentToSeedRatio: ratio(100n),
  driftEnabled: true,
  driftIntervalMs: 3_000,
  driftMaxPctPerTickRatio: ratio(5_000n),
  driftMeanReversionRatio: ratio(120_000n),
  closingWindowSeconds: 600,
}
