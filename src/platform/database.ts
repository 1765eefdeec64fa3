import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { Database } from '../database.ts'
import type { Log } from './log.ts'

// INT8 is a bigint and NUMERIC a text: no amount passes through a JavaScript float.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text))

export interface DatabaseOptions {
  readonly url: string
  readonly maxConnections: number
  readonly statementTimeoutMs: number
  readonly log: Log
}

/** A pool of connections, each with time-outs, so that a database that hangs becomes an error and no leak. */
export function connectDatabase({ url, maxConnections, statementTimeoutMs, log }: DatabaseOptions): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'btx-exchange',
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    types,
  })
  // Never the error itself: it carries the whole connection. A pool that is being closed loses its connections.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ reason: error.message }, 'an idle database connection was lost')
  })
  // A connection in use that ends between two statements says so to nobody else; the next statement fails of it.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ reason: error.message }, 'a database connection in use was lost'))
  })
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** Statements of their own, each run as the function says: for reading, without transactions. */
export function kyselyOver(run: (query: CompiledQuery) => Promise<QueryResult<unknown>>): Kysely<Database> {
  const connection = { executeQuery: run, streamQuery: never } as DatabaseConnection
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: never,
    commitTransaction: never,
    rollbackTransaction: never,
    destroy: async () => undefined,
  }
  return new Kysely<Database>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
  })
}

const never = (): never => {
  throw new Error('this connection is for reading only')
}
