/**
 * GET /export/{standings,trades,prices}.csv?eventId= for administrators. Rows are read in stretches by key and written
 * as fast as the reader takes them: an export of any size holds one stretch in memory, and no connection meanwhile. It
 * ends where the feed stood when it began. Trades and prices come from a replica that shows enough, like other lists.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEFAULT_EVENT_ID, plainId } from '../graphql/access.ts'
import { CodedError, forbidden, notFound, unauthenticated } from '../graphql/errors.ts'
import type { HttpCall } from '../graphql/http.ts'
import { maskError } from '../graphql/masking.ts'
import { encodeNodeId } from '../graphql/node.ts'
import type { RateLimits } from '../graphql/rate-limits.ts'
import { addressOf, checkOrigin, type OriginRules, PREFLIGHT_HEADERS, RequestRefused } from '../graphql/request.ts'
import { type Authenticate, signIn } from '../graphql/sign-in.ts'
import { findTraderNames } from '../identity/identity.sql.ts'
import { readBoard } from '../leaderboard/boards.cache.ts'
import { findFeedMark } from '../leaderboard/leaderboard.sql.ts'
import type { Deps } from '../platform/deps.ts'
import { csvLine } from './csv.ts'
import {
  type Columns,
  type ExportName,
  EXPORTS,
  nameOf,
  PRICE_COLUMNS,
  STANDING_COLUMNS,
  TRADE_COLUMNS,
} from './export-tables.ts'
import { type ExportPage, listExportedPrices, listExportedTrades, type Stretch } from './exports.sql.ts'
import { answerOrRefuse, sendFailure } from './rest.http.ts'
import { failureOf } from './status.ts'

export interface ExportOptions extends OriginRules {
  readonly deps: Deps
  readonly limits: RateLimits
  readonly authenticate: Authenticate
}

export interface ExportDoor {
  isKnown(path: string): boolean
  handle(request: IncomingMessage, response: ServerResponse, path: string, requestId: string): Promise<Partial<HttpCall>>
}

/** Where rows are read, and up to which position of the feed. */
interface Source {
  readonly reader: Deps['db']
  readonly until: bigint
}

const STRETCH_ROWS = 2_000
/** Points of the caller's budget that each stretch takes. */
const STRETCH_COST = 20
const STALL_MAX_MS = 30_000

export function createExportDoor(options: ExportOptions): ExportDoor {
  const { deps, limits } = options
  const names = new Map<string, ExportName>(EXPORTS.map(({ name }) => [`/export/${name}.csv`, name]))

  async function linesOf<Row extends object>(eventId: string, columns: Columns<Row>, rows: readonly Row[]): Promise<string> {
    const userIds = [...new Set(rows.map(userIdOf).filter((userId) => userId !== undefined))]
    const found =
      userIds.length > 0
        ? await findTraderNames(
            deps.db,
            userIds.map((userId) => ({ eventId, userId })),
          )
        : []
    const traders = new Map(found.map((name) => [name.userId, name]))
    const traderOf = (userId: string) => ({ userId: encodeNodeId('Trader', userId), name: nameOf(traders.get(userId)) })
    const lineOf = (row: Row) => {
      const userId = userIdOf(row)
      return csvLine(columns.map(([, cell]) => cell({ row, trader: userId === undefined ? null : traderOf(userId) })))
    }
    return rows.map(lineOf).join('')
  }

  async function* stretches<Row extends object>(
    eventId: string,
    { reader, until }: Source,
    columns: Columns<Row>,
    read: (db: Deps['db'], stretch: Stretch) => Promise<ExportPage<Row>>,
  ): AsyncGenerator<string> {
    yield csvLine(columns.map(([header]) => header))
    for (let after: bigint | null = 0n; after !== null; ) {
      const page: ExportPage<Row> = await read(reader, { eventId, after, until, limit: STRETCH_ROWS })
      yield await linesOf(eventId, columns, page.rows)
      after = page.last
    }
  }

  async function* standings(eventId: string): AsyncGenerator<string> {
    const board = (await readBoard(deps, eventId))!.lasting()
    yield csvLine(STANDING_COLUMNS.map(([header]) => header))
    for (let from = 0; from < board.traders; from += STRETCH_ROWS)
      yield await linesOf(eventId, STANDING_COLUMNS, board.rows(from, from + STRETCH_ROWS))
  }

  /** Where the feed stands there; the primary's word where a replica has not heard of the event. */
  async function sourceOf(eventId: string, userId: string): Promise<Source | null> {
    for (const reader of [await deps.replica?.readerFor(userId), deps.db]) {
      const mark = reader && (await findFeedMark(reader, eventId))
      if (mark) return { reader, until: mark.position }
    }
    return null
  }

  /** The table in parts; NOT_FOUND where there is no such event. */
  async function partsOf(name: ExportName, eventId: string, userId: string): Promise<AsyncGenerator<string>> {
    const source = plainId(eventId) === null ? null : await sourceOf(eventId, userId)
    if (!source) throw notFound(`There is no event "${eventId.slice(0, 64)}".`)
    if (name === 'standings') return standings(eventId)
    if (name === 'trades') return stretches(eventId, source, TRADE_COLUMNS, listExportedTrades)
    return stretches(eventId, source, PRICE_COLUMNS, listExportedPrices)
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    name: ExportName,
    requestId: string,
  ): Promise<Partial<HttpCall>> {
    checkOrigin(request, options)
    if (request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return {}
    }
    if (request.method !== 'GET')
      throw new RequestRefused(405, new CodedError('BAD_REQUEST', 'The method must be GET.'), { allow: 'GET, OPTIONS' })
    const viewer = await signIn({ ...options, log: deps.log }, request, requestId)
    const caller = { viewer, address: addressOf(request, options.trustedProxies) }
    try {
      if (!viewer) throw unauthenticated()
      if (!viewer.isAdmin) throw forbidden()
      const limited = await limits.charge(caller, STRETCH_COST)
      if (limited) throw limited
      const eventId = URL.parse(request.url ?? '', 'http://export')?.searchParams.get('eventId') || DEFAULT_EVENT_ID
      const parts = await partsOf(name, eventId, viewer.userId)
      const fileName = `${name}-${eventId.replace(/[^A-Za-z0-9._-]/g, '_')}.csv`
      response.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName}"`,
      })
      await write(response, parts, async () => (await limits.charge(caller, STRETCH_COST))?.extensions['retryAfterMs'] as number)
      return { viewer, noted: { operation: `export ${name}` } }
    } catch (error) {
      if (response.headersSent) throw error
      const { message, extensions } = maskError(error, requestId, deps.log)
      sendFailure(response, failureOf(message, extensions))
      return { viewer, noted: { codes: [String(extensions['code'])] } }
    }
  }

  return {
    isKnown: (path) => names.has(path),
    async handle(request, response, path, requestId) {
      return await answerOrRefuse(request, response, options, () => answer(request, response, names.get(path)!, requestId))
    },
  }
}

/** Part by part; who reads slowly or has no points left is waited for, who takes nothing for 30 s or goes is given up. */
async function write(
  response: ServerResponse,
  parts: AsyncGenerator<string>,
  charge: () => Promise<number | undefined>,
): Promise<void> {
  for await (const part of parts) {
    if (response.destroyed) return
    if (!response.write(part)) await drained(response)
    for (let waitMs = await charge(); waitMs !== undefined && !response.destroyed; waitMs = await charge()) await pause(waitMs)
  }
  response.end()
}

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const go = () => {
      clearTimeout(stalled)
      response.off('drain', go).off('close', go)
      resolve()
    }
    const stalled = setTimeout(() => {
      response.destroy()
      go()
    }, STALL_MAX_MS)
    response.once('drain', go).once('close', go)
  })

const userIdOf = (row: object): string | undefined => ('userId' in row ? String(row.userId) : undefined)

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
