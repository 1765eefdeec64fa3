import type { AuditChange } from '../audit/audit.ts'
import type { MarketParameters } from '../events/event.ts'
import { parseDecimal, toScale } from '../money/decimal.ts'
import { type Micros, MICROS_DECIMALS, micros } from '../money/units.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'
import { applyOpposite, type Moved, type Movable, type Shift } from './admin-moves.ts'
import type { MoveKind } from './move-record.ts'

/**
 * Taking back a mistaken move of an organiser by the opposite one, from what the audit log says of it. Trades that were
 * made meanwhile stay, and so does what they did to the price: the market is linear, so the price ends where it would be
 * had the move never been. Pure.
 */
export interface AuditedMove {
  readonly action: string
  readonly projectId: string | null
  readonly priceBefore: Micros | null
  readonly priceAfter: Micros | null
  readonly changes: readonly AuditChange[]
}

/** How each move that can be taken back is told when it is. */
const OPPOSITES: Readonly<Record<string, Pick<MoveKind, 'source' | 'news' | 'bumpType'>>> = {
  applyPhaseBump: { source: 'PHASE_BUMP', news: 'PHASE_BUMP', bumpType: 'ADD' },
  updateSeed: { source: 'SEED_UPDATE', news: 'SEED_UPDATE', bumpType: null },
  applyInvestment: { source: 'SEED_UPDATE', news: 'SEED_UPDATE', bumpType: null },
}

const AUDIT_ID = ['input', 'auditId']

/** Bumps, seed changes and investments; a compensation is not taken back, its original is made anew. */
export const isReversible = (entry: AuditedMove): boolean =>
  Object.hasOwn(OPPOSITES, entry.action) && entry.projectId !== null && entry.priceBefore !== null && entry.priceAfter !== null

/** The kind of the opposite of a reversible move. */
export const oppositeKind = (entry: AuditedMove): Omit<MoveKind, 'decide'> => ({
  action: 'compensateMove',
  ...OPPOSITES[entry.action]!,
})

/** A money text of the audit log. */
const money = (text: string | null | undefined): Micros => {
  const value = text == null ? null : parseDecimal(text)
  const scaled = value && toScale(value, MICROS_DECIMALS)
  if (scaled === null) throw new Error(`"${text}" is no amount of money`)
  return micros(scaled)
}

function shiftOf({ priceBefore, priceAfter, changes }: AuditedMove): Shift {
  const seed = changes.find(({ field }) => field === 'seedAmount')
  return {
    price: micros((priceAfter ?? 0n) - (priceBefore ?? 0n)),
    seed: seed ? micros(money(seed.after) - money(seed.before)) : micros(0n),
  }
}

/** The opposite of an audited move, from where its project is now; INVALID_PARAMETER for entries that are no such move. */
export function decideCompensation(project: Movable, p: MarketParameters, entry: AuditedMove): Moved | Refusal {
  return checkReversible(entry) ?? applyOpposite(project, p, shiftOf(entry), AUDIT_ID)
}

export const checkReversible = (entry: AuditedMove): Refusal | null =>
  isReversible(entry)
    ? null
    : refuse(
        'INVALID_PARAMETER',
        `${entry.action} is no move that can be taken back: only bumps, seed changes and investments are.`,
        AUDIT_ID,
      )
