/** What the database is sent: which statements have a name to be prepared under, and parameters as text. */
import { LRUCache } from 'lru-cache'

export interface StatementNames {
  /** The name to prepare the statement under; null for one that is not known to come again. */
  nameOf(text: string): string | null
  /** Its plan became stale: it gets another name when it comes again. */
  forget(text: string): void
}

/** A statement that came so often is prepared. Texts that differ with the number of their values do not get there. */
const PREPARED_AT = 3
/** Each prepared statement takes memory on every connection. */
const NAMES_MAX = 400

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const sightings = new LRUCache<string, number>({ max: 1_000 })
  let given = 0
  return {
    nameOf(text) {
      const known = names.get(text)
      if (known !== undefined || given >= NAMES_MAX) return known ?? null
      const seen = (sightings.get(text) ?? 0) + 1
      if (seen < PREPARED_AT) {
        sightings.set(text, seen)
        return null
      }
      const name = `btx_${++given}`
      names.set(text, name)
      return name
    },
    forget: (text) => void names.delete(text),
  }
}

/** A migration changed what a prepared statement answers with. */
export const isPlanStale = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000' && error.message.startsWith('cached plan')

/** Of the years that have four digits; the driver knows how to write others. */
const YEAR_10000_MS = 253_402_300_800_000
const isPlainMoment = (value: unknown): value is Date =>
  value instanceof Date && value.getTime() >= 0 && value.getTime() < YEAR_10000_MS

/** null where only the driver knows how to write it. */
function elementOf(item: unknown): string | null {
  if (item === null || item === undefined) return 'NULL'
  if (typeof item === 'string') return `"${/["\\]/.test(item) ? item.replace(/["\\]/g, '\\$&') : item}"`
  if (typeof item !== 'object') return String(item)
  return isPlainMoment(item) ? `"${item.toISOString()}"` : null
}

/** Moments in UTC, and flat lists as array literals: in a set-based statement writing these is most of the work. */
export function parameterOf(value: unknown): unknown {
  if (isPlainMoment(value)) return value.toISOString()
  if (!Array.isArray(value)) return value
  const elements = value.map(elementOf)
  return elements.includes(null) ? value : `{${elements.join(',')}}`
}

/** A moment as Postgres writes it to a session in UTC, which is nearly always; null where it is written otherwise. */
export const utcMomentOf = (text: string): Date | null =>
  text.length <= 29 && text[10] === ' ' && text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : null
