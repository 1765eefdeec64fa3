/** /graphql over HTTP: origin, content type, body size and token first, then GraphQL; a subscription is written as events. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sessions } from '../identity/sessions.commands.ts'
import type { Viewer } from '../identity/viewer.ts'
import type { Log } from '../platform/log.ts'
import type { ConnectionCounts } from './connection-counts.ts'
import { CodedError } from './errors.ts'
import { createEventStream } from './event-stream.ts'
import type { Results } from './execution.ts'
import type { GraphqlHttp, HttpCall } from './http.ts'
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
    const events = /text\/event-stream/i.test(accept) ? createEventStream(response, options.sessions, options.slowReaderMs) : null
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
    response.writeHead(result.status, result.headers).end(result.body)
    return call
  }

  /** Counts the response as an open stream until it is closed; false where there are too many. */
  function enterStream(response: ServerResponse, address: string, viewer: Viewer | null): boolean {
    const { addresses, users } = options.counts
    if (response.destroyed || !addresses.enter(address)) return false
    if (viewer && !users.enter(viewer.userId)) {
      addresses.leave(address)
      return false
    }
    response.once('close', () => {
      addresses.leave(address)
      if (viewer) users.leave(viewer.userId)
    })
    return true
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
