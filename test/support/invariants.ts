import type { Kysely } from 'kysely'
import { BOOK_CHECKS } from '../../src/books/checks.sql.ts'
import type { Database } from '../../src/database.ts'
import { atOneMoment } from '../../src/platform/transaction.ts'
import { recompute } from './recompute.ts'

/**
 * Invariants I1–I6 of the exchange over everything a database holds, checked after every spec and every fault run. Sums
 * and sequences are asked of SQL, money is recomputed from the trades with exact rationals. Reads one snapshot, so it
 * may run while others write. Throws with every violation it found. Source: faults.
 */
export async function checkInvariants(db: Kysely<Database>): Promise<void> {
  const violations = await findViolations(db)
  if (violations.length === 0) return
  const shown = violations.slice(0, 20).join('\n  ')
  throw new Error(`${violations.length} broken invariants:\n  ${shown}`)
}

export async function findViolations(db: Kysely<Database>): Promise<string[]> {
  return await atOneMoment(db, async (tx) => {
    const found: string[] = []
    for (const [name, query] of Object.entries(BOOK_CHECKS)) {
      const { rows } = await query.execute(tx)
      found.push(
        ...rows.map(
          (row) => `${name}: ${JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}`,
        ),
      )
    }
    return [...found, ...(await recompute(tx))]
  })
}
