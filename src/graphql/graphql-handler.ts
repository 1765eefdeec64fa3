/** /graphql over HTTP: origin, content type, body size and token first, then GraphQL; SSE is piped as fast as it is read. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Viewer } from '../identity/viewer.ts'
import type { Log } from '../platform/log.ts'
import { CodedError } from './errors.ts'
import type { Results } from './execution.ts'
import type { GraphqlHttp, HttpCall } from './http.ts'
import { maskError } from './masking.ts'
import type { RateLimits } from './rate-limits.ts'
import {
  addressOf,
  checkContentType,
  checkOrigin,
  corsHeaders,
  headerOf,
  type OriginRules,
  PREFLIGHT_HEADERS,
  readBody,
  RequestRefused,
} from './request.ts'

export interface GraphqlHandlerOptions extends OriginRules {
  readonly graphql: GraphqlHttp
  readonly limits: RateLimits
  readonly authenticate: (authorization: string | null) => Promise<Viewer | null>
  readonly log: Log
  readonly maxBodyBytes: number
}

export interface GraphqlHandler {
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Partial<HttpCall>>
  /** Ends all event streams, each with its `complete`. */
  endStreams(): void
  readonly streams: number
}

const STALL_MAX_MS = 30_000
const STATUS_OF_AUTHENTICATION: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, SERVICE_UNAVAILABLE: 503 }

export function createGraphqlHandler(options: GraphqlHandlerOptions): GraphqlHandler {
  const { graphql, log } = options
  const streams = new Set<Results>()

  async function signIn(request: IncomingMessage, requestId: string): Promise<Viewer | null> {
    try {
      return await options.authenticate(headerOf(request, 'authorization'))
    } catch (error) {
      const shown = maskError(error, requestId, log)
      const status = STATUS_OF_AUTHENTICATION[String(shown.extensions['code'])] ?? 500
      throw new RequestRefused(status, shown as CodedError, status === 401 ? { 'www-authenticate': 'Bearer' } : {})
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Partial<HttpCall>> {
    const method = request.method ?? ''
    checkOrigin(request, options)
    if (method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return {}
    }
    if (method !== 'GET' && method !== 'POST') {
      throw new RequestRefused(405, new CodedError('BAD_REQUEST', 'The method must be GET or POST.'), {
        allow: 'GET, POST, OPTIONS',
      })
    }
    if (method === 'POST') checkContentType(request)
    const body = method === 'POST' ? await readBody(request, options.maxBodyBytes) : null
    const viewer = await signIn(request, requestId)
    const accept = headerOf(request, 'accept') ?? '*/*'
    const idempotencyKey = headerOf(request, 'idempotency-key')
    const documentId =
      method === 'GET' ? (URL.parse(request.url ?? '', 'http://graphql')?.searchParams.get('documentId') ?? null) : null
    const address = addressOf(request, options.trustedProxies)
    const call: HttpCall = { method, accept, documentId, viewer, requestId, address, idempotencyKey, noted: {} }
    const headers = { accept: withoutMultipart(accept), ...(body === null ? {} : { 'content-type': 'application/json' }) }
    const result = await graphql(`http://graphql${request.url}`, headers, body, call)
    for (const name of ['content-type', 'allow', 'accept']) {
      const value = result.headers.get(name)
      if (value) response.setHeader(name, value)
    }
    for (const [name, value] of Object.entries(options.limits.headers(call))) response.setHeader(name, value)
    response.statusCode = result.status
    if (result.headers.get('content-type')?.startsWith('text/event-stream')) await stream(result, response, call)
    else response.end(await result.text())
    return call
  }

  async function stream(result: Response, response: ServerResponse, { results, viewer }: HttpCall): Promise<void> {
    const reader = result.body!.getReader()
    const end = () => void results?.return?.()
    const expiry =
      viewer && setTimeout(end, Math.min(2_147_000_000, Math.max(0, viewer.expiresAt.getTime() - Date.now()))).unref()
    if (results) streams.add(results)
    const cancel = () => void reader.cancel().catch(() => {})
    response.once('close', cancel)
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        if (response.destroyed) break
        if (!response.write(next.value)) await drained(response)
      }
      response.end()
    } catch {
      response.destroy()
    } finally {
      response.off('close', cancel)
      if (expiry) clearTimeout(expiry)
      if (results) streams.delete(results)
      cancel()
      end()
    }
  }

  return {
    get streams() {
      return streams.size
    },
    endStreams() {
      for (const results of streams) void results.return?.()
    },
    async handle(request, response, requestId) {
      for (const [name, value] of Object.entries(corsHeaders(request, options))) response.setHeader(name, value)
      response.setHeader('cache-control', 'no-store')
      try {
        return await answer(request, response, requestId)
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error
        return refuse(request, response, error)
      }
    },
  }
}

/** Results that follow each other are sent as events, also to clients like urql's that would take them as parts of one body. */
const withoutMultipart = (accept: string): string =>
  accept
    .split(',')
    .filter((type) => !/^\s*multipart\/mixed\b/i.test(type))
    .join(',') || accept

/** Waits until the reader took what waits for it; one that takes nothing for 30 s is given up. */
async function drained(response: ServerResponse): Promise<void> {
  const stalled = AbortSignal.timeout(STALL_MAX_MS)
  await Promise.race([once(response, 'drain', { signal: stalled }), once(response, 'close', { signal: stalled })])
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, error, headers }: RequestRefused,
): Partial<HttpCall> {
  const type = (headerOf(request, 'accept') ?? '').includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json'
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(JSON.stringify({ errors: [error] }))
  // What is still on its way is read and dropped, so that the answer reaches a client that is busy sending.
  request.resume()
  setTimeout(() => !request.complete && request.destroy(), 5_000).unref()
  return { noted: { codes: [String(error.extensions['code'])] } }
}
