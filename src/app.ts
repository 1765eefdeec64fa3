/** The one door: HTTP and WebSocket of one server. Tests open the same door. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphQLSchema } from 'graphql'
import type { Config } from './config.ts'
import { createAdmission } from './graphql/admission.ts'
import { listFeedStates } from './events/events.sql.ts'
import type { Services } from './graphql/context.ts'
import { createGraphqlHandler } from './graphql/graphql-handler.ts'
import { createGraphqlHttp, type HttpCall } from './graphql/http.ts'
import { createConnectionCounts } from './graphql/connection-counts.ts'
import { contextMaker } from './graphql/operation-context.ts'
import { createPolicy } from './graphql/policy.ts'
import { createRateLimits } from './graphql/rate-limits.ts'
import { rememberingOperations } from './graphql/remembered-operations.ts'
import { schema as exchangeSchema } from './graphql/schema.ts'
import { exceptServices } from './graphql/sign-in.ts'
import { createSharedAnswers } from './graphql/shared-answers.ts'
import { sendableDocuments } from './graphql/trusted-documents.ts'
import { dropRest } from './graphql/request.ts'
import { createSocketDoor } from './graphql/ws.ts'
import type { Identity } from './identity/identity.http.ts'
import { createPages } from './pages.ts'
import type { SharedBuckets } from './platform/buckets-redis.ts'
import type { Deps } from './platform/deps.ts'
import { uuidv7 } from './platform/ids.ts'
import { counter, gauge } from './platform/metrics.ts'
import { findEventIds } from './projects/projects.sql.ts'
import { tracedEntry } from './platform/tracing.ts'
import { createRest } from './rest/door.http.ts'
import type { Web } from './web.ts'

export type DoorConfig = Pick<
  Config,
  | 'port'
  | 'host'
  | 'profile'
  | 'trustedDocuments'
  | 'allowedOrigins'
  | 'trustedProxies'
  | 'maxBodyBytes'
  | 'maxSubscriptionsPerSocket'
  | 'maxSocketsPerAddress'
  | 'maxSocketsPerUser'
  | 'slowReaderMs'
  | 'rateLimitPoints'
  | 'rateLimitPerSecond'
>

export interface AppOptions {
  readonly deps: Deps
  readonly config: DoorConfig
  readonly identity: Pick<Identity, 'authenticate' | 'handle' | 'sessions'>
  readonly services: Services
  /** Another schema than the exchange's, for tests of the door itself. */
  readonly schema?: GraphQLSchema
  /** The built pages. */
  readonly web?: Web | null
  /** Where callers' budgets are one over several servers. */
  readonly buckets?: SharedBuckets | null
}

export interface App {
  /** Port 0 is any free one. */
  listen(): Promise<{ readonly port: number }>
  /** A connection that another process accepted, as if it had come here. False: the door is closing and leaves it alone. */
  take(socket: Socket): boolean
  /** Stops accepting, ends streams and sockets, waits for what is under way. Done within about 8 s. */
  drain(): Promise<void>
}

const requests = counter('http_requests_total', 'HTTP requests, by path and status.')
const IN_FLIGHT_MAX_MS = 5_000
const SPREAD_MAX_MS = 2_000
const IDLE_SWEEP_MS = 50

export function buildApp(options: AppOptions): App {
  const { deps, config, identity, services, schema = exchangeSchema, web = null, buckets = null } = options
  const { log } = deps
  const trustedDocuments = sendableDocuments(config, web?.documents ?? new Map())
  const policy = rememberingOperations(createPolicy({ schema, profile: config.profile, trustedDocuments }))
  const limits = createRateLimits({ burst: config.rateLimitPoints, perSecond: config.rateLimitPerSecond }, buckets)
  const admit = createAdmission(policy, limits)
  const makeContext = contextMaker(deps, services, limits)
  // A service token opens one route of the REST door, which asks for itself.
  const authenticate = exceptServices(identity.authenticate)
  const rest = createRest({ ...config, deps, schema, limits, makeContext, authenticate: identity.authenticate })
  const counts = createConnectionCounts(config)
  const sharedAnswers = createSharedAnswers(
    {
      feedStates: (eventIds) => listFeedStates(deps.db, eventIds),
      eventOfProject: async (projectId) => (await findEventIds(deps.db, [projectId])).get(projectId) ?? null,
    },
    log,
  )
  const graphql = createGraphqlHandler({
    ...config,
    counts,
    graphql: createGraphqlHttp({ admit, makeContext, sharedAnswers, log }),
    limits,
    authenticate,
    sessions: identity.sessions,
    log,
  })
  const sockets = createSocketDoor(
    { admit, makeContext, authenticate, sessions: identity.sessions, log },
    config,
    counts,
    rest.tongues,
  )
  let draining = false
  const pages = createPages({ deps, schema, config, identity, isDraining: () => draining, web })

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    requestId: string,
  ): Promise<Partial<HttpCall>> {
    if (path === '/graphql' && !pages.wantsGraphiql(request)) return await graphql.handle(request, response, requestId)
    if (rest.isKnown(path)) return await rest.handle(request, response, path, requestId)
    await pages.handle(request, response, path)
    return {}
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = uuidv7()
    const startedMs = performance.now()
    const path = (request.url ?? '/').split('?', 1)[0]!
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value)
    response.setHeader('x-request-id', requestId)
    if (draining) response.setHeader('connection', 'close')
    let call: Partial<HttpCall> = {}
    response.once('close', () => {
      const status = response.statusCode
      requests.add({ path: pages.isKnown(path) || rest.isKnown(path) ? path : 'other', status })
      log.info(
        {
          requestId,
          method: request.method,
          path,
          status,
          ms: Math.round((performance.now() - startedMs) * 10) / 10,
          userId: call.viewer?.userId,
          ...call.noted,
        },
        'request',
      )
    })
    try {
      const serve = () => route(request, response, path, requestId)
      call = await tracedEntry(`${request.method} ${path}`, { requestId }, serve, request.headers)
      dropRest(request)
    } catch (error) {
      log.error({ requestId, err: error }, 'unexpected error')
      if (response.headersSent) response.destroy()
      else
        response.writeHead(500, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }],
          }),
        )
    }
  }

  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 16_384,
    // Who offers HTTP/2, like Java's client, is answered in the HTTP/1.1 that it asked in.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  })
  server.on('request', (request, response) => void handle(request, response))
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  const taken = new Set<Socket>()
  const unregister = gauge('event_streams', 'Open SSE streams.', () => graphql.streams)

  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(config.port, config.host, () => {
          server.off('error', reject)
          resolve()
        })
      })
      return { port: (server.address() as AddressInfo).port }
    },
    take(socket) {
      if (draining) return false
      taken.add(socket)
      socket.once('close', () => taken.delete(socket))
      // As the server makes its own: who has said everything is still answered.
      socket.allowHalfOpen = true
      return server.emit('connection', socket)
    },
    async drain() {
      draining = true
      // Whoever connected last has yet to say what for, and would be closed as one that wants nothing.
      await sleep(IDLE_SWEEP_MS)
      // The server counts only what it accepted itself.
      const others = Array.from(taken, (socket) => new Promise((resolve) => socket.once('close', resolve)))
      const closed = Promise.all([new Promise((resolve) => server.close(resolve)), ...others])
      // What is answered from now on, of requests that were under way, leaves its connection idle.
      server.closeIdleConnections()
      const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
      graphql.endStreams()
      await sockets.drain(Math.min(SPREAD_MAX_MS, sockets.size * 5))
      await Promise.race([closed, sleep(IN_FLIGHT_MAX_MS, undefined, { ref: false })])
      clearInterval(sweep)
      server.closeAllConnections()
      await limits.close()
      unregister()
    },
  }
}

const SECURITY_HEADERS = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
] as const
