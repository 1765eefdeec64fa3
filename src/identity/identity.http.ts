/** The identity of a server: who is calling, and the issuers that stand in where there is no identity provider. */
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import type { SharedBuckets } from '../platform/buckets-redis.ts'
import type { Deps } from '../platform/deps.ts'
import type { TokenRules } from './claims.ts'
import { createUserDirectory } from './identity.commands.ts'
import { ISSUER_AUDIENCE, openAdminSecret, openIssuer } from './issuer.commands.ts'
import { createDevHandler, createGuestHandler, type IdentityHandler, type IssuerLimits } from './issuer.http.ts'
import { createRemoteKeys } from './remote-keys.http.ts'
import { createSessions, type Sessions } from './sessions.commands.ts'
import { type Authenticate, createAuthenticator } from './verification.commands.ts'

/** The part of the configuration that says who may call; a loaded Config fits. */
export interface IdentityOptions {
  readonly auth:
    | {
        readonly mode: 'oidc'
        readonly issuer: string
        readonly jwksUrl: string
        readonly audience: string | null
        readonly clientId: string | null
      }
    | { readonly mode: 'dev' }
    | { readonly mode: 'guest' }
  readonly groupsClaim: string
  readonly adminGroup: string
  /** Its tokens may apply investments, and nothing else. */
  readonly investmentGroup?: string
  readonly issuerLimits?: Partial<IssuerLimits>
  /** Where the issuer's limits are one over several servers. */
  readonly buckets?: SharedBuckets | null
  /** The least time between two fetches of the provider's keys. */
  readonly jwksCooldownMs?: number
}

export interface Identity {
  /** Null without a header; throws UNAUTHENTICATED for a bad token, SERVICE_UNAVAILABLE where nobody can say. */
  readonly authenticate: Authenticate
  readonly sessions: Pick<Sessions, 'follow'>
  /** Answers the issuers' addresses; null for every other, and for all with an identity provider. */
  readonly handle: IdentityHandler
  /** The public keys of our own issuer; null with an identity provider. */
  readonly jwks: () => JSONWebKeySet | null
  /** The secret of guest-mode administrators on the server that made it just now, to be printed; null ever after. */
  readonly freshAdminSecret: string | null
  close(): void
}

export async function createIdentity(deps: Deps, options: IdentityOptions): Promise<Identity> {
  const { auth, groupsClaim, adminGroup, investmentGroup = 'investments' } = options
  const sessions = await createSessions(deps)
  const { isSignedOut, close } = sessions
  const findOrCreateUser = createUserDirectory(deps)
  const shared = { adminGroup, investmentGroup, findOrCreateUser, isSignedOut, log: deps.log }
  const authenticator = (keys: JWTVerifyGetKey, rules: TokenRules) => createAuthenticator({ keys, rules, ...shared })

  if (auth.mode === 'oidc') {
    const keys = createRemoteKeys({ url: new URL(auth.jwksUrl), log: deps.log, cooldownMs: options.jwksCooldownMs })
    const { issuer, audience, clientId } = auth
    const authenticate = authenticator(keys, { issuer, audience, clientId, groupsClaim })
    return { authenticate, sessions, handle: async () => null, jwks: () => null, freshAdminSecret: null, close }
  }

  const issuer = await openIssuer(deps.db, auth.mode, groupsClaim)
  const rules: TokenRules = { issuer: issuer.issuer, audience: ISSUER_AUDIENCE, clientId: null, groupsClaim }
  const authenticate = authenticator(createLocalJWKSet(issuer.jwks), rules)
  const jwks = () => issuer.jwks
  if (auth.mode === 'dev')
    return { authenticate, sessions, handle: createDevHandler(issuer), jwks, freshAdminSecret: null, close }
  const secret = await openAdminSecret(deps.db)
  const handle = createGuestHandler({ issuer, secret, adminGroup, limits: options.issuerLimits, buckets: options.buckets })
  return { authenticate, sessions, handle, jwks, freshAdminSecret: secret.fresh, close }
}
