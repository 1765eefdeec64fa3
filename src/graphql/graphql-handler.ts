/** /graphql over HTTP: origin, content type, body size and token first, then GraphQL; a subscription is written as events. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sessions } from '../identity/sessions.commands.ts'
import type { Viewer } from '../identity/viewer.ts'
import type { Log } from '../platform/log.ts'
import type { ConnectionCounts } from './connection-counts.ts'
import { CodedError } from './errors.ts'
import { createEventStream } from './event-stream.ts'
import type { Results } from './execution.ts'
import { acceptedOf, type GraphqlHttp, type HttpCall } from './http.ts'
import type { RateLimits } from './rate-limits.ts'
import { signIn } from './sign-in.ts'
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

const tooManyStreams = new CodedError('RATE_LIMITED', 'Too many streams and sockets of one user or one address are open.', {
  retryAfterMs: 1_000,
})

const behindAnother = new CodedError('BAD_REQUEST', 'A subscription does not wait behind another request of its connection.')

export interface GraphqlHandlerOptions extends OriginRules {
  readonly graphql: GraphqlHttp
  readonly limits: RateLimits
  readonly authenticate: (authorization: string | null) => Promise<Viewer | null>
  readonly sessions: Pick<Sessions, 'follow'>
  readonly counts: ConnectionCounts
  readonly log: Log
  readonly maxBodyBytes: number
  readonly slowReaderMs: number
}

export interface GraphqlHandler {
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Partial<HttpCall>>
  /** Ends all event streams, each with its `complete`. */
  endStreams(): void
  readonly streams: number
}

export function createGraphqlHandler(options: GraphqlHandlerOptions): GraphqlHandler {
  const { graphql } = options
  const streams = new Set<Results>()

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
    const viewer = await signIn(options, request, requestId)
    const accept = headerOf(request, 'accept') ?? '*/*'
    const idempotencyKey = headerOf(request, 'idempotency-key')
    const address = addressOf(request, options.trustedProxies)
    const events = acceptedOf(accept).events ? createEventStream(response, options.sessions, options.slowReaderMs) : null
    const sink = events?.sink ?? null
    const enter = () => enterStream(response, address, viewer)
    const call: HttpCall = { method, accept, sink, enter, viewer, requestId, address, idempotencyKey, noted: {} }
    const result = await graphql(request.url ?? '', body, call)
    for (const [name, value] of Object.entries(await options.limits.headers(call))) response.setHeader(name, value)
    if ('next' in result) {
      response.setHeader('content-type', 'text/event-stream')
      streams.add(result)
      void events!.run(result, viewer).finally(() => streams.delete(result))
      return call
    }
    send(response, result.status, result.headers, result.body)
    return call
  }

  /** Counts the response as an open stream until it is closed; or says why it cannot be one. */
  function enterStream(response: ServerResponse, address: string, viewer: Viewer | null): CodedError | null {
    const { addresses, users } = options.counts
    // Its turn would come when the answer before it ends: until then what it is told would only pile up.
    if (!response.destroyed && response.socket === null) return behindAnother
    if (response.destroyed || !addresses.enter(address)) return tooManyStreams
    if (viewer && !users.enter(viewer.userId)) {
      addresses.leave(address)
      return tooManyStreams
    }
    response.once('close', () => {
      addresses.leave(address)
      if (viewer) users.leave(viewer.userId)
    })
    return null
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

/** With its length told, an answer is one write; in chunks it is four. */
function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, error, headers }: RequestRefused,
): Partial<HttpCall> {
  const type = (headerOf(request, 'accept') ?? '').includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json'
  send(response, status, { 'content-type': `${type}; charset=utf-8`, ...headers }, JSON.stringify({ errors: [error] }))
  return { noted: { codes: [String(error.extensions['code'])] } }
}
