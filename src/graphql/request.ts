/** What the door asks of a request before it looks at any GraphQL: where it comes from, what its body is. */
import type { IncomingMessage } from 'node:http'
import { addressGroup } from '../platform/addresses.ts'
import { CodedError } from './errors.ts'

/** A request that is refused as a whole, with an HTTP status. */
export class RequestRefused extends Error {
  readonly status: number
  readonly error: CodedError
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, error: CodedError, headers: Readonly<Record<string, string>> = {}) {
    super(error.message)
    this.status = status
    this.error = error
    this.headers = headers
  }
}

const refuse = (status: number, message: string, headers?: Record<string, string>): never => {
  throw new RequestRefused(status, new CodedError(status === 403 ? 'FORBIDDEN' : 'BAD_REQUEST', message), headers)
}

export const headerOf = (request: IncomingMessage, name: string): string | null => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}

export interface OriginRules {
  readonly allowedOrigins: readonly string[]
  readonly trustedProxies: number
}

/**
 * The caller's address: the peer's, or what the last `trustedProxies` proxies say of the one before them. Limits are
 * counted by it, so of IPv6 it is the /64 that one caller owns.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return addressGroup(peer)
  const chain = (headerOf(request, 'x-forwarded-for') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return addressGroup(chain[Math.max(0, chain.length - trustedProxies)] ?? peer)
}

/** 'none' for a program, which sends no Origin; 'own' and 'listed' for pages; 'foreign' for all others. */
export function originOf(request: IncomingMessage, rules: OriginRules): 'none' | 'own' | 'listed' | 'foreign' {
  const origin = headerOf(request, 'origin')
  if (origin === null) return 'none'
  if (rules.allowedOrigins.includes(origin)) return 'listed'
  const hosts = [headerOf(request, 'host'), rules.trustedProxies > 0 ? headerOf(request, 'x-forwarded-host') : null]
  return hosts.some((host) => host !== null && (origin === `http://${host}` || origin === `https://${host}`)) ? 'own' : 'foreign'
}

/** The headers that let a listed page read the answer. Never with credentials: tokens are not cookies. */
export function corsHeaders(request: IncomingMessage, rules: OriginRules): Record<string, string> {
  if (originOf(request, rules) !== 'listed') return { vary: 'Origin' }
  return {
    vary: 'Origin',
    'access-control-allow-origin': headerOf(request, 'origin')!,
    'access-control-expose-headers': 'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
  }
}

export const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, accept, idempotency-key',
  'access-control-max-age': '600',
}

/** Refuses pages of other origins, and what they make a browser fetch without an Origin header. */
export function checkOrigin(request: IncomingMessage, rules: OriginRules): void {
  const origin = originOf(request, rules)
  if (origin === 'foreign') refuse(403, 'This origin may not call; ALLOWED_ORIGINS lists those that may.')
  if (origin === 'none' && headerOf(request, 'sec-fetch-site') === 'cross-site')
    refuse(403, 'Pages of another site may not call.')
}

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** JSON in UTF-8 only: no form that a page could post without asking first. */
export function checkContentType(request: IncomingMessage): void {
  if (!JSON_TYPE.test(headerOf(request, 'content-type') ?? ''))
    refuse(415, 'The content type must be application/json, in UTF-8.', { 'accept-post': 'application/json' })
  if (!['identity', null].includes(headerOf(request, 'content-encoding'))) refuse(415, 'The body must not be compressed.')
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** So many pieces a body may come in anyway, and one more for each so many bytes. */
const PIECES_FREE = 1_000
const PIECE_BYTES = 16
/** Pieces are put together by so many: each holds on to more memory than it has bytes. */
const PIECES_KEPT = 64
/** So long what is left of a refused body is read. */
const REST_MAX_MS = 5_000

/** Tells of each piece whether there are too many for their bytes: a byte a piece costs a hundred times more to hear than to send. */
function createCrumbCheck(): (piece: Buffer) => boolean {
  let pieces = 0
  let bytes = 0
  return ({ length }) => {
    bytes += length
    return ++pieces > PIECES_FREE + bytes / PIECE_BYTES
  }
}

const badBody = (status: number, message: string) => new RequestRefused(status, new CodedError('BAD_REQUEST', message))

/** The body as text. What is longer than `bytesMax` is refused as soon as that is known, declared or counted. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<string> {
  const tooLarge = () => badBody(413, `The body must have at most ${bytesMax} bytes.`)
  if (Number(headerOf(request, 'content-length') ?? 0) > bytesMax) throw tooLarge()
  const inCrumbs = createCrumbCheck()
  let pieces: Buffer[] = []
  let length = 0
  await new Promise<void>((resolve, reject) => {
    const giveUp = (refused: RequestRefused) => {
      request.off('data', take)
      reject(refused)
    }
    const aborted = () => giveUp(badBody(400, 'The body ended early.'))
    const take = (piece: Buffer) => {
      length += piece.length
      if (length > bytesMax) return giveUp(tooLarge())
      if (inCrumbs(piece)) return giveUp(badBody(400, 'The body comes in too many pieces.'))
      pieces.push(piece)
      if (pieces.length === PIECES_KEPT) pieces = [Buffer.concat(pieces)]
    }
    request.on('data', take).once('end', resolve).once('error', aborted).once('aborted', aborted)
  })
  try {
    return utf8.decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces))
  } catch {
    return refuse(400, 'The body is not UTF-8.')
  }
}

/**
 * Reads and drops what is still on its way of a request that was answered, so that the answer reaches a client that is busy
 * sending: for five seconds, and not in crumbs.
 */
export function dropRest(request: IncomingMessage): void {
  if (request.complete) return
  const inCrumbs = createCrumbCheck()
  request.on('data', (piece: Buffer) => {
    if (inCrumbs(piece)) request.destroy()
  })
  setTimeout(() => !request.complete && request.destroy(), REST_MAX_MS).unref()
}
