import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { Database } from '../database.ts'
import type { Log } from './log.ts'
import { gauge } from './metrics.ts'
import { createStatementNames, isPlanStale, parameterOf, utcMomentOf } from './statements.ts'

// INT8 is a bigint and NUMERIC a text: no amount passes through a JavaScript float.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text))
const parseMoment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => utcMomentOf(text) ?? parseMoment(text))

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
    pipeline: true,
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
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool, gaugesOf(pool)) }) })
}

/** The answer ends them. */
function gaugesOf(pool: pg.Pool): () => void {
  const gauges = [
    gauge('database_connections', 'Open connections to the primary.', () => pool.totalCount),
    gauge('database_connections_in_use', 'Those that somebody has.', () => pool.totalCount - pool.idleCount),
    gauge('database_connections_wanted', 'Who waits for one.', () => pool.waitingCount),
  ]
  return () => gauges.forEach((end) => end())
}

/**
 * The pool as Kysely sees it: statements that come again and again are prepared once on each connection, by name. A plan that
 * a migration made stale is forgotten; within a transaction the transaction is run again (see isConflict).
 */
function preparing(pool: pg.Pool, onEnd: () => void): PostgresPool {
  const names = createStatementNames()
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    const query = async (text: string, parameters: readonly unknown[]) => {
      const values = parameters.map(parameterOf)
      const name = names.nameOf(text)
      try {
        return await client.query({ text, values, ...(name === null ? {} : { name }) })
      } catch (error) {
        if (!isPlanStale(error)) throw error
        names.forget(text)
        if (client.getTransactionStatus() !== 'I') throw error
        return await client.query(text, values)
      }
    }
    // Kysely can ask for cursors too; nobody here does.
    return { query: query as unknown as PostgresPoolClient['query'], release: (destroy?: boolean) => client.release(destroy) }
  }
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client) ?? wrap(client)
      clients.set(client, known)
      return known
    },
    async end() {
      onEnd()
      await pool.end()
    },
  }
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
