/**
 * The addresses of our own issuers: POST /dev/token, or POST /guest/token and POST /guest/admin, and
 * GET /.well-known/jwks.json. Knows no HTTP framework: the door hands requests in and writes answers out.
 */
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { ErrorCode } from '../graphql/errors.ts'
import { addressGroup } from '../platform/addresses.ts'
import { type Allowance, type AllowanceTerms, take } from '../platform/allowance.ts'
import type { SharedBuckets } from '../platform/buckets-redis.ts'
import { first, type Headers, isLocalCaller } from './callers.ts'
import type { AdminSecret, Issuer } from './issuer.commands.ts'
import { BODY_LENGTH_MAX, readBody, readDevRequest, readGuestName, readSecret } from './issuer-requests.ts'

export interface IdentityRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Names in lower case, as Node gives them. */
  readonly headers: Headers
  body(): Promise<string>
  /** The peer of the socket: a proxy, where there is one. */
  readonly remoteAddress: string
  /** The caller behind the trusted proxies; the peer where absent. */
  readonly clientAddress?: string
}

export interface IdentityResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface IssuerLimits {
  /** Guests of one address: a whole hall may be behind it. */
  readonly guestsPerAddress: AllowanceTerms
  /** Guests of one browser, told by a signed cookie. */
  readonly guestsPerDevice: AllowanceTerms
  /** Attempts to sign in with the administrators' secret, per address. */
  readonly adminsPerAddress: AllowanceTerms
}

export const DEFAULT_LIMITS: IssuerLimits = {
  guestsPerAddress: { burst: 1_000, perSecond: 5 },
  guestsPerDevice: { burst: 5, perSecond: 1 / 60 },
  adminsPerAddress: { burst: 10, perSecond: 0.5 },
}

export type IdentityHandler = (request: IdentityRequest) => Promise<IdentityResponse | null>

const answer = (status: number, value: unknown, headers: Record<string, string> = {}): IdentityResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(value),
})

const failure = (
  status: number,
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): IdentityResponse => answer(status, { errors: [{ message, extensions: { code, ...extensions } }] }, headers)

function tooMany(retryAfterMs: number): IdentityResponse {
  const seconds = Math.ceil(retryAfterMs / 1000)
  const message = `Too many sign-ins from here; try again in ${seconds} s.`
  return failure(429, 'RATE_LIMITED', message, { retryAfterMs }, { 'retry-after': `${seconds}` })
}

type Counter = (key: string) => Promise<IdentityResponse | null>

/**
 * Counts per key what was taken, here and, where there is a Redis, over all servers; the least recently seen keys are
 * forgotten. Who had enough of one server has no more of the next.
 */
function createCounter(name: string, terms: AllowanceTerms, shared: SharedBuckets | null): Counter {
  const allowances = new LRUCache<string, Allowance>({ max: 20_000 })
  return async (key) => {
    const taking = take(allowances.get(key) ?? null, Date.now(), terms)
    allowances.set(key, taking.rest)
    if (!taking.granted) return tooMany(taking.retryAfterMs)
    const bucket = `${name}:${key}`
    const settled = await shared?.settle(bucket, terms, { owed: 0, wanted: 1, atMost: terms.burst })
    if (!settled || settled.granted >= 1) return null
    // Less than one is no sign-in: it goes back.
    void shared!.settle(bucket, terms, { owed: -settled.granted, wanted: 0, atMost: terms.burst })
    return tooMany(Math.ceil(((1 - settled.granted - settled.left) / terms.perSecond) * 1000))
  }
}

/** The JSON object in the body, or the answer that refuses it. */
async function readJson(
  request: IdentityRequest,
): Promise<{ value: Readonly<Record<string, unknown>> } | { refusal: IdentityResponse }> {
  const type = first(request.headers['content-type']) ?? ''
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type)) {
    return { refusal: failure(415, 'BAD_REQUEST', 'The content type must be application/json.') }
  }
  const tooLarge = { refusal: failure(413, 'BAD_REQUEST', `The body must have at most ${BODY_LENGTH_MAX} bytes.`) }
  if (Number(first(request.headers['content-length']) ?? 0) > BODY_LENGTH_MAX) return tooLarge
  const text = await request.body()
  if (Buffer.byteLength(text) > BODY_LENGTH_MAX) return tooLarge
  const reading = readBody(text)
  return 'fault' in reading ? { refusal: badInput(reading.fault) } : reading
}

const badInput = (fault: string): IdentityResponse => failure(400, 'BAD_USER_INPUT', fault)

type Route = (request: IdentityRequest, body: Readonly<Record<string, unknown>>) => Promise<IdentityResponse>

function handler(issuer: Issuer, routes: Readonly<Record<string, Route>>): IdentityHandler {
  return async (request) => {
    if (request.path === '/.well-known/jwks.json') {
      if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed('GET, HEAD')
      return answer(200, issuer.jwks, { 'cache-control': 'public, max-age=300' })
    }
    const route = Object.hasOwn(routes, request.path) ? routes[request.path] : undefined
    if (!route) return null
    if (request.method !== 'POST') return notAllowed('POST')
    const read = await readJson(request)
    return 'refusal' in read ? read.refusal : await route(request, read.value)
  }
}

const notAllowed = (allow: string): IdentityResponse => failure(405, 'BAD_REQUEST', `The method must be ${allow}.`, {}, { allow })

/** Anyone may be anyone; only who sits at this machine may be in a group. */
export function createDevHandler(issuer: Issuer): IdentityHandler {
  return handler(issuer, {
    '/dev/token': async (request, body) => {
      const reading = readDevRequest(body)
      if ('fault' in reading) return badInput(reading.fault)
      const { email, name, groups } = reading.value
      const granted = isLocalCaller(request.remoteAddress, request.headers) ? groups : []
      return answer(200, { token: await issuer.mint({ subject: issuer.subjectOf('email', email), name, groups: granted }) })
    },
  })
}

/** Anyone may join under a name and is in no group; administrators bring the secret. */
export function createGuestHandler(options: {
  readonly issuer: Issuer
  readonly secret: AdminSecret
  readonly adminGroup: string
  readonly limits?: Partial<IssuerLimits>
  /** Where the limits are one over several servers. */
  readonly buckets?: SharedBuckets | null
}): IdentityHandler {
  const { issuer, secret, adminGroup, buckets = null } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const countAddress = createCounter('guests', limits.guestsPerAddress, buckets)
  const countDevice = createCounter('device', limits.guestsPerDevice, buckets)
  const countAdmin = createCounter('admins', limits.adminsPerAddress, buckets)
  const addressOf = (request: IdentityRequest) => addressGroup(request.clientAddress ?? request.remoteAddress)

  return handler(issuer, {
    '/guest/token': async (request, body) => {
      const reading = readGuestName(body)
      if ('fault' in reading) return badInput(reading.fault)
      const known = readDevice(request, issuer)
      const device = known ?? randomUUID()
      const limited = (await countDevice(device)) ?? (await countAddress(addressOf(request)))
      if (limited) return limited
      const token = await issuer.mint({ subject: randomUUID(), name: reading.value, groups: [] })
      return answer(200, { token }, known ? {} : { 'set-cookie': deviceCookie(device, issuer) })
    },
    '/guest/admin': async (request, body) => {
      const given = readSecret(body)
      if ('fault' in given) return badInput(given.fault)
      const name = readGuestName(body)
      if ('fault' in name) return badInput(name.fault)
      const limited = await countAdmin(addressOf(request))
      if (limited) return limited
      if (!(await secret.matches(given.value))) return failure(401, 'UNAUTHENTICATED', 'The secret is wrong.')
      const subject = issuer.subjectOf('admin', (name.value ?? '').toLowerCase())
      return answer(200, { token: await issuer.mint({ subject, name: name.value, groups: [adminGroup] }) })
    },
  })
}

// The cookie counts a browser's sign-ins and grants nothing.
const COOKIE = 'btx_device'
const COOKIE_LIFE_S = 30 * 86_400

const deviceCookie = (device: string, issuer: Issuer): string =>
  `${COOKIE}=${device}.${issuer.subjectOf('device', device)}; Path=/guest; Max-Age=${COOKIE_LIFE_S}; HttpOnly; SameSite=Strict`

/** The device of a cookie that we signed; null for any other. */
function readDevice(request: IdentityRequest, issuer: Issuer): string | null {
  const [, device, signature] =
    /(?:^|;\s*)btx_device=([0-9a-f-]{36})\.([\w-]{43})(?:;|$)/.exec(first(request.headers.cookie) ?? '') ?? []
  if (!device || !signature) return null
  return timingSafeEqual(Buffer.from(signature), Buffer.from(issuer.subjectOf('device', device))) ? device : null
}
