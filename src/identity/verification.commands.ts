/**
 * From an Authorization header to a Viewer. One way for every issuer: a provider's keys come by URL, those of our own
 * issuers from the database, and what follows is the same.
 */
import { hash } from 'node:crypto'
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { CodedError, unavailable } from '../graphql/errors.ts'
import type { Log } from '../platform/log.ts'
import { isOutage } from '../platform/transaction.ts'
import { readClaims, type TokenRules, type VerifiedToken } from './claims.ts'
import { KeysUnavailable } from './remote-keys.http.ts'
import type { Viewer } from './viewer.ts'

const ALGORITHMS = ['RS256', 'ES256']
/** By so much the clock of an issuer may be ahead of ours. A token that has ended is over at once, as it is on open sockets. */
const LEEWAY_S = 5
const TOKEN_LENGTH_MAX = 16_384
const REMEMBERED_MS = 60_000
const REMEMBERED_TOKENS = 10_000

const EXPIRED = 'it has expired'
const refused = (reason: string): CodedError => new CodedError('UNAUTHENTICATED', `The token is not valid: ${reason}.`)

/** Checks signature, algorithm, issuer, times and claims; throws UNAUTHENTICATED with the reason. */
export async function verifyToken(token: string, keys: JWTVerifyGetKey, rules: TokenRules): Promise<VerifiedToken> {
  let payload: Record<string, unknown>
  try {
    const options = { algorithms: ALGORITHMS, issuer: rules.issuer, clockTolerance: LEEWAY_S, requiredClaims: ['exp', 'sub'] }
    payload = (await jwtVerify(token, keys, options)).payload
  } catch (error) {
    if (error instanceof KeysUnavailable) throw unavailable(error.message)
    throw refused(reasonOf(error))
  }
  const reading = readClaims(payload, rules)
  if ('fault' in reading) throw refused(reading.fault)
  if (reading.expiresAt.getTime() <= Date.now()) throw refused(EXPIRED)
  return reading
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return EXPIRED
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf' && error.reason === 'check_failed') return 'it is not valid yet'
    if (error.claim === 'iss') return 'it is of another issuer'
    return `its ${error.claim} is missing or wrong`
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return `its algorithm must be ${ALGORITHMS.join(' or ')}`
  if (error instanceof errors.JWKSNoMatchingKey) return 'it is signed with an unknown key'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong'
  return 'it cannot be read'
}

export interface AuthenticatorOptions {
  readonly keys: JWTVerifyGetKey
  readonly rules: TokenRules
  readonly adminGroup: string
  readonly investmentGroup: string
  readonly findOrCreateUser: (token: VerifiedToken) => Promise<string>
  readonly isSignedOut: (viewer: Viewer) => Promise<boolean>
  readonly log: Log
}

export type Authenticate = (authorization: string | null | undefined) => Promise<Viewer | null>

/**
 * Answers null without a header, the Viewer of a good token, and throws UNAUTHENTICATED for anything else. A token that
 * was verified is remembered for a minute, never beyond its end; parallel requests with one token verify it once.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  const viewers = new LRUCache<string, { viewer: Viewer; untilMs: number }>({ max: REMEMBERED_TOKENS })
  const pending = new Map<string, Promise<Viewer>>()

  async function admit(token: string, key: string): Promise<Viewer> {
    const verified = await verifyToken(token, options.keys, options.rules)
    const userId = await options.findOrCreateUser(verified).catch((error: unknown) => {
      if (!isOutage(error)) throw error
      options.log.warn({ err: error }, 'a caller could not be looked up')
      throw unavailable('The database is not available; try again.')
    })
    const { groups, issuedAt, expiresAt } = verified
    const isAdmin = groups.includes(options.adminGroup)
    const isService = !isAdmin && groups.includes(options.investmentGroup)
    const viewer: Viewer = { userId, groups, isAdmin, issuedAt, expiresAt, ...(isService ? { isService } : {}) }
    viewers.set(key, { viewer, untilMs: Math.min(Date.now() + REMEMBERED_MS, expiresAt.getTime()) })
    return viewer
  }

  async function viewerOf(token: string): Promise<Viewer> {
    const key = hash('sha256', token, 'base64')
    const known = viewers.get(key)
    if (known && Date.now() < known.untilMs) return known.viewer
    const running = pending.get(key) ?? admit(token, key).finally(() => pending.delete(key))
    pending.set(key, running)
    return await running
  }

  return async (authorization) => {
    if (authorization === null || authorization === undefined) return null
    const token = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization.slice(0, TOKEN_LENGTH_MAX + 16))?.[1]
    if (token === undefined || token.length > TOKEN_LENGTH_MAX) throw refused('the header must be "Bearer" and a JWT')
    const viewer = await viewerOf(token)
    if (await options.isSignedOut(viewer)) throw refused('its user was signed out after it was issued')
    return viewer
  }
}
