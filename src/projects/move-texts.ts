import type { AuditChange } from '../audit/audit.ts'
import type { NewsKind } from '../events/feed.ts'
import { formatScaled } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import type { Project } from './project.ts'

/** What the server writes where the organiser gave no headline, and what the audit keeps of a change. Pure. */

const BUMP_TEXTS: Record<string, string> = {
  KICKOFF_HYPE: 'kicks off to applause',
  VALIDATION_GOOD: 'passes its validation',
  VALIDATION_BAD: 'stumbles in validation',
  MVP_SHIPPED: 'ships its MVP',
  USER_FEEDBACK_GOOD: 'delights its first users',
  USER_FEEDBACK_BAD: 'disappoints its first users',
  DEMO_QUALIFIER: 'qualifies for the demo',
  DEMO_WINNER: 'wins the demo',
  MULTIPLY: 'is revalued',
  ADD: 'is revalued',
}

const money = (value: bigint): string => formatScaled(value, MICROS_DECIMALS)

/** One line of at most 200 characters. NOVA "ships its MVP: 1.5 → 1.95". */
export function headlineOf(kind: NewsKind, bumpType: string | null, before: Project, after: Project): string {
  const prices = `${money(before.price)} → ${money(after.price)}`
  if (kind === 'PHASE_BUMP') return `${after.ticker} ${BUMP_TEXTS[bumpType ?? ''] ?? 'moves'}: ${prices}`
  if (kind === 'INVESTMENT') return `${after.ticker} raises an investment: ${prices}`
  if (kind === 'LISTED') return `${after.ticker} is listed at ${money(after.price)}`
  return `${after.ticker} seed ${money(before.seed)} → ${money(after.seed)}: ${prices}`
}

/** What the public reads of a move that is taken back: "NOVA is corrected: 3 → 2". */
export const correctionHeadline = (before: Project, after: Pick<Project, 'price'>): string =>
  `${before.ticker} is corrected: ${money(before.price)} → ${money(after.price)}`

/** The audited fields, as the API shows them; only those that differ. */
export function changesOf(before: Project | null, after: Project): AuditChange[] {
  const shown = (project: Project): Record<string, string> => ({
    ticker: project.ticker,
    name: project.name,
    description: project.description,
    seedAmount: money(project.seed),
    basePrice: money(project.basePrice),
    currentPrice: money(project.price),
    isActive: String(project.isActive),
  })
  const was = before ? shown(before) : {}
  return Object.entries(shown(after))
    .filter(([field, value]) => was[field] !== value)
    .map(([field, value]) => ({ field, before: was[field] ?? null, after: value }))
}
