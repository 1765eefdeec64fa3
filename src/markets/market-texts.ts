import type { AuditChange } from '../audit/audit.ts'
import { formatScaled } from '../money/decimal.ts'
import { BASE_DECIMALS } from '../ledger/ledger.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { type Market, priceText } from './market.ts'
import type { MarketDraft } from './save-market.ts'

/** What an administrator can set of a market, as the API shows it. Pure. */
const shownOf = (market: MarketDraft): Readonly<Record<string, string>> => ({
  kind: market.kind,
  baseAsset: market.baseAsset,
  tickSize: formatScaled(market.tickSizeMicros, MICROS_DECIMALS),
  lotSize: formatScaled(market.lotSizeUnits, BASE_DECIMALS),
  minNotional: formatScaled(market.minNotionalMicros, MICROS_DECIMALS),
  feeBps: String(market.feeBps),
  bandBps: String(market.bandBps),
  breakerBps: String(market.breakerBps),
  breakerWindowSeconds: String(market.breakerWindowMs / 1_000),
  referencePrice: priceText(market, market.referencePrice),
  status: market.status,
})

/** Field by field what differs; every field of a new market. */
export function marketChanges(before: Market | null, after: Market): AuditChange[] {
  const was = before && shownOf(before)
  return Object.entries(shownOf(after))
    .filter(([field, value]) => value !== was?.[field])
    .map(([field, value]) => ({ field, before: was?.[field] ?? null, after: value }))
}
