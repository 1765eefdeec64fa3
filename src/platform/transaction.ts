import { setTimeout as pause } from 'node:timers/promises'
import { type DatabaseConnection, DummyDriver, type Kysely, PostgresDialect, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Deps } from './deps.ts'
import { counter } from './metrics.ts'
import { isPlanStale } from './statements.ts'
import { inTrace } from './tracing.ts'

/** A running transaction. Functions that take a Tx only work inside one. */
export interface Tx {
  /**
   * Statements that are asked for in one turn, as in Promise.all, travel together and run in the order in which they were
   * asked for, each on what the one before it left; when one fails, those behind it fail as well.
   */
  readonly sql: Transaction<Database>
  readonly deps: Deps
  /** Runs after the commit, in order, and never after a rollback. The task must not throw. */
  afterCommit(task: () => void): void
}

/** The database could not be asked, or did not say what it did; the caller may try again with the same key. */
class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('The database is not available.', { cause })
  }
}

const UNIQUE_VIOLATION = '23505'
const IN_FAILED_TRANSACTION = '25P02'
const ATTEMPTS_MAX = 10
/** One that stays is no race but a bug. */
const UNIQUE_ATTEMPTS_MAX = 3
const BACKOFF_MS = 10
const retries = counter('transaction_retries_total', 'Transactions that were run again, by the SQLSTATE of what came in between.')

/**
 * Runs `work` in one READ COMMITTED transaction. A deadlock, a serialization failure or a unique violation that a
 * concurrent writer caused rolls back and runs `work` again, ten attempts at most. A connection that is lost is
 * DatabaseUnavailable and never retried: whether the commit happened is unknown, the idempotency key tells.
 */
export async function inTransaction<T>(deps: Deps, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const tasks: (() => void)[] = []
    try {
      const result = await deps.db
        .transaction()
        .execute((alone) => together(alone, (sql) => work({ sql, deps, afterCommit: (task) => tasks.push(inTrace(task)) })))
      for (const task of tasks) task()
      return result
    } catch (error) {
      const isUnique = codeOf(error) === UNIQUE_VIOLATION
      if (isConflict(error) && attempt < (isUnique ? UNIQUE_ATTEMPTS_MAX : ATTEMPTS_MAX)) {
        retries.add({ code: codeOf(error) })
        await pause(deps.random.integer(1, attempt * BACKOFF_MS))
        continue
      }
      if (isUnique) throw error
      if (isConflict(error) || isOutage(error)) throw new DatabaseUnavailable(error)
      throw error
    }
  }
}

/**
 * Kysely sends the next statement of a transaction when the last one is answered; here all go to the connection at once.
 * Of statements that fail because one before them did, `work` may hear first: what is thrown is the failure of that one.
 */
function together<T>(alone: Transaction<Database>, work: (sql: Transaction<Database>) => Promise<T>): Promise<T> {
  const executor = alone.getExecutor()
  return executor.provideConnection(async (connection) => {
    const failures: unknown[] = []
    const noting: DatabaseConnection = {
      executeQuery: (query, options) =>
        connection.executeQuery<never>(query, options).catch((error: unknown) => {
          failures.push(error)
          throw error
        }),
      streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
    }
    const direct = executor.withConnectionProvider({ provideConnection: (consumer) => consumer(noting) })
    try {
      return await work(new Transaction<Database>({ ...UNUSED, executor: direct }))
    } catch (error) {
      throw codeOf(error) === IN_FAILED_TRANSACTION ? (failures[0] ?? error) : error
    }
  })
}

/** What only a Kysely that opens connections needs. */
const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('a transaction opens no connections')) })
const UNUSED = { dialect, config: { dialect }, driver: new DummyDriver() }

/** Runs `read` with everything as of one moment: one snapshot, in which nothing can be written. */
export const atOneMoment = <T>(db: Kysely<Database>, read: (snapshot: Transaction<Database>) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

/** Deadlock, serialization failure, lock time-out, unique violation: another writer was there first. A plan that a migration made stale. */
const isConflict = (error: unknown): boolean =>
  isPlanStale(error) || ['40P01', '40001', '55P03', UNIQUE_VIOLATION].includes(codeOf(error))

/** The connection, the server or its disk failed: class 08, 53, 57, 58, or no SQLSTATE at all from the driver. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  const code = codeOf(error)
  if (/^(08|53|57|58)/.test(code) && code.length === 5) return true
  if (/^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/.test(code)) return true
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered|Client was closed)/i.test(error.message)
  )
}
