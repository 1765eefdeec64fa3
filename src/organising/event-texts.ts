import type { AuditChange } from '../audit/audit.ts'
import type { MarketEvent } from '../events/event.ts'
import type { NewsKind, NewsPrint } from '../events/feed.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS, RATIO_DECIMALS } from '../money/units.ts'

/** What is told and kept of a change of an event. Pure. */

type Told = Pick<MarketEvent, 'name' | 'status' | 'opensAt' | 'closesAt' | 'parameters'>

const money = (value: bigint): string => formatScaled(value, MICROS_DECIMALS)
const factor = (value: bigint): string => formatScaled(value, RATIO_DECIMALS)

const shown = ({ name, status, opensAt, closesAt, parameters: p }: Told): Record<string, string | null> => ({
  name,
  status,
  opensAt: opensAt?.toISOString() ?? null,
  closesAt: closesAt?.toISOString() ?? null,
  initialCash: money(p.initialCashMicros),
  minPrice: money(p.minPriceMicros),
  defaultBasePrice: money(p.defaultBasePriceMicros),
  pricePerShare: money(p.slopeMicrosPerShare),
  transactionFeeBps: String(p.transactionFeeBps),
  seedToPriceFactor: factor(p.seedToPriceRatio),
  investmentToSeedFactor: factor(p.investmentToSeedRatio),
  driftEnabled: String(p.driftEnabled),
  driftIntervalMs: String(p.driftIntervalMs),
  driftMaxPctPerTick: factor(p.driftMaxPctPerTickRatio),
  driftMeanReversion: factor(p.driftMeanReversionRatio),
  closingWindowSeconds: String(p.closingWindowSeconds),
})

/** The fields that differ, as the API shows them. */
export function eventChanges(before: Told | null, after: Told): AuditChange[] {
  const was = before ? shown(before) : {}
  return Object.entries(shown(after))
    .filter(([field, value]) => (was[field] ?? null) !== value)
    .map(([field, value]) => ({ field, before: was[field] ?? null, after: value }))
}

/** The news kind of a new status, and the sentence that the server writes where the organiser wrote none. */
export function statusNews(before: Told | null, after: Told): { kind: NewsKind; headline: string } | null {
  if (before?.status === after.status) return null
  if (after.status === 'OPEN') return { kind: 'EVENT_OPENED', headline: `${after.name} is open for trading` }
  if (after.status === 'HALTED') return { kind: 'EVENT_HALTED', headline: `Trading in ${after.name} is halted` }
  if (after.status === 'CLOSED') return { kind: 'EVENT_CLOSED', headline: `${after.name} is closed: the standings are final` }
  return null
}

/** A news item about the whole event. */
export const eventNews = (newsId: string, kind: NewsKind, headline: string, at: Date): Omit<NewsPrint, 'position'> => ({
  newsId,
  at,
  kind,
  headline,
  projectId: null,
  bumpType: null,
  priceBefore: null,
  priceAfter: null,
  sequence: null,
})
