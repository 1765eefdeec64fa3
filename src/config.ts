import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import {
  choice,
  ConfigError,
  integer,
  isSecureOrLoopback,
  type Kind,
  origins,
  reader,
  share,
  text,
  url,
  urls,
  yesNo,
} from './platform/environment.ts'
import { DEVELOPMENT_DOMAIN, type Hex, parseAddress } from './wallets/typed-data.ts'

/** A token's issuer that the server trusts; in Cognito's words, a user pool and the app clients that may call. */
export interface OidcConfig {
  readonly mode: 'oidc'
  readonly issuer: string
  readonly jwksUrl: string
  /** At least one of the two is set: `aud` of ID tokens, `client_id` of access tokens. */
  readonly audience: string | null
  readonly clientId: string | null
  /** The public client that the pages sign in as, where it is not `clientId`. */
  readonly webClientId?: string
  /** What they ask for; `openid profile` where absent. */
  readonly webScope?: string
}

export type AuthConfig = OidcConfig | { readonly mode: 'dev' } | { readonly mode: 'guest' }

/** What a process does: the door, the work that runs by itself, the matchers of the order book, or everything. */
const ROLES = ['all', 'api', 'worker', 'matcher'] as const
export type Role = (typeof ROLES)[number]

export const hasDoor = (role: Role): boolean => role === 'all' || role === 'api'
export const runsWork = (role: Role): boolean => role === 'all' || role === 'worker'
export const runsMatchers = (role: Role): boolean => role === 'all' || role === 'matcher'

/** What the environment decides. Every limit names its unit; every default is in `loadConfig`. */
export interface Config {
  readonly role: Role
  /** Processes that share the port; beside them one worker and one matcher, unless the role is api. */
  readonly processes: number
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly databaseReplicaUrl: string | null
  readonly databaseMaxConnections: number
  readonly databaseTimeoutMs: number
  /** One address, or those of several nodes of a Redis Cluster with commas between. */
  readonly redisUrl: string | null
  readonly auth: AuthConfig
  readonly groupsClaim: string
  readonly adminGroup: string
  /** Tokens of this group may apply investments over REST, and nothing else. */
  readonly investmentGroup: string
  readonly profile: 'public' | 'locked'
  /** The file of what may be sent beside the pages' own documents; null: nothing if locked, else anything. */
  readonly trustedDocuments: string | null
  /** Beside the server's own origin. */
  readonly allowedOrigins: readonly string[]
  readonly trustedProxies: number
  readonly maxBodyBytes: number
  readonly maxSubscriptionsPerSocket: number
  readonly maxSocketsPerAddress: number
  readonly maxSocketsPerUser: number
  /** A reader that takes nothing of what waits for it for so long is let go. */
  readonly slowReaderMs: number
  /** The size of a token bucket, and how fast it fills: one per signed-in user, one per address for guests. */
  readonly rateLimitPoints: number
  readonly rateLimitPerSecond: number
  /** The EIP-712 domain of every signature: which chain, and which contract of it. */
  readonly chainId: number
  readonly verifyingContract: Hex
  /** A collector that takes OTLP over HTTP; null: no traces. */
  readonly tracesEndpoint: string | null
  /** The share of requests that are traced. */
  readonly tracesRatio: number
  /** Months of trades and prices that ended so many days ago are dropped, if every event in them is closed; null: none is. */
  readonly historyDays: number | null
  readonly logLevel: string
  readonly seedDemo: boolean
  /** Whoever links a first wallet is given something to trade with. */
  readonly bookWelcome: boolean
}

/** Reads and checks the whole environment; throws a ConfigError with one sentence. An empty value is the same as unset. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = reader(env)
  const role = read('ROLE', 'all', choice(...ROLES))
  const processes = read('PROCESSES', 1, (value) =>
    value === 'max' ? { value: availableParallelism() } : integer(1, 1_000)(value),
  )
  if (processes > 1 && !hasDoor(role))
    throw new ConfigError('PROCESSES', `${processes}`, `1 for ROLE=${role}, which shares no port: start as many as are needed`)
  const host = read('HOST', '127.0.0.1', text)
  const trustedProxies = read('TRUSTED_PROXIES', 0, integer(0, 10))
  const profile = read('PROFILE', 'public', choice('public', 'locked'))
  const trustedDocuments = read('TRUSTED_DOCUMENTS', null, text)
  if (trustedDocuments && !existsSync(trustedDocuments))
    throw new ConfigError('TRUSTED_DOCUMENTS', trustedDocuments, 'the path of a file that exists')
  return {
    role,
    processes,
    port: read('PORT', 4000, integer(0, 65_535)),
    host,
    dataDir: resolve(read('DATA_DIR', '.data', text)),
    databaseUrl: read('DATABASE_URL', null, url('postgres:', 'postgresql:')),
    databaseReplicaUrl: read('DATABASE_REPLICA_URL', null, url('postgres:', 'postgresql:')),
    databaseMaxConnections: read('DATABASE_MAX_CONNECTIONS', 20, integer(4, 1_000)),
    databaseTimeoutMs: read('DATABASE_TIMEOUT_MS', 10_000, integer(1_000, 600_000)),
    redisUrl: read('REDIS_URL', null, urls('redis:', 'rediss:')),
    auth: readAuth(read, { host, trustedProxies }),
    groupsClaim: read('AUTH_GROUPS_CLAIM', 'cognito:groups', text),
    adminGroup: read('AUTH_ADMIN_GROUP', 'admin', text),
    investmentGroup: read('AUTH_INVESTMENT_GROUP', 'investments', text),
    profile,
    trustedDocuments: trustedDocuments && resolve(trustedDocuments),
    allowedOrigins: read('ALLOWED_ORIGINS', [], origins),
    trustedProxies,
    maxBodyBytes: read('MAX_BODY_BYTES', 100_000, integer(1_000, 10_000_000)),
    maxSubscriptionsPerSocket: read('MAX_SUBSCRIPTIONS_PER_SOCKET', 100, integer(1, 10_000)),
    maxSocketsPerAddress: read('MAX_SOCKETS_PER_ADDRESS', 5_000, integer(1, 1_000_000)),
    maxSocketsPerUser: read('MAX_SOCKETS_PER_USER', 20, integer(1, 100_000)),
    slowReaderMs: read('SLOW_READER_MS', 30_000, integer(100, 3_600_000)),
    rateLimitPoints: read('RATE_LIMIT_POINTS', 20_000, integer(100, 1_000_000_000)),
    rateLimitPerSecond: read('RATE_LIMIT_PER_SECOND', 2_000, integer(1, 100_000_000)),
    chainId: read('CHAIN_ID', DEVELOPMENT_DOMAIN.chainId, integer(1, 2_147_483_647)),
    verifyingContract: read('VERIFYING_CONTRACT', DEVELOPMENT_DOMAIN.verifyingContract, address),
    tracesEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT', null, url('http:', 'https:')),
    tracesRatio: read('OTEL_TRACES_SAMPLER_ARG', 0.01, share),
    historyDays: read('HISTORY_DAYS', null, integer(31, 36_500)),
    logLevel: read('LOG_LEVEL', 'info', choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')),
    seedDemo: read('SEED_DEMO', true, yesNo),
    bookWelcome: read('BOOK_WELCOME', read('DATABASE_URL', null, text) === null, yesNo),
  }
}

const address: Kind<Hex> = (value) => {
  const read = parseAddress(value)
  return read ? { value: read } : { mayBe: 'an address: 0x and 40 hex digits' }
}

function readAuth(
  read: ReturnType<typeof reader>,
  { host, trustedProxies }: { host: string; trustedProxies: number },
): AuthConfig {
  const issuer = read('AUTH_ISSUER', null, url('https:', 'http:'))
  const jwksUrl = read('AUTH_JWKS_URL', null, url('https:', 'http:'))
  const audience = read('AUTH_AUDIENCE', null, text)
  const clientId = read('AUTH_CLIENT_ID', null, text)
  const webClientId = read('AUTH_WEB_CLIENT_ID', undefined, text)
  const webScope = read('AUTH_WEB_SCOPE', undefined, text)
  const devOnPublicHost = read('AUTH_DEV_ON_PUBLIC_HOST', false, yesNo)
  const unset = issuer ? 'oidc' : isLoopbackHost(host) && trustedProxies === 0 ? 'dev' : null
  const mode = read('AUTH', unset, choice('oidc', 'dev', 'guest'))
  if (mode === null) {
    throw new ConfigError(
      'AUTH',
      undefined,
      `one of oidc (with AUTH_ISSUER), guest (anyone may join with a name) or dev, because ${isLoopbackHost(host) ? `TRUSTED_PROXIES=${trustedProxies}` : `HOST=${host}`} lets others reach this server`,
    )
  }
  if (mode !== 'oidc') {
    if (issuer)
      throw new ConfigError(
        'AUTH',
        mode,
        'oidc or unset where AUTH_ISSUER is set: tokens of our own would stand beside those of the identity provider',
      )
    const isPublic = !isLoopbackHost(host) || trustedProxies > 0
    if (mode === 'dev' && isPublic && !devOnPublicHost) {
      throw new ConfigError(
        'AUTH',
        mode,
        `dev where others can reach the server (HOST=${host}, TRUSTED_PROXIES=${trustedProxies}) only together with AUTH_DEV_ON_PUBLIC_HOST=yes, because it lets everyone be anyone`,
      )
    }
    return { mode }
  }
  if (!issuer)
    throw new ConfigError(
      'AUTH_ISSUER',
      undefined,
      'the address of the identity provider when AUTH=oidc, such as https://cognito-idp.eu-north-1.amazonaws.com/eu-north-1_abc',
    )
  if (!isSecureOrLoopback(issuer)) throw new ConfigError('AUTH_ISSUER', issuer, 'an https:// address (http:// only on loopback)')
  const keys = jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`
  if (!isSecureOrLoopback(keys)) throw new ConfigError('AUTH_JWKS_URL', keys, 'an https:// address (http:// only on loopback)')
  if (!audience && !clientId)
    throw new ConfigError(
      'AUTH_AUDIENCE',
      undefined,
      'the audience of accepted tokens, or AUTH_CLIENT_ID the client that they were issued to; one of the two must be set when AUTH=oidc',
    )
  const web = { ...(webClientId ? { webClientId } : {}), ...(webScope ? { webScope } : {}) }
  return { mode, issuer, jwksUrl: keys, audience, clientId, ...web }
}

/** Whether only this machine can reach a server that listens on the host. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
