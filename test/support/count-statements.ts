import type { Kysely, KyselyPlugin } from 'kysely'
import type { Database } from '../../src/database.ts'

export interface StatementCounter {
  /** The same database; what goes through it is counted. */
  readonly db: Kysely<Database>
  /** How many statements `work` sent, begin and commit not counted. */
  during(work: () => Promise<unknown>): Promise<number>
}

/** Counts statements as Kysely sends them, those of transactions too. */
export function countStatements(db: Kysely<Database>): StatementCounter {
  let count = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count++
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    db: db.withPlugin(plugin),
    during: async (work) => {
      const before = count
      await work()
      return count - before
    },
  }
}
